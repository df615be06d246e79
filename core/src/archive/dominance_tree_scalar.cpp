#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "dominance_tree_inl.hpp"

namespace {

#if defined(__SSE2__)

struct PortableLanes {
  static uint32_t at_most(const double* a, double y) {
    const __m128d bound = _mm_set1_pd(y);
    uint32_t bits = 0;
    for (int i = 0; i < kTreeWidth; i += 2) {
      bits |= static_cast<uint32_t>(_mm_movemask_pd(_mm_cmple_pd(_mm_load_pd(a + i), bound))) << i;
    }
    return bits;
  }

  static uint32_t at_least(const double* a, double y) {
    const __m128d bound = _mm_set1_pd(y);
    uint32_t bits = 0;
    for (int i = 0; i < kTreeWidth; i += 2) {
      bits |= static_cast<uint32_t>(_mm_movemask_pd(_mm_cmpge_pd(_mm_load_pd(a + i), bound))) << i;
    }
    return bits;
  }
};

#else

struct PortableLanes {
  static uint32_t at_most(const double* a, double y) {
    uint32_t bits = 0;
    for (int i = 0; i < kTreeWidth; ++i) {
      bits |= static_cast<uint32_t>(a[i] <= y) << i;
    }
    return bits;
  }

  static uint32_t at_least(const double* a, double y) {
    uint32_t bits = 0;
    for (int i = 0; i < kTreeWidth; ++i) {
      bits |= static_cast<uint32_t>(a[i] >= y) << i;
    }
    return bits;
  }
};

#endif

}  // namespace

namespace vilfredo::detail {

int64_t tree_admits_scalar(const TreeView& tree, const double* y) {
  return tree_admits<PortableLanes>(tree, y);
}

int tree_nearest_scalar(
    const double* boxes, const double* scale, int count, int n_obj, const double* y) {
  return tree_nearest(boxes, scale, count, n_obj, y);
}

}  // namespace vilfredo::detail
