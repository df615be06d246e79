#include "indicator_fuzz.hpp"

namespace vilfredo::test {
namespace {

TEST(IndicatorFuzz, ManyCases) {
  fuzz_indicators(1'000'000, 20'000);
}

}  // namespace
}  // namespace vilfredo::test
