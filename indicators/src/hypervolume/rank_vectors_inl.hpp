// 64 bytes, and 32 words of 16 bits, with comparisons as masks of one bit per lane, for the
// instruction set of the including file.
#pragma once

#include <stdint.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace {

/// The least of the bytes of `from` that `lanes` names, one by one; 255 if none.
inline uint8_t least_of_few(const uint8_t* from, uint64_t lanes) {
  uint8_t least = 255;
  for (; lanes != 0; lanes &= lanes - 1) {
    const uint8_t value = from[__builtin_ctzll(lanes)];
    least = value < least ? value : least;
  }
  return least;
}

#if defined(__AVX2__)
inline uint8_t least_of_quarter(__m128i quarter) {
  const __m128i pairs = _mm_min_epu8(quarter, _mm_srli_epi16(quarter, 8));
  return static_cast<uint8_t>(_mm_cvtsi128_si32(_mm_minpos_epu16(pairs)));
}
#endif

#if defined(__AVX512BW__)

struct Bytes {
  __m512i v;

  static Bytes load(const uint8_t* from) { return {_mm512_load_si512(from)}; }

  static Bytes all(uint8_t value) { return {_mm512_set1_epi8(static_cast<char>(value))}; }

  void store(uint8_t* to) const { _mm512_store_si512(to, v); }

  static Bytes larger(Bytes a, Bytes b) { return {_mm512_max_epu8(a.v, b.v)}; }

  /// Lanes where a <= b.
  static uint64_t at_most(Bytes a, Bytes b) { return _mm512_cmple_epu8_mask(a.v, b.v); }

  /// The least of the bytes that `lanes` names; 255 if none.
  static uint8_t least(const uint8_t* from, uint64_t lanes) {
    const __m512i named = _mm512_mask_loadu_epi8(_mm512_set1_epi8(-1), lanes, from);
    const __m256i half =
        _mm256_min_epu8(_mm512_castsi512_si256(named), _mm512_extracti64x4_epi64(named, 1));
    return least_of_quarter(
        _mm_min_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
  }
};

struct Words {
  __m512i v;

  static Words load(const uint16_t* from) { return {_mm512_loadu_si512(from)}; }

  static Words all(uint16_t value) { return {_mm512_set1_epi16(static_cast<short>(value))}; }

  static uint32_t at_most(Words a, Words b) { return _mm512_cmple_epu16_mask(a.v, b.v); }

  /// `value` in lanes where a <= b, 65535 elsewhere.
  static Words where_at_most(Words value, Words a, Words b) {
    return {
        _mm512_mask_mov_epi16(_mm512_set1_epi16(-1), _mm512_cmple_epu16_mask(a.v, b.v), value.v)};
  }

  static Words smaller(Words a, Words b) { return {_mm512_min_epu16(a.v, b.v)}; }

  [[nodiscard]] uint16_t smallest() const {
    const __m256i half =
        _mm256_min_epu16(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
    const __m128i quarter =
        _mm_min_epu16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    return static_cast<uint16_t>(_mm_cvtsi128_si32(_mm_minpos_epu16(quarter)));
  }
};

#elif defined(__AVX2__)

struct Bytes {
  __m256i v[2];

  static Bytes load(const uint8_t* from) {
    const __m256i* p = reinterpret_cast<const __m256i*>(from);
    return {{_mm256_load_si256(p), _mm256_load_si256(p + 1)}};
  }

  static Bytes all(uint8_t value) {
    const __m256i one = _mm256_set1_epi8(static_cast<char>(value));
    return {{one, one}};
  }

  void store(uint8_t* to) const {
    __m256i* p = reinterpret_cast<__m256i*>(to);
    _mm256_store_si256(p, v[0]);
    _mm256_store_si256(p + 1, v[1]);
  }

  static Bytes larger(Bytes a, Bytes b) {
    return {{_mm256_max_epu8(a.v[0], b.v[0]), _mm256_max_epu8(a.v[1], b.v[1])}};
  }

  static uint64_t at_most(Bytes a, Bytes b) {
    return half(a.v[0], b.v[0]) | (static_cast<uint64_t>(half(a.v[1], b.v[1])) << 32);
  }

  static uint32_t half(__m256i a, __m256i b) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(a, b), a)));
  }

  static uint8_t least(const uint8_t* from, uint64_t lanes) {
    const Bytes all = load(from);
    const __m256i named = _mm256_min_epu8(_mm256_or_si256(all.v[0], unnamed(lanes)),
                                          _mm256_or_si256(all.v[1], unnamed(lanes >> 32)));
    return least_of_quarter(
        _mm_min_epu8(_mm256_castsi256_si128(named), _mm256_extracti128_si256(named, 1)));
  }

  /// 255 in the lanes whose bits, of the low 32, are not set.
  static __m256i unnamed(uint64_t lanes) {
    const __m256i spread = _mm256_shuffle_epi8(
        _mm256_set1_epi32(static_cast<int>(lanes)),
        _mm256_set_epi64x(0x0303030303030303, 0x0202020202020202, 0x0101010101010101, 0));
    const __m256i bit = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201));
    return _mm256_cmpeq_epi8(_mm256_and_si256(spread, bit), _mm256_setzero_si256());
  }
};

struct Words {
  __m256i v[2];

  static Words load(const uint16_t* from) {
    const __m256i* p = reinterpret_cast<const __m256i*>(from);
    return {{_mm256_loadu_si256(p), _mm256_loadu_si256(p + 1)}};
  }

  static Words all(uint16_t value) {
    const __m256i one = _mm256_set1_epi16(static_cast<short>(value));
    return {{one, one}};
  }

  static uint32_t at_most(Words a, Words b) {
    const __m256i low = _mm256_cmpeq_epi16(_mm256_min_epu16(a.v[0], b.v[0]), a.v[0]);
    const __m256i high = _mm256_cmpeq_epi16(_mm256_min_epu16(a.v[1], b.v[1]), a.v[1]);
    // Packing works on halves of 128 bits; the permutation restores the order of the lanes.
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xD8);
    return static_cast<uint32_t>(_mm256_movemask_epi8(packed));
  }

  static Words where_at_most(Words value, Words a, Words b) {
    const __m256i ones = _mm256_set1_epi16(-1);
    Words result;
    for (int k = 0; k < 2; ++k) {
      const __m256i holds = _mm256_cmpeq_epi16(_mm256_min_epu16(a.v[k], b.v[k]), a.v[k]);
      result.v[k] = _mm256_or_si256(value.v[k], _mm256_xor_si256(holds, ones));
    }
    return result;
  }

  static Words smaller(Words a, Words b) {
    return {{_mm256_min_epu16(a.v[0], b.v[0]), _mm256_min_epu16(a.v[1], b.v[1])}};
  }

  [[nodiscard]] uint16_t smallest() const {
    const __m256i half = _mm256_min_epu16(v[0], v[1]);
    const __m128i quarter =
        _mm_min_epu16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    return static_cast<uint16_t>(_mm_cvtsi128_si32(_mm_minpos_epu16(quarter)));
  }
};

#elif defined(__SSE2__)

struct Bytes {
  __m128i v[4];

  static Bytes load(const uint8_t* from) {
    const __m128i* p = reinterpret_cast<const __m128i*>(from);
    return {
        {_mm_load_si128(p), _mm_load_si128(p + 1), _mm_load_si128(p + 2), _mm_load_si128(p + 3)}};
  }

  static Bytes all(uint8_t value) {
    const __m128i one = _mm_set1_epi8(static_cast<char>(value));
    return {{one, one, one, one}};
  }

  void store(uint8_t* to) const {
    for (int k = 0; k < 4; ++k) {
      _mm_store_si128(reinterpret_cast<__m128i*>(to) + k, v[k]);
    }
  }

  static Bytes larger(Bytes a, Bytes b) {
    return {{_mm_max_epu8(a.v[0], b.v[0]), _mm_max_epu8(a.v[1], b.v[1]),
             _mm_max_epu8(a.v[2], b.v[2]), _mm_max_epu8(a.v[3], b.v[3])}};
  }

  static uint64_t at_most(Bytes a, Bytes b) {
    uint64_t mask = 0;
    for (int k = 0; k < 4; ++k) {
      const int quarter = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(a.v[k], b.v[k]), a.v[k]));
      mask |= static_cast<uint64_t>(static_cast<uint32_t>(quarter)) << (16 * k);
    }
    return mask;
  }

  static uint8_t least(const uint8_t* from, uint64_t lanes) { return least_of_few(from, lanes); }
};

struct Words {
  __m128i v[4];

  static Words load(const uint16_t* from) {
    const __m128i* p = reinterpret_cast<const __m128i*>(from);
    return {{_mm_loadu_si128(p), _mm_loadu_si128(p + 1), _mm_loadu_si128(p + 2),
             _mm_loadu_si128(p + 3)}};
  }

  static Words all(uint16_t value) {
    const __m128i one = _mm_set1_epi16(static_cast<short>(value));
    return {{one, one, one, one}};
  }

  static uint32_t at_most(Words a, Words b) {
    return half(a.v[0], b.v[0], a.v[1], b.v[1]) | (half(a.v[2], b.v[2], a.v[3], b.v[3]) << 16);
  }

  static uint32_t half(__m128i a0, __m128i b0, __m128i a1, __m128i b1) {
    const __m128i zero = _mm_setzero_si128();
    const __m128i low = _mm_cmpeq_epi16(_mm_subs_epu16(a0, b0), zero);
    const __m128i high = _mm_cmpeq_epi16(_mm_subs_epu16(a1, b1), zero);
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
  }

  static Words where_at_most(Words value, Words a, Words b) {
    const __m128i ones = _mm_set1_epi16(-1);
    Words result;
    for (int k = 0; k < 4; ++k) {
      const __m128i holds = _mm_cmpeq_epi16(_mm_subs_epu16(a.v[k], b.v[k]), _mm_setzero_si128());
      result.v[k] = _mm_or_si128(value.v[k], _mm_xor_si128(holds, ones));
    }
    return result;
  }

  static __m128i smaller(__m128i a, __m128i b) { return _mm_sub_epi16(a, _mm_subs_epu16(a, b)); }

  static Words smaller(Words a, Words b) {
    return {{smaller(a.v[0], b.v[0]), smaller(a.v[1], b.v[1]), smaller(a.v[2], b.v[2]),
             smaller(a.v[3], b.v[3])}};
  }

  [[nodiscard]] uint16_t smallest() const {
    __m128i least = smaller(smaller(v[0], v[1]), smaller(v[2], v[3]));
    least = smaller(least, _mm_srli_si128(least, 8));
    least = smaller(least, _mm_srli_si128(least, 4));
    least = smaller(least, _mm_srli_si128(least, 2));
    return static_cast<uint16_t>(_mm_cvtsi128_si32(least));
  }
};

#else

struct Bytes {
  uint8_t v[64];

  static Bytes load(const uint8_t* from) {
    Bytes bytes;
    for (int k = 0; k < 64; ++k) {
      bytes.v[k] = from[k];
    }
    return bytes;
  }

  static Bytes all(uint8_t value) {
    Bytes bytes;
    for (int k = 0; k < 64; ++k) {
      bytes.v[k] = value;
    }
    return bytes;
  }

  void store(uint8_t* to) const {
    for (int k = 0; k < 64; ++k) {
      to[k] = v[k];
    }
  }

  static Bytes larger(Bytes a, Bytes b) {
    for (int k = 0; k < 64; ++k) {
      a.v[k] = a.v[k] > b.v[k] ? a.v[k] : b.v[k];
    }
    return a;
  }

  static uint64_t at_most(Bytes a, Bytes b) {
    uint64_t mask = 0;
    for (int k = 0; k < 64; ++k) {
      mask |= static_cast<uint64_t>(a.v[k] <= b.v[k]) << k;
    }
    return mask;
  }

  static uint8_t least(const uint8_t* from, uint64_t lanes) { return least_of_few(from, lanes); }
};

struct Words {
  uint16_t v[32];

  static Words load(const uint16_t* from) {
    Words words;
    for (int k = 0; k < 32; ++k) {
      words.v[k] = from[k];
    }
    return words;
  }

  static Words all(uint16_t value) {
    Words words;
    for (int k = 0; k < 32; ++k) {
      words.v[k] = value;
    }
    return words;
  }

  static uint32_t at_most(Words a, Words b) {
    uint32_t mask = 0;
    for (int k = 0; k < 32; ++k) {
      mask |= static_cast<uint32_t>(a.v[k] <= b.v[k]) << k;
    }
    return mask;
  }

  static Words where_at_most(Words value, Words a, Words b) {
    for (int k = 0; k < 32; ++k) {
      value.v[k] = a.v[k] <= b.v[k] ? value.v[k] : uint16_t{65535};
    }
    return value;
  }

  static Words smaller(Words a, Words b) {
    for (int k = 0; k < 32; ++k) {
      a.v[k] = a.v[k] < b.v[k] ? a.v[k] : b.v[k];
    }
    return a;
  }

  [[nodiscard]] uint16_t smallest() const {
    uint16_t least = v[0];
    for (int k = 1; k < 32; ++k) {
      least = v[k] < least ? v[k] : least;
    }
    return least;
  }
};

#endif

}  // namespace
