#include "vilfredo/algorithms/bayesian/acquisition_search.hpp"

#include "vilfredo/algorithms/operators/space_filling.hpp"
#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <vector>

namespace vilfredo {
namespace {

constexpr Index kChunk = 64;  // points of the pool per call
constexpr Index kDescentsPerSlice = 4;
constexpr double kApart = 0.02;  // starts differ by this in some coordinate

/// Around incumbents: steps of three sizes in a random part of the coordinates, about 20 of many.
void draw_near(MatrixIn incumbents, Rng& rng, MatrixOut out) {
  constexpr std::array kSteps = {0.1, 0.03, 0.01};
  const Index d = out.rows();
  const double share = std::min(1.0, 20.0 / static_cast<double>(d));
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j) = incumbents.col(rng.index_below(incumbents.cols()));
    const double step = kSteps[static_cast<std::size_t>(j) % kSteps.size()];
    const Index always = rng.index_below(d);
    for (Index i = 0; i < d; ++i) {
      if (rng.uniform() < share || i == always) {
        const double moved = out(i, j) + step * rng.normal();
        out(i, j) = std::clamp(moved < 0 ? -moved : (moved > 1 ? 2 - moved : moved), 0.0, 1.0);
      }
    }
  }
}

}  // namespace

void AcquisitionSearch::begin(const AcquisitionSearchOptions& options,
                              Index d,
                              MatrixIn incumbents,
                              const Rng& rng) {
  options_ = options;
  const Index near = incumbents.cols() > 0 ? options.near_samples : 0;
  pool_.resize(d, options.raw_samples + near);
  SobolSequence(d, rng.child(Purpose::design, 0)).fill(0, pool_.leftCols(options.raw_samples));
  if (near > 0) {
    Rng around = rng.child(Purpose::design, 1);
    draw_near(incumbents, around, pool_.rightCols(near));
  }
  starts_.resize(d, 0);
  next_ = 0;
  best_.resize(0);
}

void AcquisitionSearch::try_pool(const BatchFunction& function, Context& context) {
  const Index n = pool_.cols();
  Vector values(n);
  context.parallel((n + kChunk - 1) / kChunk, [&](Index chunk) {
    const Index first = chunk * kChunk;
    const Index count = std::min(kChunk, n - first);
    function(pool_.middleCols(first, count), values.segment(first, count), nullptr);
  });
  for (double& value : values) {
    value = std::isfinite(value) ? value : 1e300;
  }
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return values[a] < values[b]; });
  starts_.resize(pool_.rows(), std::min(options_.starts, n));
  Index chosen = 0;
  for (const Index j : order) {
    const auto near = [&](Index s) {
      return (starts_.col(s) - pool_.col(j)).cwiseAbs().maxCoeff() < kApart;
    };
    bool apart = true;
    for (Index s = 0; s < chosen && apart; ++s) {
      apart = !near(s);
    }
    if (apart) {
      starts_.col(chosen++) = pool_.col(j);
    }
    if (chosen == starts_.cols()) {
      break;
    }
  }
  starts_.conservativeResize(Eigen::NoChange, chosen);
  best_ = pool_.col(order.front());
  value_ = values[order.front()];
  pool_.resize(pool_.rows(), 0);
}

bool AcquisitionSearch::advance(const BatchFunction& function, Context& context) {
  if (best_.size() == 0) {
    try_pool(function, context);
    return value_ >= 1e300;
  }
  const Index count = std::min(kDescentsPerSlice, starts_.cols() - next_);
  const Vector zero = Vector::Zero(starts_.rows());
  const Vector one = Vector::Ones(starts_.rows());
  BoundedMinimiserOptions limits;
  limits.max_iterations = options_.max_iterations;
  limits.max_evaluations = options_.max_iterations + options_.max_iterations / 2 + 10;
  limits.value_tolerance = 1e-9;
  std::vector<BoundedMinimum> found(static_cast<std::size_t>(count));
  context.parallel(count, [&](Index i) {
    Matrix slopes;
    Vector value(1);
    const auto single = [&](VectorIn x, VectorOut gradient) {
      function(x, value, &slopes);
      gradient = slopes.col(0);
      return value[0];
    };
    const Vector start = starts_.col(next_ + i);
    function(start, value, nullptr);
    if (std::isfinite(value[0])) {
      found[static_cast<std::size_t>(i)] = minimise_bounded(single, start, zero, one, limits);
    }
  });
  for (const BoundedMinimum& minimum : found) {
    if (minimum.x.size() > 0 && minimum.value < value_) {
      best_ = minimum.x;
      value_ = minimum.value;
    }
  }
  next_ += count;
  return next_ >= starts_.cols();
}

void AcquisitionSearch::persist(StateIo& io) {
  std::apply([&](const auto&... f) { (io(f.name, options_.*(f.member)), ...); },
             AcquisitionSearchOptions::fields());
  io("pool", pool_);
  io("start_points", starts_);
  io("next", next_);
  io("best", best_);
  io("value", value_);
}

}  // namespace vilfredo
