#include "vilfredo/algorithms/operators/draws.hpp"

#include <algorithm>
#include <span>

namespace vilfredo {

namespace {
constexpr std::size_t kSlack = 8;  // readable after the last
}

Draws::Draws() : block_(kUnit + kSlack) {}

void Draws::extend(std::size_t n) {
  const std::size_t wanted = whole_units(used_ + n);
  if (wanted + kSlack > block_.size()) {
    block_.resize(wanted + kSlack);
  }
  rng_.fill_uniform(std::span(block_.data() + filled_, wanted - filled_));
  filled_ = wanted;
}

}  // namespace vilfredo
