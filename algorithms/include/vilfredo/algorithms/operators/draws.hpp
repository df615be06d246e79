// Uniform numbers of one offspring: most of them drawn in bulk, the rest one by one.
#pragma once

#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace vilfredo {

/// Hands out the uniforms of one stream in order. The values do not depend on the size of the bulk,
/// which only decides how many of them are made at once.
class Draws {
 public:
  /// `bulk` should cover what one offspring usually needs.
  explicit Draws(Index bulk = 0);

  /// Starts over with another stream.
  void restart(const Rng& rng) {
    rng_ = rng;
    rng_.fill_uniform(block_);
    used_ = 0;
  }

  /// The next uniform in [0, 1).
  [[nodiscard]] double next() { return used_ < block_.size() ? block_[used_++] : rng_.uniform(); }

  /// A whole number in [0, n), n <= 2^31; the bias is below n / 2^53.
  [[nodiscard]] Index below(Index n) { return static_cast<Index>(next() * static_cast<double>(n)); }

  /// The next `n` uniforms side by side; valid until the next call of any member.
  [[nodiscard]] const double* take(Index n);

 private:
  std::vector<double> block_;
  std::vector<double> spill_;
  std::size_t used_ = 0;
  Rng rng_;
};

}  // namespace vilfredo
