// A sum that carries its rounding error along.
#pragma once

#include <cmath>

namespace vilfredo::detail {

/// Error of the result about one rounding plus n * epsilon^2 of the sum of magnitudes. Infinite
/// terms give an infinite sum. Neumaier, ZAMM 54, 1974.
template <class Real>
class CompensatedSum {
 public:
  void add(Real value) {
    const Real sum = sum_ + value;
    if (std::isfinite(sum)) {
      const bool sum_larger = std::abs(sum_) >= std::abs(value);
      error_ += sum_larger ? (sum_ - sum) + value : (value - sum) + sum_;
    } else {
      error_ = 0;
    }
    sum_ = sum;
  }

  [[nodiscard]] Real value() const { return sum_ + error_; }

  /// For StateIo, or any other that is called with a name and a value.
  template <class Io>
  void persist(Io& io) {
    io("sum", sum_);
    io("error", error_);
  }

 private:
  Real sum_ = 0;
  Real error_ = 0;
};

}  // namespace vilfredo::detail
