#include "dominance_tree_inl.hpp"

#include <immintrin.h>

namespace {

struct Lanes256 {
  template <int Relation>
  static uint32_t compare(const double* a, double y) {
    const __m256d bound = _mm256_set1_pd(y);
    uint32_t bits = 0;
    for (int i = 0; i < kTreeWidth; i += 4) {
      const __m256d met = _mm256_cmp_pd(_mm256_load_pd(a + i), bound, Relation);
      bits |= static_cast<uint32_t>(_mm256_movemask_pd(met)) << i;
    }
    return bits;
  }

  static uint32_t at_most(const double* a, double y) { return compare<_CMP_LE_OQ>(a, y); }

  static uint32_t at_least(const double* a, double y) { return compare<_CMP_GE_OQ>(a, y); }
};

}  // namespace

namespace vilfredo::detail {

int64_t tree_admits_avx2(const TreeView& tree, const double* y) {
  return tree_admits<Lanes256>(tree, y);
}

int tree_nearest_avx2(
    const double* boxes, const double* scale, int count, int n_obj, const double* y) {
  return tree_nearest(boxes, scale, count, n_obj, y);
}

}  // namespace vilfredo::detail
