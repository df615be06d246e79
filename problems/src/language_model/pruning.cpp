#include "vilfredo/problems/language_model/pruning.hpp"

#include "column_sweep.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

struct Scored {
  double score = 0;
  Index at = 0;

  bool operator<(const Scored& other) const {
    return score != other.score ? score < other.score : at < other.at;
  }
};

// The `count` smallest come first; which they are does not depend on the library.
void smallest_first(std::vector<Scored>& scores, Index count) {
  std::nth_element(scores.begin(), scores.begin() + count, scores.end());
}

void check_count(const WeightMatrix& weights, Index count) {
  if (count < 0 || count > weights.size()) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} of {} weights cannot be pruned", count, weights.size()));
  }
}

void check_factor(const WeightMatrix& weights, const HessianFactor& factor) {
  if (factor.upper.rows() != weights.cols()) {
    throw Error(Errc::invalid_argument, fmt::format("a factor of {} inputs for a layer of {}",
                                                    factor.upper.rows(), weights.cols()));
  }
}

}  // namespace

WeightMatrix prune_magnitude(const WeightMatrix& weights, Index count) {
  check_count(weights, count);
  std::vector<Scored> scores(static_cast<std::size_t>(weights.size()));
  for (Index i = 0; i < weights.size(); ++i) {
    scores[static_cast<std::size_t>(i)] = {std::abs(static_cast<double>(weights.data()[i])), i};
  }
  smallest_first(scores, count);
  WeightMatrix out = weights;
  for (Index i = 0; i < count; ++i) {
    out.data()[scores[static_cast<std::size_t>(i)].at] = 0;
  }
  return out;
}

WeightMatrix prune_wanda(const WeightMatrix& weights, const Matrix& hessian, Index count) {
  check_count(weights, count);
  if (hessian.rows() != weights.cols()) {
    throw Error(Errc::invalid_argument, fmt::format("second moments of {} inputs for a layer of {}",
                                                    hessian.rows(), weights.cols()));
  }
  WeightMatrix out = weights;
  if (count == 0) {
    return out;
  }
  const Index each = count / weights.rows();
  std::vector<Scored> next;  // score of the first weight that stays, and its position
  std::vector<Scored> row(static_cast<std::size_t>(weights.cols()));
  for (Index i = 0; i < weights.rows(); ++i) {
    for (Index j = 0; j < weights.cols(); ++j) {
      const double score = std::abs(static_cast<double>(weights(i, j))) * std::sqrt(hessian(j, j));
      row[static_cast<std::size_t>(j)] = {score, i * weights.cols() + j};
    }
    std::sort(row.begin(), row.end());
    for (Index k = 0; k < each; ++k) {
      out.data()[row[static_cast<std::size_t>(k)].at] = 0;
    }
    if (each < weights.cols()) {
      next.push_back(row[static_cast<std::size_t>(each)]);
    }
  }
  std::sort(next.begin(), next.end());
  for (Index k = 0; k < count - each * weights.rows(); ++k) {
    out.data()[next[static_cast<std::size_t>(k)].at] = 0;
  }
  return out;
}

WeightMatrix prune_sparsegpt(const WeightMatrix& weights,
                             const HessianFactor& factor,
                             Index count,
                             Index block) {
  check_count(weights, count);
  check_factor(weights, factor);
  if (block < 1) {
    throw Error(Errc::invalid_argument, "a block has at least one column");
  }
  Matrix w = detail::ordered_weights(weights, factor);
  const Index rows = w.rows();
  const Index inputs = w.cols();
  // Rounded to nearest, so that the shares of all blocks add up to the count.
  const auto share_before = [&](Index column) {
    return static_cast<Index>((static_cast<std::int64_t>(count) * column * 2 + inputs) /
                              (2 * static_cast<std::int64_t>(inputs)));
  };
  std::vector<Scored> scores;
  std::vector<char> pruned(static_cast<std::size_t>(rows * inputs), 0);
  detail::sweep_columns(
      w, factor.upper, block,
      [&](Index first, Index last, const Matrix& now) {
        scores.clear();
        for (Index j = first; j < last; ++j) {
          for (Index i = 0; i < rows; ++i) {
            const double scaled = now(i, j) / factor.upper(j, j);
            scores.push_back({scaled * scaled, j * rows + i});
          }
        }
        const Index here = share_before(last) - share_before(first);
        smallest_first(scores, here);
        for (Index k = 0; k < here; ++k) {
          pruned[static_cast<std::size_t>(scores[static_cast<std::size_t>(k)].at)] = 1;
        }
      },
      [&](Index j, const Matrix& now, Vector& q) {
        for (Index i = 0; i < rows; ++i) {
          q[i] = pruned[static_cast<std::size_t>(j * rows + i)] != 0 ? 0.0 : now(i, j);
        }
      });
  return detail::restored_weights(w, factor);
}

WeightMatrix prune_n_of_m(const WeightMatrix& weights,
                          const HessianFactor& factor,
                          Index zeros,
                          Index among) {
  check_factor(weights, factor);
  if (among < 1 || zeros < 0 || zeros > among || weights.cols() % among != 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} zeros among every {} of {} inputs", zeros, among, weights.cols()));
  }
  if (!std::is_sorted(factor.order.begin(), factor.order.end())) {
    throw Error(Errc::invalid_argument,
                "n of m counts neighbouring inputs: the factor must be in natural order");
  }
  Matrix w = detail::ordered_weights(weights, factor);
  const Index rows = w.rows();
  std::vector<Scored> scores(static_cast<std::size_t>(among));
  std::vector<char> pruned(static_cast<std::size_t>(w.size()), 0);
  detail::sweep_columns(
      w, factor.upper, among,
      [&](Index first, Index last, const Matrix& now) {
        for (Index i = 0; i < rows; ++i) {
          for (Index j = first; j < last; ++j) {
            const double scaled = now(i, j) / factor.upper(j, j);
            scores[static_cast<std::size_t>(j - first)] = {scaled * scaled, j * rows + i};
          }
          smallest_first(scores, zeros);
          for (Index k = 0; k < zeros; ++k) {
            pruned[static_cast<std::size_t>(scores[static_cast<std::size_t>(k)].at)] = 1;
          }
        }
      },
      [&](Index j, const Matrix& now, Vector& q) {
        for (Index i = 0; i < rows; ++i) {
          q[i] = pruned[static_cast<std::size_t>(j * rows + i)] != 0 ? 0.0 : now(i, j);
        }
      });
  return detail::restored_weights(w, factor);
}

}  // namespace vilfredo
