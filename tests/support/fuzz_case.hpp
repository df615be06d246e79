// Random arguments of an indicator: any shape and magnitude, ties, and now and then a value that is
// not a number or not finite.
#pragma once

#include <vilfredo/core/types.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace vilfredo::test {

/// One random set of arguments that fit each other.
class FuzzCase {
 public:
  explicit FuzzCase(std::uint64_t seed) : engine_(seed) {
    static constexpr std::array<Index, 10> kRows{1, 2, 2, 3, 3, 4, 5, 6, 8, 20};
    static constexpr std::array<Index, 8> kColumns{0, 1, 2, 3, 7, 16, 17, 40};
    d = kRows[below(kRows.size())];
    // Exact measures of many objectives are exponential in the columns at worst.
    const Index most = d >= 20 ? 7 : d >= 8 ? 12 : d >= 5 ? 20 : 40;
    n = std::min(kColumns[below(kColumns.size())], most);
    kind_ = below(7);
    scale_ = kind_ == 4 ? 1e300 : kind_ == 5 ? 1e-300 : 1;
    front = set(n);
    reference = vector(1.1);
    ideal = vector(-0.1);
    nadir = vector(1.05);
    reference_set = set(1 + static_cast<Index>(below(20)));
    weights = Matrix::NullaryExpr(d, 1 + static_cast<Index>(below(20)),
                                  [this](Index, Index) { return uniform(); });
    for (int k = 0; k < 3; ++k) {
      runs.push_back(set(std::min<Index>(static_cast<Index>(below(8)), most)));
    }
    if (below(3) == 0) {
      spoil();
    }
  }

  Index d = 0;
  Index n = 0;
  Matrix front, reference_set, weights;
  Vector reference, ideal, nadir;
  std::vector<Matrix> runs;
  bool has_nan = false;  ///< somewhere in the front
  bool has_infinity = false;

  /// Of sizes whose squares and products stay in range.
  [[nodiscard]] bool moderate() const { return scale_ == 1; }

  [[nodiscard]] bool clean() const { return !has_nan && !has_infinity; }

  std::uint64_t below(std::uint64_t m) { return engine_() % m; }

  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  [[nodiscard]] std::string describe() const {
    return std::to_string(d) + " objectives, " + std::to_string(n) + " columns, kind " +
           std::to_string(kind_) + (has_nan ? ", with NaN" : "") +
           (has_infinity ? ", with infinity" : "");
  }

 private:
  double value() {
    switch (kind_) {
      case 0:
        return static_cast<double>(below(4)) / 4;  // ties and duplicates
      case 1:
        return 0.5;
      case 2:
        return below(2) == 0 ? 0.0 : -0.0;
      case 3:
        return uniform() - 0.5;
      case 6:
        return std::ldexp(uniform(), -static_cast<int>(below(40)));
      default:
        return uniform() * scale_;
    }
  }

  Matrix set(Index columns) {
    return Matrix::NullaryExpr(d, columns, [this](Index, Index) { return value(); });
  }

  Vector vector(double size) const { return Vector::Constant(d, size * scale_); }

  void spoil() {
    static constexpr double kInfinity = std::numeric_limits<double>::infinity();
    static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    if (n == 0) {
      return;
    }
    const std::uint64_t times = 1 + below(3);
    for (std::uint64_t k = 0; k < times; ++k) {
      const double bad = std::array{kNaN, kInfinity, -kInfinity}[below(3)];
      has_nan = has_nan || std::isnan(bad);
      front(static_cast<Index>(below(static_cast<std::uint64_t>(d))),
            static_cast<Index>(below(static_cast<std::uint64_t>(n)))) = bad;
    }
    has_infinity = (front.array().isInf()).any();
    has_nan = front.hasNaN();
  }

  std::mt19937_64 engine_;
  std::uint64_t kind_ = 0;
  double scale_ = 1;
};

}  // namespace vilfredo::test
