#include "vilfredo/algorithms/compression/switch_count.hpp"

#include <algorithm>

namespace vilfredo {

int draw_switches(SwitchCount count, Rng& rng) {
  if (count == SwitchCount::one || (count == SwitchCount::mostly_one && rng.uniform() < 0.7)) {
    return 1;
  }
  const std::uint64_t first = rng.below(3);
  const std::uint64_t second = rng.below(3);
  return 1 + static_cast<int>(std::min(first, second));
}

}  // namespace vilfredo
