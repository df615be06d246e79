#include "vilfredo/algorithms/bayesian/greedy_proposer.hpp"

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <vector>

namespace vilfredo {

void GreedyProposer::begin(Surrogates& surrogates, Index n, const Rng& rng, Context& /*context*/) {
  rng_ = rng;
  wanted_ = n;
  batch_.resize(surrogates.dimension(), 0);
  incumbents_ = surrogates.x()(Eigen::all, non_dominated(surrogates.f(), Duplicates::first_only));
  prepare(surrogates, n, rng);
  start_search(surrogates);
}

void GreedyProposer::start_search(Surrogates& surrogates) {
  const auto j = static_cast<std::uint64_t>(batch_.cols());
  next(surrogates, batch_, rng_.child(Purpose::selection, j));
  search_.begin(options_, surrogates.dimension(), incumbents_, rng_.child(Purpose::exploration, j),
                work(surrogates));
}

double GreedyProposer::work(const Surrogates& surrogates) const {
  const auto n = static_cast<double>(surrogates.size());
  return 2 * n * n * static_cast<double>(surrogates.objectives());
}

bool GreedyProposer::advance(Surrogates& surrogates, Context& context) {
  const auto function = [&](MatrixIn x, VectorOut values, Matrix* gradients) {
    evaluate(surrogates, x, values, gradients);
  };
  if (!search_.advance(function, context)) {
    return false;
  }
  batch_.conservativeResize(Eigen::NoChange, batch_.cols() + 1);
  batch_.col(batch_.cols() - 1) = search_.best();
  if (batch_.cols() == 1) {
    context.metric("acquisition", -search_.value());
  }
  if (batch_.cols() == wanted_) {
    return true;
  }
  start_search(surrogates);
  return false;
}

void GreedyProposer::persist(StateIo& io) {
  io("rng", rng_);
  io("wanted", wanted_);
  io("batch", batch_);
  io("incumbents", incumbents_);
  io("search", search_);
}

Vector inferred_reference(MatrixIn f) {
  constexpr double kMargin = 0.2;
  const Matrix front = f(Eigen::all, non_dominated(f, Duplicates::first_only));
  Vector out(f.rows());
  for (Index k = 0; k < f.rows(); ++k) {
    const double nadir = front.row(k).maxCoeff();
    const double range = f.row(k).maxCoeff() - f.row(k).minCoeff();
    out[k] = nadir + kMargin * (range > 0 ? range : 1);
  }
  return out;
}

}  // namespace vilfredo
