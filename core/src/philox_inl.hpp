// Philox-4x32-10 for many consecutive blocks at once; included by one source per instruction set.
// Everything is in an unnamed namespace so that no copy compiled for one set serves another.
#pragma once

#include <stdint.h>

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 warns about the deliberately undefined registers of its own intrinsics (its bug 105593).
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#else
#include <immintrin.h>
#endif
#endif

namespace {

constexpr uint32_t kMultiplier0 = 0xD2511F53U;
constexpr uint32_t kMultiplier1 = 0xCD9E8D57U;
constexpr uint32_t kWeyl0 = 0x9E3779B9U;
constexpr uint32_t kWeyl1 = 0xBB67AE85U;
// 2^52 as a double: a whole number below it, put into the low bits, reads as 2^52 plus the number.
constexpr uint64_t kTwo52Bits = 0x4330000000000000U;
constexpr double kTwo52 = 4503599627370496.0;
constexpr double kTwo26 = 67108864.0;
constexpr double kTwoTo53rd = 1.0 / 9007199254740992.0;
constexpr uint32_t kGroupBlocks = 8;

// Words: lanes of 64 bits, of which the low 32 are a word of one block each. What a multiplication
// leaves in the high halves is never read: the next one ignores it.

#if defined(__AVX512F__) && defined(__AVX512DQ__)

struct Words {
  using V = __m512i;
  static constexpr uint32_t kBlocks = 8;

  static V set(uint64_t x) { return _mm512_set1_epi64(static_cast<int64_t>(x)); }

  static V ramp() { return _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0); }

  static V add(V a, V b) { return _mm512_add_epi64(a, b); }

  static V product(V a, V b) { return _mm512_mul_epu32(a, b); }

  static V high(V a) { return _mm512_srli_epi64(a, 32); }

  static V mix(V a, V b, V c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }

  static __m512d whole(V a, int shift) {
    const V word = _mm512_and_si512(a, set(0xFFFFFFFFU));
    return _mm512_sub_pd(_mm512_castsi512_pd(_mm512_or_si512(
                             _mm512_srl_epi64(word, _mm_cvtsi32_si128(shift)), set(kTwo52Bits))),
                         _mm512_set1_pd(kTwo52));
  }

  static __m512d uniform(V w0, V w1) {
    const __m512d sum =
        _mm512_add_pd(_mm512_mul_pd(whole(w0, 5), _mm512_set1_pd(kTwo26)), whole(w1, 6));
    return _mm512_mul_pd(sum, _mm512_set1_pd(kTwoTo53rd));
  }

  static void store(double* out, __m512d even, __m512d odd) {
    const V first = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
    const V second = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
    _mm512_storeu_pd(out, _mm512_permutex2var_pd(even, first, odd));
    _mm512_storeu_pd(out + 8, _mm512_permutex2var_pd(even, second, odd));
  }
};

#elif defined(__AVX2__)

struct Words {
  using V = __m256i;
  static constexpr uint32_t kBlocks = 4;

  static V set(uint64_t x) { return _mm256_set1_epi64x(static_cast<int64_t>(x)); }

  static V ramp() { return _mm256_set_epi64x(3, 2, 1, 0); }

  static V add(V a, V b) { return _mm256_add_epi64(a, b); }

  static V product(V a, V b) { return _mm256_mul_epu32(a, b); }

  static V high(V a) { return _mm256_srli_epi64(a, 32); }

  static V mix(V a, V b, V c) { return _mm256_xor_si256(_mm256_xor_si256(b, c), a); }

  static __m256d whole(V a, int shift) {
    const V word = _mm256_and_si256(a, set(0xFFFFFFFFU));
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(
                             _mm256_srl_epi64(word, _mm_cvtsi32_si128(shift)), set(kTwo52Bits))),
                         _mm256_set1_pd(kTwo52));
  }

  static __m256d uniform(V w0, V w1) {
    const __m256d sum =
        _mm256_add_pd(_mm256_mul_pd(whole(w0, 5), _mm256_set1_pd(kTwo26)), whole(w1, 6));
    return _mm256_mul_pd(sum, _mm256_set1_pd(kTwoTo53rd));
  }

  static void store(double* out, __m256d even, __m256d odd) {
    const __m256d low = _mm256_unpacklo_pd(even, odd);
    const __m256d up = _mm256_unpackhi_pd(even, odd);
    _mm256_storeu_pd(out, _mm256_permute2f128_pd(low, up, 0x20));
    _mm256_storeu_pd(out + 4, _mm256_permute2f128_pd(low, up, 0x31));
  }
};

#elif defined(__x86_64__)

struct Words {
  using V = __m128i;
  static constexpr uint32_t kBlocks = 2;

  static V set(uint64_t x) { return _mm_set1_epi64x(static_cast<int64_t>(x)); }

  static V ramp() { return _mm_set_epi64x(1, 0); }

  static V add(V a, V b) { return _mm_add_epi64(a, b); }

  static V product(V a, V b) { return _mm_mul_epu32(a, b); }

  static V high(V a) { return _mm_srli_epi64(a, 32); }

  static V mix(V a, V b, V c) { return _mm_xor_si128(_mm_xor_si128(b, c), a); }

  static __m128d whole(V a, int shift) {
    const V word = _mm_and_si128(a, set(0xFFFFFFFFU));
    return _mm_sub_pd(_mm_castsi128_pd(_mm_or_si128(_mm_srl_epi64(word, _mm_cvtsi32_si128(shift)),
                                                    set(kTwo52Bits))),
                      _mm_set1_pd(kTwo52));
  }

  static __m128d uniform(V w0, V w1) {
    const __m128d sum = _mm_add_pd(_mm_mul_pd(whole(w0, 5), _mm_set1_pd(kTwo26)), whole(w1, 6));
    return _mm_mul_pd(sum, _mm_set1_pd(kTwoTo53rd));
  }

  static void store(double* out, __m128d even, __m128d odd) {
    _mm_storeu_pd(out, _mm_unpacklo_pd(even, odd));
    _mm_storeu_pd(out + 2, _mm_unpackhi_pd(even, odd));
  }
};

#else

struct Words {
  using V = uint64_t;
  static constexpr uint32_t kBlocks = 1;

  static V set(uint64_t x) { return x; }

  static V ramp() { return 0; }

  static V add(V a, V b) { return a + b; }

  static V product(V a, V b) { return (a & 0xFFFFFFFFU) * (b & 0xFFFFFFFFU); }

  static V high(V a) { return a >> 32U; }

  static V mix(V a, V b, V c) { return a ^ b ^ c; }

  static double uniform(V w0, V w1) {
    const uint64_t top = (w0 & 0xFFFFFFFFU) >> 5U;
    const uint64_t low = (w1 & 0xFFFFFFFFU) >> 6U;
    return (static_cast<double>(top) * kTwo26 + static_cast<double>(low)) * kTwoTo53rd;
  }

  static void store(double* out, double even, double odd) {
    out[0] = even;
    out[1] = odd;
  }
};

#endif

/// kVectors * Words::kBlocks blocks from block `first` on, two uniforms each, in order. The counter
/// of a block must not pass 2^32, which no stream reaches.
template <int kVectors>
inline void philox_vectors(
    uint32_t first, uint64_t index, uint32_t purpose, uint64_t key, double* out) {
  using W = Words;
  typename W::V c0[kVectors];
  typename W::V c1[kVectors];
  typename W::V c2[kVectors];
  typename W::V c3[kVectors];
  for (int i = 0; i < kVectors; ++i) {
    c0[i] = W::add(W::set(first + static_cast<uint32_t>(i) * W::kBlocks), W::ramp());
    c1[i] = W::set(index & 0xFFFFFFFFU);
    c2[i] = W::set(index >> 32U);
    c3[i] = W::set(purpose);
  }
  auto k0 = static_cast<uint32_t>(key);
  auto k1 = static_cast<uint32_t>(key >> 32U);
  const typename W::V m0 = W::set(kMultiplier0);
  const typename W::V m1 = W::set(kMultiplier1);
  for (int round = 0; round < 10; ++round) {
    const typename W::V key0 = W::set(k0);
    const typename W::V key1 = W::set(k1);
    for (int i = 0; i < kVectors; ++i) {
      const typename W::V product0 = W::product(m0, c0[i]);
      const typename W::V product1 = W::product(m1, c2[i]);
      c0[i] = W::mix(W::high(product1), c1[i], key0);
      c1[i] = product1;
      c2[i] = W::mix(W::high(product0), c3[i], key1);
      c3[i] = product0;
    }
    k0 += kWeyl0;
    k1 += kWeyl1;
  }
  for (int i = 0; i < kVectors; ++i) {
    W::store(out + 2 * static_cast<uint32_t>(i) * W::kBlocks, W::uniform(c0[i], c1[i]),
             W::uniform(c2[i], c3[i]));
  }
}

template <int kVectors>
struct VectorCount {};

/// 16 uniforms per group, in the order in which one block after the other would give them.
inline void philox_uniforms(uint32_t first_block,
                            uint32_t groups,
                            uint64_t index,
                            uint32_t purpose,
                            uint64_t key,
                            double* out) {
  const auto run = [&]<int kVectors>(VectorCount<kVectors>) {
    philox_vectors<kVectors>(first_block, index, purpose, key, out);
    first_block += kVectors * Words::kBlocks;
    out += 2 * kVectors * static_cast<uint64_t>(Words::kBlocks);
  };
  if constexpr (Words::kBlocks == kGroupBlocks) {  // registers enough to hide all latencies
    for (; groups >= 4; groups -= 4) {
      run(VectorCount<4>{});
    }
    if (groups == 3) {
      run(VectorCount<3>{});
    } else if (groups == 2) {
      run(VectorCount<2>{});
    } else if (groups == 1) {
      run(VectorCount<1>{});
    }
  } else {
    for (uint32_t pairs = groups * kGroupBlocks / (2 * Words::kBlocks); pairs > 0; --pairs) {
      run(VectorCount<2>{});
    }
  }
}

}  // namespace
