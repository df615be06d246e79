#include "front_ranks_inl.hpp"

#include <immintrin.h>

namespace {

struct Block256 {
  using Type = __m256i;
  static constexpr uint32_t kWords = 4;

  static Type zero() { return _mm256_setzero_si256(); }

  static Type load(const uint64_t* words) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(words));
  }

  static void store(uint64_t* words, Type block) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(words), block);
  }

  static Type both(Type a, Type b) { return _mm256_and_si256(a, b); }

  static Type either(Type a, Type b) { return _mm256_or_si256(a, b); }

  static bool is_zero(Type a) { return _mm256_testz_si256(a, a) != 0; }
};

}  // namespace

namespace vilfredo::detail {

uint32_t front_ranks_avx2(const FrontRanksView& view) {
  return FrontSearch<Block256>(view).run();
}

void front_filter_avx2(const FrontRanksView& view) {
  FrontSearch<Block256>(view).filter();
}

}  // namespace vilfredo::detail
