#include "vilfredo/indicators/distance.hpp"

#include "input_checks.hpp"
#include "nearest/least_values.hpp"
#include "safe_scale.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/parallel.hpp"

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

/// For every column of `queries`, the least distance to a column of `points`.
Vector nearest_distances(detail::PairValue value,
                         MatrixIn points,
                         MatrixIn queries,
                         WorkerPool* pool) {
  Vector result = detail::least_values(value, points, queries, pool);
  for (double& entry : result) {
    entry = std::sqrt(entry);
  }
  return result;
}

enum class Over { front, reference_set };

/// What is averaged, how, and by whom; no pool: by the caller alone.
struct Mean {
  detail::PairValue value;
  Over over;
  double p;
  WorkerPool* pool;

  /// The front's columns are the points whose worse rows count; seen from a column of the front,
  /// that is the reference set after a change of sign.
  [[nodiscard]] Vector distances(MatrixIn front, MatrixIn reference_set) const {
    if (over == Over::reference_set) {
      return nearest_distances(value, front, reference_set, pool);
    }
    if (value == detail::kSquaredDistance) {
      return nearest_distances(value, reference_set, front, pool);
    }
    const Matrix points = -reference_set;
    const Matrix queries = -front;
    return nearest_distances(value, points, queries, pool);
  }

  [[nodiscard]] double operator()(MatrixIn front, MatrixIn reference_set) const {
    const double scale = detail::safe_scale(front, reference_set);
    if (scale == 1) {
      return power_mean(distances(front, reference_set), p);
    }
    const Matrix scaled_front = front * scale;
    const Matrix scaled_reference = reference_set * scale;
    return power_mean(distances(scaled_front, scaled_reference), p) / scale;
  }
};

double igd_by(MatrixIn front, MatrixIn reference_set, double p, WorkerPool* pool) {
  check(front, reference_set, p, Emptiness::worst);
  const Mean mean{detail::kSquaredDistance, Over::reference_set, p, pool};
  return front.cols() == 0 ? kInfinity : mean(front, reference_set);
}

double igd_plus_by(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  check(front, reference_set, 1, Emptiness::worst);
  const Mean mean{detail::kSquaredWorse, Over::reference_set, 1, pool};
  return front.cols() == 0 ? kInfinity : mean(front, reference_set);
}

double gd_by(MatrixIn front, MatrixIn reference_set, double p, WorkerPool* pool) {
  check(front, reference_set, p, Emptiness::refused);
  return Mean{detail::kSquaredDistance, Over::front, p, pool}(front, reference_set);
}

double gd_plus_by(MatrixIn front, MatrixIn reference_set, WorkerPool* pool) {
  check(front, reference_set, 1, Emptiness::refused);
  return Mean{detail::kSquaredWorse, Over::front, 1, pool}(front, reference_set);
}

}  // namespace

double igd(MatrixIn front, MatrixIn reference_set, double p) {
  return igd_by(front, reference_set, p, nullptr);
}

double igd(MatrixIn front, MatrixIn reference_set, double p, WorkerPool& pool) {
  return igd_by(front, reference_set, p, &pool);
}

double igd_plus(MatrixIn front, MatrixIn reference_set) {
  return igd_plus_by(front, reference_set, nullptr);
}

double igd_plus(MatrixIn front, MatrixIn reference_set, WorkerPool& pool) {
  return igd_plus_by(front, reference_set, &pool);
}

double gd(MatrixIn front, MatrixIn reference_set, double p) {
  return gd_by(front, reference_set, p, nullptr);
}

double gd(MatrixIn front, MatrixIn reference_set, double p, WorkerPool& pool) {
  return gd_by(front, reference_set, p, &pool);
}

double gd_plus(MatrixIn front, MatrixIn reference_set) {
  return gd_plus_by(front, reference_set, nullptr);
}

double gd_plus(MatrixIn front, MatrixIn reference_set, WorkerPool& pool) {
  return gd_plus_by(front, reference_set, &pool);
}

double averaged_hausdorff(MatrixIn front, MatrixIn reference_set, double p) {
  return std::max(gd(front, reference_set, p), igd(front, reference_set, p));
}

double averaged_hausdorff(MatrixIn front, MatrixIn reference_set, double p, WorkerPool& pool) {
  return std::max(gd(front, reference_set, p, pool), igd(front, reference_set, p, pool));
}

}  // namespace vilfredo
