#include "front_ranks_inl.hpp"

namespace {

struct BlockOfWords {
  struct Type {
    uint64_t a;
    uint64_t b;
  };

  static constexpr uint32_t kWords = 2;

  static Type zero() { return {0, 0}; }

  static Type load(const uint64_t* words) { return {words[0], words[1]}; }

  static void store(uint64_t* words, Type block) {
    words[0] = block.a;
    words[1] = block.b;
  }

  static Type both(Type x, Type y) { return {x.a & y.a, x.b & y.b}; }

  static Type either(Type x, Type y) { return {x.a | y.a, x.b | y.b}; }

  static bool is_zero(Type x) { return (x.a | x.b) == 0; }
};

}  // namespace

namespace vilfredo::detail {

uint32_t front_ranks_scalar(const FrontRanksView& view) {
  return FrontSearch<BlockOfWords>(view).run();
}

void front_filter_scalar(const FrontRanksView& view) {
  FrontSearch<BlockOfWords>(view).filter();
}

}  // namespace vilfredo::detail
