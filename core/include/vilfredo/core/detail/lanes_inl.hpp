// Lanes: one vector register of doubles, for the instruction set this source is compiled for. Not
// for users of the library: only the kernels of its components include this.
//
// A kernel written over Lanes does the same operations in the same order for every element whatever
// the width, without fused multiply-add, so that all instruction sets give the same bits.
// min and max give the second operand where neither is smaller (larger).
// Everything is in an unnamed namespace: no copy compiled for one set may serve another.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__) || defined(__AVX2__)
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
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace {

// 2^52: adding it to a double in [0, 2^52) leaves the integer part in the low bits of the mantissa.
constexpr double kTwo52 = 4503599627370496.0;
constexpr uint64_t kTwo52Bits = 0x4330000000000000U;
constexpr uint64_t kMantissaBits = 0x000FFFFFFFFFFFFFU;
constexpr uint64_t kOneBits = 0x3FF0000000000000U;

/// One double, for single numbers and where there are no vectors.
struct OneLane {
  using V = double;
  using M = bool;
  static constexpr int kWidth = 1;

  static V set(double x) { return x; }

  static V load(const double* p) { return *p; }

  static V load_part(const double* /*p*/, int /*k*/) { return 0; }

  static void store(double* p, V x) { *p = x; }

  static void store_part(double* /*p*/, int /*k*/, V /*x*/) {}

  static V gather(const double* base, const int32_t* index) { return base[*index]; }

  static V add(V a, V b) { return a + b; }

  static V sub(V a, V b) { return a - b; }

  static V mul(V a, V b) { return a * b; }

  static V div(V a, V b) { return a / b; }

  // As the vector instructions: the second operand where neither is smaller (larger).
  static V min(V a, V b) { return a < b ? a : b; }

  static V max(V a, V b) { return a > b ? a : b; }

  static V abs(V a) { return fabs(a); }

  static V sqrt(V a) { return ::sqrt(a); }

  static M less(V a, V b) { return a < b; }

  static M less_equal(V a, V b) { return a <= b; }

  static M both(M a, M b) { return a && b; }

  static M either(M a, M b) { return a || b; }

  static V select(M m, V yes, V no) { return m ? yes : no; }

  static unsigned bits(M m) { return m ? 1U : 0U; }

  static void compress_store(double* p, M /*m*/, V x) { *p = x; }

  static V expand_load(const double* p, M /*m*/) { return *p; }

  static uint64_t to_bits(double x) {
    uint64_t out = 0;
    memcpy(&out, &x, sizeof out);
    return out;
  }

  static double from_bits(uint64_t x) {
    double out = 0;
    memcpy(&out, &x, sizeof out);
    return out;
  }

  static V exponent(V x) { return from_bits((to_bits(x) >> 52U) | kTwo52Bits) - (kTwo52 + 1023.0); }

  static V mantissa(V x) { return from_bits((to_bits(x) & kMantissaBits) | kOneBits); }

  static V power_of_two(V k) { return from_bits(to_bits(k + (kTwo52 + 1023.0)) << 52U); }

  static double least(V a) { return a; }
};

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)

struct Lanes {
  using V = __m512d;
  using M = __mmask8;
  static constexpr int kWidth = 8;

  static V set(double x) { return _mm512_set1_pd(x); }

  static V load(const double* p) { return _mm512_loadu_pd(p); }

  /// The first `k` of a register, zeros after them; nothing beyond them is read.
  static V load_part(const double* p, int k) {
    return _mm512_maskz_loadu_pd(static_cast<M>((1U << static_cast<unsigned>(k)) - 1U), p);
  }

  static void store(double* p, V x) { _mm512_storeu_pd(p, x); }

  static void store_part(double* p, int k, V x) {
    _mm512_mask_storeu_pd(p, static_cast<M>((1U << static_cast<unsigned>(k)) - 1U), x);
  }

  static V gather(const double* base, const int32_t* index) {
    return _mm512_i32gather_pd(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(index)), base,
                               8);
  }

  static V add(V a, V b) { return _mm512_add_pd(a, b); }

  static V sub(V a, V b) { return _mm512_sub_pd(a, b); }

  static V mul(V a, V b) { return _mm512_mul_pd(a, b); }

  static V div(V a, V b) { return _mm512_div_pd(a, b); }

  static V min(V a, V b) { return _mm512_min_pd(a, b); }

  static V max(V a, V b) { return _mm512_max_pd(a, b); }

  static V abs(V a) { return _mm512_abs_pd(a); }

  static V sqrt(V a) { return _mm512_sqrt_pd(a); }

  static M less(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }

  static M less_equal(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }

  static M both(M a, M b) { return static_cast<M>(a & b); }

  static M either(M a, M b) { return static_cast<M>(a | b); }

  static V select(M m, V yes, V no) { return _mm512_mask_blend_pd(m, no, yes); }

  static unsigned bits(M m) { return m; }

  /// Stores the lanes of `m` one after the other; may write kWidth elements.
  static void compress_store(double* p, M m, V x) {
    _mm512_storeu_pd(p, _mm512_maskz_compress_pd(m, x));
  }

  /// Lane i of `m` gets the next number of `p`, in order of the lanes; the others are unspecified.
  /// Reads kWidth elements.
  static V expand_load(const double* p, M m) { return _mm512_maskz_expand_pd(m, load(p)); }

  static V exponent(V x) {
    const __m512i raised = _mm512_or_si512(_mm512_srli_epi64(_mm512_castpd_si512(x), 52),
                                           _mm512_set1_epi64(static_cast<int64_t>(kTwo52Bits)));
    return sub(_mm512_castsi512_pd(raised), set(kTwo52 + 1023.0));
  }

  static V mantissa(V x) {
    const __m512i low = _mm512_and_si512(_mm512_castpd_si512(x),
                                         _mm512_set1_epi64(static_cast<int64_t>(kMantissaBits)));
    return _mm512_castsi512_pd(
        _mm512_or_si512(low, _mm512_set1_epi64(static_cast<int64_t>(kOneBits))));
  }

  static V power_of_two(V k) {
    const __m512i biased = _mm512_castpd_si512(add(k, set(kTwo52 + 1023.0)));
    return _mm512_castsi512_pd(_mm512_slli_epi64(biased, 52));
  }

  static double least(V a) { return _mm512_reduce_min_pd(a); }
};

struct FloatLanes {
  using V = __m512;
  static constexpr int kWidth = 16;

  static V set(float x) { return _mm512_set1_ps(x); }

  static V load(const float* p) { return _mm512_loadu_ps(p); }

  static V sub(V a, V b) { return _mm512_sub_ps(a, b); }

  static void store(float* p, V x) { _mm512_storeu_ps(p, x); }

  static V min(V a, V b) { return _mm512_min_ps(a, b); }

  static V max(V a, V b) { return _mm512_max_ps(a, b); }

  /// a * a + c, rounded once or twice.
  static V add_square(V a, V c) { return _mm512_fmadd_ps(a, a, c); }

  static uint32_t less_equal(V a, V b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
};

#elif defined(__AVX2__)

/// For every mask of four lanes, the 32-bit halves that move the chosen lanes to the front.
constexpr int32_t kCompress[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
    {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
    {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7}};
/// The inverse: where each lane of the mask finds its number among the first ones.
constexpr int32_t kExpand[16][8] = {
    {0, 0, 0, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 1, 0, 0, 0, 0},
    {0, 1, 2, 3, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 1, 0, 0}, {0, 1, 0, 0, 2, 3, 0, 0},
    {0, 0, 0, 1, 2, 3, 0, 0}, {0, 1, 2, 3, 4, 5, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 1},
    {0, 1, 0, 0, 0, 0, 2, 3}, {0, 0, 0, 1, 0, 0, 2, 3}, {0, 1, 2, 3, 0, 0, 4, 5},
    {0, 0, 0, 0, 0, 1, 2, 3}, {0, 1, 0, 0, 2, 3, 4, 5}, {0, 0, 0, 1, 2, 3, 4, 5},
    {0, 1, 2, 3, 4, 5, 6, 7}};
constexpr int64_t kFirst[5][4] = {
    {0, 0, 0, 0}, {-1, 0, 0, 0}, {-1, -1, 0, 0}, {-1, -1, -1, 0}, {-1, -1, -1, -1}};

struct Lanes {
  using V = __m256d;
  using M = __m256d;  // all bits of a lane set or clear
  static constexpr int kWidth = 4;

  static __m256i first(int k) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kFirst[k]));
  }

  static V set(double x) { return _mm256_set1_pd(x); }

  static V load(const double* p) { return _mm256_loadu_pd(p); }

  static V load_part(const double* p, int k) { return _mm256_maskload_pd(p, first(k)); }

  static void store(double* p, V x) { _mm256_storeu_pd(p, x); }

  static void store_part(double* p, int k, V x) { _mm256_maskstore_pd(p, first(k), x); }

  static V gather(const double* base, const int32_t* index) {
    return _mm256_set_pd(base[index[3]], base[index[2]], base[index[1]], base[index[0]]);
  }

  static V add(V a, V b) { return _mm256_add_pd(a, b); }

  static V sub(V a, V b) { return _mm256_sub_pd(a, b); }

  static V mul(V a, V b) { return _mm256_mul_pd(a, b); }

  static V div(V a, V b) { return _mm256_div_pd(a, b); }

  static V min(V a, V b) { return _mm256_min_pd(a, b); }

  static V max(V a, V b) { return _mm256_max_pd(a, b); }

  static V abs(V a) { return _mm256_andnot_pd(set(-0.0), a); }

  static V sqrt(V a) { return _mm256_sqrt_pd(a); }

  static M less(V a, V b) { return _mm256_cmp_pd(a, b, _CMP_LT_OQ); }

  static M less_equal(V a, V b) { return _mm256_cmp_pd(a, b, _CMP_LE_OQ); }

  static M both(M a, M b) { return _mm256_and_pd(a, b); }

  static M either(M a, M b) { return _mm256_or_pd(a, b); }

  static V select(M m, V yes, V no) { return _mm256_blendv_pd(no, yes, m); }

  static unsigned bits(M m) { return static_cast<unsigned>(_mm256_movemask_pd(m)); }

  static void compress_store(double* p, M m, V x) {
    const __m256i order = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kCompress[bits(m)]));
    _mm256_storeu_pd(
        p, _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(x), order)));
  }

  static V expand_load(const double* p, M m) {
    const __m256i order = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kExpand[bits(m)]));
    return _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(load(p)), order));
  }

  static V exponent(V x) {
    const __m256i raised = _mm256_or_si256(_mm256_srli_epi64(_mm256_castpd_si256(x), 52),
                                           _mm256_set1_epi64x(static_cast<int64_t>(kTwo52Bits)));
    return sub(_mm256_castsi256_pd(raised), set(kTwo52 + 1023.0));
  }

  static V mantissa(V x) {
    const __m256i low = _mm256_and_si256(_mm256_castpd_si256(x),
                                         _mm256_set1_epi64x(static_cast<int64_t>(kMantissaBits)));
    return _mm256_castsi256_pd(
        _mm256_or_si256(low, _mm256_set1_epi64x(static_cast<int64_t>(kOneBits))));
  }

  static V power_of_two(V k) {
    const __m256i biased = _mm256_castpd_si256(add(k, set(kTwo52 + 1023.0)));
    return _mm256_castsi256_pd(_mm256_slli_epi64(biased, 52));
  }

  static double least(V a) {
    const __m128d half = _mm_min_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
    return _mm_cvtsd_f64(_mm_min_sd(half, _mm_unpackhi_pd(half, half)));
  }
};

struct FloatLanes {
  using V = __m256;
  static constexpr int kWidth = 8;

  static V set(float x) { return _mm256_set1_ps(x); }

  static V load(const float* p) { return _mm256_loadu_ps(p); }

  static V sub(V a, V b) { return _mm256_sub_ps(a, b); }

  static void store(float* p, V x) { _mm256_storeu_ps(p, x); }

  static V min(V a, V b) { return _mm256_min_ps(a, b); }

  static V max(V a, V b) { return _mm256_max_ps(a, b); }

  /// a * a + c, rounded once or twice.
  static V add_square(V a, V c) { return _mm256_add_ps(_mm256_mul_ps(a, a), c); }

  static uint32_t less_equal(V a, V b) {
    return static_cast<uint32_t>(_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_LE_OQ)));
  }
};

#elif defined(__SSE2__)

struct Lanes {
  using V = __m128d;
  using M = __m128d;  // all bits of a lane set or clear
  static constexpr int kWidth = 2;

  static V set(double x) { return _mm_set1_pd(x); }

  static V load(const double* p) { return _mm_loadu_pd(p); }

  static void store(double* p, V x) { _mm_storeu_pd(p, x); }

  static V add(V a, V b) { return _mm_add_pd(a, b); }

  static V sub(V a, V b) { return _mm_sub_pd(a, b); }

  static V mul(V a, V b) { return _mm_mul_pd(a, b); }

  static V div(V a, V b) { return _mm_div_pd(a, b); }

  static V min(V a, V b) { return _mm_min_pd(a, b); }

  static V max(V a, V b) { return _mm_max_pd(a, b); }

  static M less(V a, V b) { return _mm_cmplt_pd(a, b); }

  static M less_equal(V a, V b) { return _mm_cmple_pd(a, b); }

  static unsigned bits(M m) { return static_cast<unsigned>(_mm_movemask_pd(m)); }

  static double least(V a) { return _mm_cvtsd_f64(_mm_min_sd(a, _mm_unpackhi_pd(a, a))); }
};

struct FloatLanes {
  using V = __m128;
  static constexpr int kWidth = 4;

  static V set(float x) { return _mm_set1_ps(x); }

  static V load(const float* p) { return _mm_loadu_ps(p); }

  static V sub(V a, V b) { return _mm_sub_ps(a, b); }

  static void store(float* p, V x) { _mm_storeu_ps(p, x); }

  static V min(V a, V b) { return _mm_min_ps(a, b); }

  static V max(V a, V b) { return _mm_max_ps(a, b); }

  /// a * a + c, rounded once or twice.
  static V add_square(V a, V c) { return _mm_add_ps(_mm_mul_ps(a, a), c); }

  static uint32_t less_equal(V a, V b) {
    return static_cast<uint32_t>(_mm_movemask_ps(_mm_cmple_ps(a, b)));
  }
};

#else

using Lanes = OneLane;

struct FloatLanes {
  using V = float;
  static constexpr int kWidth = 1;

  static V set(float x) { return x; }

  static V load(const float* p) { return *p; }

  static void store(float* p, V x) { *p = x; }

  static V min(V a, V b) { return a < b ? a : b; }

  static V sub(V a, V b) { return a - b; }

  static V max(V a, V b) { return a > b ? a : b; }

  static V add_square(V a, V c) { return a * a + c; }

  static uint32_t less_equal(V a, V b) { return a <= b ? 1U : 0U; }
};

#endif

/// For kernels that move single lanes about, which pays from four lanes on.
#if defined(__AVX512F__) || defined(__AVX2__)
using BroadLanes = Lanes;
#else
using BroadLanes = OneLane;
#endif

}  // namespace
