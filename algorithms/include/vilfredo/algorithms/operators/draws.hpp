// Uniform numbers of one offspring, drawn in bulk.
#pragma once

#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <cstddef>
#include <vector>

namespace vilfredo {

/// Hands out the uniforms of one stream in order. The values do not depend on how many of them are
/// made at once, which follows what the last offspring needed.
class Draws {
 public:
  Draws();

  /// Starts over with another stream.
  void restart(const Rng& rng) {
    rng_ = rng;
    filled_ = whole_units(used_);
    used_ = 0;
    rng_.fill_uniform({block_.data(), filled_});
  }

  /// The next uniform in [0, 1).
  [[nodiscard]] double next() {
    reserve(1);
    return block_[used_++];
  }

  /// A whole number in [0, n), n <= 2^31; the bias is below n / 2^53.
  [[nodiscard]] Index below(Index n) { return static_cast<Index>(next() * static_cast<double>(n)); }

  /// The next `n` uniforms side by side; valid until the next call of a member that is not const.
  [[nodiscard]] const double* take(Index n) {
    const auto count = static_cast<std::size_t>(n);
    reserve(count);
    used_ += count;
    return block_.data() + used_ - count;
  }

  /// The uniforms already made that come next, and how many; 8 beyond the last can be read. Who
  /// uses some of them says so with skip().
  [[nodiscard]] const double* ahead() const { return block_.data() + used_; }

  [[nodiscard]] Index count_ahead() const { return static_cast<Index>(filled_ - used_); }

  void skip(Index n) { used_ += static_cast<std::size_t>(n); }

  /// Makes uniforms until at least `n` are ahead.
  void reserve(std::size_t n) {
    if (used_ + n > filled_) {
      extend(n);
    }
  }

 private:
  static constexpr std::size_t kUnit = 16;  // what the streams make at once

  [[nodiscard]] static std::size_t whole_units(std::size_t n) {
    return n <= kUnit ? kUnit : (n + kUnit - 1) / kUnit * kUnit;
  }

  void extend(std::size_t n);

  std::vector<double> block_;
  std::size_t used_ = 0;
  std::size_t filled_ = 0;
  Rng rng_;
};

}  // namespace vilfredo
