#include "vilfredo/algorithms/operators/draws.hpp"

#include <algorithm>

namespace vilfredo {

namespace {
constexpr Index kBulkUnit = 16;  // what the streams make at once
}

Draws::Draws(Index bulk)
    : block_(static_cast<std::size_t>((bulk + kBulkUnit - 1) / kBulkUnit * kBulkUnit)),
      used_(block_.size()) {}

const double* Draws::take(Index n) {
  const auto count = static_cast<std::size_t>(n);
  if (used_ + count <= block_.size()) {
    const double* out = block_.data() + used_;
    used_ += count;
    return out;
  }
  spill_.resize(count);
  std::generate(spill_.begin(), spill_.end(), [this] { return next(); });
  return spill_.data();
}

}  // namespace vilfredo
