#include "indicator_fuzz.hpp"

namespace vilfredo::test {
namespace {

TEST(IndicatorFuzz, AFewHundredCases) {
  fuzz_indicators(1, 300);
}

}  // namespace
}  // namespace vilfredo::test
