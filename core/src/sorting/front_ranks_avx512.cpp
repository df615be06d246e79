#include "front_ranks_inl.hpp"

#include <immintrin.h>

namespace {

struct Block512 {
  using Type = __m512i;
  static constexpr uint32_t kWords = 8;

  static Type zero() { return _mm512_setzero_si512(); }

  static Type load(const uint64_t* words) { return _mm512_load_si512(words); }

  static void store(uint64_t* words, Type block) { _mm512_store_si512(words, block); }

  static Type both(Type a, Type b) { return _mm512_and_si512(a, b); }

  static Type either(Type a, Type b) { return _mm512_or_si512(a, b); }

  static bool is_zero(Type a) { return _mm512_test_epi64_mask(a, a) == 0; }
};

}  // namespace

namespace vilfredo::detail {

uint32_t front_ranks_avx512(const FrontRanksView& view) {
  return FrontSearch<Block512>(view).run();
}

void front_filter_avx512(const FrontRanksView& view) {
  FrontSearch<Block512>(view).filter();
}

}  // namespace vilfredo::detail
