#include "vilfredo/algorithms/bayesian/batch_selection.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <algorithm>

namespace vilfredo {

double hypervolume_improvement(MatrixIn front, VectorIn reference, VectorIn y) {
  double box = 1;
  for (Index k = 0; k < y.size(); ++k) {
    if (!(y[k] < reference[k])) {
      return 0;
    }
    box *= reference[k] - y[k];
  }
  Matrix within(front.rows(), front.cols());
  for (Index j = 0; j < front.cols(); ++j) {
    if (weakly_dominates(front.col(j).data(), y.data(), y.size())) {
      return 0;
    }
    within.col(j) = front.col(j).cwiseMax(y);
  }
  return std::max(0.0, box - hypervolume(within, reference));
}

std::vector<Index> greedy_improvement(
    MatrixIn x, MatrixIn f, MatrixIn front, VectorIn reference, Index n) {
  constexpr double kSamePoint = 1e-6;
  constexpr double kNothing = 1e-12;
  Matrix known = front(Eigen::all, non_dominated(front, Duplicates::first_only));
  double box = 1;
  for (Index k = 0; k < f.rows(); ++k) {
    box *= reference[k] - std::min(known.row(k).minCoeff(), f.row(k).minCoeff());
  }
  std::vector<Index> chosen;
  std::vector<bool> passed(static_cast<std::size_t>(f.cols()), false);
  std::vector<double> gain(static_cast<std::size_t>(f.cols()), 0);
  while (static_cast<Index>(chosen.size()) < n) {
    Index best = -1;
    for (Index j = 0; j < f.cols(); ++j) {
      const auto i = static_cast<std::size_t>(j);
      if (passed[i]) {
        continue;
      }
      // Gains only shrink: one that was below the best already need not be computed again.
      const bool fresh = chosen.empty();
      if (!fresh && best >= 0 && gain[i] <= gain[static_cast<std::size_t>(best)]) {
        continue;
      }
      gain[i] = hypervolume_improvement(known, reference, f.col(j));
      if (gain[i] > kNothing * box &&
          (best < 0 || gain[i] > gain[static_cast<std::size_t>(best)])) {
        best = j;
      }
    }
    if (best < 0) {
      break;
    }
    chosen.push_back(best);
    known.conservativeResize(Eigen::NoChange, known.cols() + 1);
    known.col(known.cols() - 1) = f.col(best);
    for (Index j = 0; j < f.cols(); ++j) {
      if ((x.col(j) - x.col(best)).cwiseAbs().maxCoeff() < kSamePoint) {
        passed[static_cast<std::size_t>(j)] = true;
      }
    }
  }
  return chosen;
}

}  // namespace vilfredo
