// Lanes: one vector register of doubles, for the instruction set this source is compiled for.
//
// A kernel written over Lanes does the same operations in the same order for every element whatever
// the width, without fused multiply-add, so that all instruction sets give the same bits.
// Everything is in an unnamed namespace: no copy compiled for one set may serve another.
#pragma once

#include <stdint.h>

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

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)

struct Lanes {
  using V = __m512d;
  static constexpr int kWidth = 8;

  static V set(double x) { return _mm512_set1_pd(x); }

  static V load(const double* p) { return _mm512_loadu_pd(p); }

  static void store(double* p, V x) { _mm512_storeu_pd(p, x); }

  static V add(V a, V b) { return _mm512_add_pd(a, b); }

  static V sub(V a, V b) { return _mm512_sub_pd(a, b); }

  static V mul(V a, V b) { return _mm512_mul_pd(a, b); }

  static V div(V a, V b) { return _mm512_div_pd(a, b); }

  static V min(V a, V b) { return _mm512_min_pd(a, b); }

  static V max(V a, V b) { return _mm512_max_pd(a, b); }

  /// Bit i: a_i < b_i.
  static unsigned less(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }

  static unsigned less_equal(V a, V b) { return _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ); }

  static double least(V a) { return _mm512_reduce_min_pd(a); }
};

struct FloatLanes {
  using V = __m512;
  static constexpr int kWidth = 16;

  static V set(float x) { return _mm512_set1_ps(x); }

  static V load(const float* p) { return _mm512_loadu_ps(p); }

  static V sub(V a, V b) { return _mm512_sub_ps(a, b); }

  static V max(V a, V b) { return _mm512_max_ps(a, b); }

  /// a * a + c, rounded once or twice.
  static V add_square(V a, V c) { return _mm512_fmadd_ps(a, a, c); }

  static uint32_t less_equal(V a, V b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
};

#elif defined(__AVX2__)

struct Lanes {
  using V = __m256d;
  static constexpr int kWidth = 4;

  static V set(double x) { return _mm256_set1_pd(x); }

  static V load(const double* p) { return _mm256_loadu_pd(p); }

  static void store(double* p, V x) { _mm256_storeu_pd(p, x); }

  static V add(V a, V b) { return _mm256_add_pd(a, b); }

  static V sub(V a, V b) { return _mm256_sub_pd(a, b); }

  static V mul(V a, V b) { return _mm256_mul_pd(a, b); }

  static V div(V a, V b) { return _mm256_div_pd(a, b); }

  static V min(V a, V b) { return _mm256_min_pd(a, b); }

  static V max(V a, V b) { return _mm256_max_pd(a, b); }

  static unsigned less(V a, V b) {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_LT_OQ)));
  }

  static unsigned less_equal(V a, V b) {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_LE_OQ)));
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

  static unsigned less(V a, V b) {
    return static_cast<unsigned>(_mm_movemask_pd(_mm_cmplt_pd(a, b)));
  }

  static unsigned less_equal(V a, V b) {
    return static_cast<unsigned>(_mm_movemask_pd(_mm_cmple_pd(a, b)));
  }

  static double least(V a) { return _mm_cvtsd_f64(_mm_min_sd(a, _mm_unpackhi_pd(a, a))); }
};

struct FloatLanes {
  using V = __m128;
  static constexpr int kWidth = 4;

  static V set(float x) { return _mm_set1_ps(x); }

  static V load(const float* p) { return _mm_loadu_ps(p); }

  static V sub(V a, V b) { return _mm_sub_ps(a, b); }

  static V max(V a, V b) { return _mm_max_ps(a, b); }

  /// a * a + c, rounded once or twice.
  static V add_square(V a, V c) { return _mm_add_ps(_mm_mul_ps(a, a), c); }

  static uint32_t less_equal(V a, V b) {
    return static_cast<uint32_t>(_mm_movemask_ps(_mm_cmple_ps(a, b)));
  }
};

#else

struct Lanes {
  using V = double;
  static constexpr int kWidth = 1;

  static V set(double x) { return x; }

  static V load(const double* p) { return *p; }

  static void store(double* p, V x) { *p = x; }

  static V add(V a, V b) { return a + b; }

  static V sub(V a, V b) { return a - b; }

  static V mul(V a, V b) { return a * b; }

  static V div(V a, V b) { return a / b; }

  static V min(V a, V b) { return a < b ? a : b; }

  static V max(V a, V b) { return a > b ? a : b; }

  static unsigned less(V a, V b) { return a < b ? 1U : 0U; }

  static unsigned less_equal(V a, V b) { return a <= b ? 1U : 0U; }

  static double least(V a) { return a; }
};

struct FloatLanes {
  using V = float;
  static constexpr int kWidth = 1;

  static V set(float x) { return x; }

  static V load(const float* p) { return *p; }

  static V sub(V a, V b) { return a - b; }

  static V max(V a, V b) { return a > b ? a : b; }

  static V add_square(V a, V c) { return a * a + c; }

  static uint32_t less_equal(V a, V b) { return a <= b ? 1U : 0U; }
};

#endif

}  // namespace
