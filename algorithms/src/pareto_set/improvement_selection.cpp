#include "vilfredo/algorithms/pareto_set/improvement_selection.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"
#include "vilfredo/indicators/box_decomposition.hpp"

#include <algorithm>
#include <cstdint>

namespace vilfredo {
namespace {

constexpr double kSamePlace = 1e-6;
constexpr double kBeyondNadir = 0.1;

Matrix joined(const Matrix& left, const Matrix& right) {
  Matrix out(left.rows(), left.cols() + right.cols());
  out << left, right;
  return out;
}

Vector strict_reference(const Matrix& front, const Matrix& bounds) {
  const Matrix all = joined(front, bounds);
  const std::vector<Index> best = non_dominated(all, Duplicates::first_only);
  const Matrix good = all(Eigen::all, best);
  const Vector nadir = good.rowwise().maxCoeff();
  const Vector ideal = good.rowwise().minCoeff();
  Vector reference = nadir + kBeyondNadir * (nadir - ideal);
  for (Index k = 0; k < reference.size(); ++k) {
    if (!(reference[k] > nadir[k])) {
      reference[k] = nadir[k] + kBeyondNadir;
    }
  }
  return reference;
}

bool same_place(const Matrix& points, Index other, VectorIn x) {
  for (Index i = 0; i < x.size(); ++i) {
    if (!(std::abs(points(i, other) - x[i]) < kSamePlace)) {
      return false;
    }
  }
  return true;
}

/// Marks the candidates at the place of column `other` of `points`.
void leave_out(const Matrix& candidates,
               const Matrix& points,
               Index other,
               std::vector<std::uint8_t>& out) {
  for (Index c = 0; c < candidates.cols(); ++c) {
    if (out[static_cast<std::size_t>(c)] == 0 && same_place(points, other, candidates.col(c))) {
      out[static_cast<std::size_t>(c)] = 1;
    }
  }
}

Index most_uncertain(const Matrix& deviation, const std::vector<std::uint8_t>& out) {
  Index best = -1;
  double largest = -1;
  for (Index c = 0; c < deviation.cols(); ++c) {
    double product = 1;
    for (Index k = 0; k < deviation.rows(); ++k) {
      product *= deviation(k, c);
    }
    if (out[static_cast<std::size_t>(c)] == 0 && product > largest) {
      largest = product;
      best = c;
    }
  }
  return best;
}

}  // namespace

Vector hypervolume_improvements(MatrixIn front, VectorIn reference, MatrixIn points) {
  const Boxes boxes = undominated_boxes(front, reference);
  Vector out = Vector::Zero(points.cols());
  for (Index c = 0; c < points.cols(); ++c) {
    double sum = 0;
    for (Index b = 0; b < boxes.upper.cols(); ++b) {
      double volume = 1;
      for (Index k = 0; k < points.rows() && volume > 0; ++k) {
        volume *= std::max(boxes.upper(k, b) - std::max(boxes.lower(k, b), points(k, c)), 0.0);
      }
      sum += volume;
    }
    out[c] = sum;
  }
  return out;
}

std::vector<Index> select_by_improvement(const SelectionInput& input,
                                         Index batch,
                                         MethodMode mode) {
  const Index candidates = input.x.cols();
  if (batch < 1 || candidates < 1) {
    throw Error(Errc::invalid_argument, "a batch has at least one point and needs candidates");
  }
  const bool strict = mode == MethodMode::strict;
  std::vector<std::uint8_t> out(static_cast<std::size_t>(candidates), 0);
  std::vector<std::uint8_t> taken(out);
  if (strict) {
    for (Index other = 0; other < input.observed.cols(); ++other) {
      leave_out(input.x, input.observed, other, out);
    }
  }
  Matrix front = input.front;
  Vector reference = strict ? strict_reference(front, input.bound) : Vector();
  std::vector<Index> chosen;
  while (static_cast<Index>(chosen.size()) < batch) {
    if (!strict) {
      reference = joined(front, input.bound).rowwise().maxCoeff();
    }
    const Vector gains = hypervolume_improvements(front, reference, input.bound);
    Index best = strict ? -1 : 0;
    for (Index c = 0; c < candidates; ++c) {
      const double bar = best < 0 ? 0 : gains[best];
      best = out[static_cast<std::size_t>(c)] == 0 && gains[c] > bar ? c : best;
    }
    if (best < 0) {
      best = most_uncertain(input.deviation, out);
    }
    if (best < 0) {
      best = std::max<Index>(most_uncertain(input.deviation, taken), 0);
    }
    chosen.push_back(best);
    front = joined(front, input.bound.col(best));
    if (strict) {
      taken[static_cast<std::size_t>(best)] = 1;
      leave_out(input.x, input.x, best, out);
    }
  }
  return chosen;
}

}  // namespace vilfredo
