#include "dominance_tree_inl.hpp"

#include <immintrin.h>

namespace {

struct Lanes512 {
  static uint32_t at_most(const double* a, double y) {
    const __m512d bound = _mm512_set1_pd(y);
    const uint32_t low = _mm512_cmp_pd_mask(_mm512_load_pd(a), bound, _CMP_LE_OQ);
    const uint32_t high = _mm512_cmp_pd_mask(_mm512_load_pd(a + 8), bound, _CMP_LE_OQ);
    return low | high << 8U;
  }

  static uint32_t at_least(const double* a, double y) {
    const __m512d bound = _mm512_set1_pd(y);
    const uint32_t low = _mm512_cmp_pd_mask(_mm512_load_pd(a), bound, _CMP_GE_OQ);
    const uint32_t high = _mm512_cmp_pd_mask(_mm512_load_pd(a + 8), bound, _CMP_GE_OQ);
    return low | high << 8U;
  }
};

}  // namespace

namespace vilfredo::detail {

int64_t tree_admits_avx512(const TreeView& tree, const double* y) {
  return tree_admits<Lanes512>(tree, y);
}

int tree_nearest_avx512(
    const double* boxes, const double* scale, int count, int n_obj, const double* y) {
  return tree_nearest(boxes, scale, count, n_obj, y);
}

}  // namespace vilfredo::detail
