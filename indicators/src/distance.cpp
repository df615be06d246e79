#include "vilfredo/indicators/distance.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class Emptiness { worst, refused };

void check(MatrixIn front, MatrixIn reference_set, double p, Emptiness empty_front) {
  if (reference_set.cols() < 1 || reference_set.rows() < 1) {
    throw Error(Errc::invalid_argument, "a distance indicator needs a reference set with points");
  }
  if (!(p >= 1)) {
    throw Error(
        Errc::invalid_argument,
        fmt::format("the exponent of a distance indicator is {}; it must be at least 1", p));
  }
  detail::require_finite("the reference set", reference_set);
  detail::require_rows("the front", front, reference_set.rows());
  detail::require_no_nan("the front", front);
  if (front.cols() == 0 && empty_front == Emptiness::refused) {
    throw Error(Errc::invalid_argument,
                "the mean distance of an empty front to the reference set is not defined");
  }
}

/// How one row of the front's column a and of the reference column z counts.
struct Euclidean {
  double operator()(double a, double z) const { return a - z; }
};

struct OnlyWorse {
  double operator()(double a, double z) const { return std::max(a - z, 0.0); }
};

/// A power of two that keeps squares of differences inside the range of double; mostly 1.
double safe_scale(MatrixIn front, MatrixIn reference_set) {
  double largest = reference_set.cwiseAbs().maxCoeff();
  for (Index j = 0; j < front.cols(); ++j) {
    for (Index i = 0; i < front.rows(); ++i) {
      const double size = std::abs(front(i, j));
      largest = std::isfinite(size) ? std::max(largest, size) : largest;
    }
  }
  if (largest == 0 || (largest < 1e150 && largest > 1e-150)) {
    return 1;
  }
  return std::ldexp(1.0, std::clamp(-std::ilogb(largest), -1000, 1000));
}

/// For every column of `from`, the least distance to a column of `to`.
template <class Difference>
Vector nearest_distances(MatrixIn from, MatrixIn to, Difference difference) {
  Vector result(from.cols());
  for (Index k = 0; k < from.cols(); ++k) {
    const double* p = from.col(k).data();
    double least = kInfinity;
    for (Index j = 0; j < to.cols(); ++j) {
      const double* q = to.col(j).data();
      double square = 0;
      for (Index i = 0; i < from.rows(); ++i) {
        const double part = difference(p[i], q[i]);
        square += part * part;
      }
      least = std::min(least, square);
    }
    result[k] = std::sqrt(least);
  }
  return result;
}

/// ((1/n) sum v^p)^(1/p), taken relative to the largest value so that powers stay in range.
double power_mean(const Vector& values, double p) {
  double largest = 0;
  double sum = 0;
  for (const double value : values) {
    largest = std::max(largest, value);
    sum += value;
  }
  if (!std::isfinite(largest)) {
    throw Error(Errc::invalid_argument,
                "the distance between the front and the reference set is infinite");
  }
  const double n = static_cast<double>(values.size());
  if (p == 1) {
    return sum / n;
  }
  if (std::isinf(p) || largest == 0) {
    return largest;
  }
  sum = 0;
  for (const double value : values) {
    const double ratio = value / largest;
    sum += p == 2 ? ratio * ratio : std::pow(ratio, p);
  }
  return largest * (p == 2 ? std::sqrt(sum / n) : std::pow(sum / n, 1 / p));
}

/// Which set is averaged over; the front's column is always the first argument of the difference.
enum class Over { front, reference_set };

template <class Difference>
double mean_distance(
    MatrixIn front, MatrixIn reference_set, double p, Over over, Difference difference) {
  const auto measure = [&](MatrixIn a, MatrixIn z) {
    if (over == Over::front) {
      return power_mean(nearest_distances(a, z, difference), p);
    }
    const auto swapped = [difference](double from, double to) { return difference(to, from); };
    return power_mean(nearest_distances(z, a, swapped), p);
  };
  const double scale = safe_scale(front, reference_set);
  if (scale == 1) {
    return measure(front, reference_set);
  }
  const Matrix scaled_front = front * scale;
  const Matrix scaled_reference = reference_set * scale;
  return measure(scaled_front, scaled_reference) / scale;
}

}  // namespace

double igd(MatrixIn front, MatrixIn reference_set, double p) {
  check(front, reference_set, p, Emptiness::worst);
  return front.cols() == 0
             ? kInfinity
             : mean_distance(front, reference_set, p, Over::reference_set, Euclidean{});
}

double igd_plus(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set, 1, Emptiness::worst);
  return front.cols() == 0
             ? kInfinity
             : mean_distance(front, reference_set, 1, Over::reference_set, OnlyWorse{});
}

double gd(MatrixIn front, MatrixIn reference_set, double p) {
  check(front, reference_set, p, Emptiness::refused);
  return mean_distance(front, reference_set, p, Over::front, Euclidean{});
}

double gd_plus(MatrixIn front, MatrixIn reference_set) {
  check(front, reference_set, 1, Emptiness::refused);
  return mean_distance(front, reference_set, 1, Over::front, OnlyWorse{});
}

double averaged_hausdorff(MatrixIn front, MatrixIn reference_set, double p) {
  check(front, reference_set, p, Emptiness::refused);
  return std::max(mean_distance(front, reference_set, p, Over::front, Euclidean{}),
                  mean_distance(front, reference_set, p, Over::reference_set, Euclidean{}));
}

}  // namespace vilfredo
