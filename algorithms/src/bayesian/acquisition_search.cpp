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
constexpr Index kDescentsAtOnce = 4;
constexpr double kSliceWork = 2e9;
constexpr double kUseless = 1e300;  // stands for a value that is not finite
constexpr double kApart = 0.02;     // starts differ by this in some coordinate

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
                              const Rng& rng,
                              double work) {
  options_ = options;
  work_ = std::max(work, 1.0);
  const Index near = incumbents.cols() > 0 ? options.near_samples : 0;
  pool_.resize(d, options.raw_samples + near);
  SobolSequence(d, rng.child(Purpose::design, 0)).fill(0, pool_.leftCols(options.raw_samples));
  if (near > 0) {
    Rng around = rng.child(Purpose::design, 1);
    draw_near(incumbents, around, pool_.rightCols(near));
  }
  values_.resize(0);
  starts_.resize(d, 0);
  next_ = 0;
  descents_.clear();
  best_.resize(0);
}

bool AcquisitionSearch::advance(const BatchFunction& function, Context& context) {
  if (values_.size() < pool_.cols()) {
    try_points(function, context);
    if (values_.size() < pool_.cols()) {
      return false;
    }
    choose_starts();
    return value_ >= kUseless;
  }
  if (descents_.empty()) {
    start_descents();
  }
  descend(function, context);
  return descents_.empty() && next_ == starts_.cols();
}

void AcquisitionSearch::try_points(const BatchFunction& function, Context& context) {
  const Index begin = values_.size();
  const auto affordable = static_cast<Index>(std::min(kSliceWork / work_, 1e9));
  const Index n = std::min(pool_.cols() - begin, (affordable / kChunk + 1) * kChunk);
  Vector values(n);
  context.parallel((n + kChunk - 1) / kChunk, [&](Index chunk) {
    const Index first = chunk * kChunk;
    const Index count = std::min(kChunk, n - first);
    function(pool_.middleCols(begin + first, count), values.segment(first, count), nullptr);
  });
  values_.conservativeResize(begin + n);
  for (Index j = 0; j < n; ++j) {
    values_[begin + j] = std::isfinite(values[j]) ? values[j] : kUseless;
  }
}

void AcquisitionSearch::choose_starts() {
  const Index n = pool_.cols();
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return values_[a] < values_[b]; });
  starts_.resize(pool_.rows(), std::min(options_.starts, n));
  Index chosen = 0;
  for (const Index j : order) {
    bool apart = values_[j] < kUseless;
    for (Index s = 0; s < chosen && apart; ++s) {
      apart = (starts_.col(s) - pool_.col(j)).cwiseAbs().maxCoeff() >= kApart;
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
  value_ = values_[order.front()];
  pool_.resize(pool_.rows(), 0);
  values_.resize(0);
}

void AcquisitionSearch::start_descents() {
  BoundedMinimiserOptions limits;
  limits.max_iterations = options_.max_iterations;
  limits.max_evaluations = options_.max_iterations + options_.max_iterations / 2 + 10;
  limits.value_tolerance = 1e-9;
  const Vector zero = Vector::Zero(starts_.rows());
  const Vector one = Vector::Ones(starts_.rows());
  for (Index i = 0; i < kDescentsAtOnce && next_ < starts_.cols(); ++i) {
    descents_.emplace_back(starts_.col(next_++), zero, one, limits);
  }
}

void AcquisitionSearch::descend(const BatchFunction& function, Context& context) {
  // A value with its gradient takes about three times the work of a value.
  const auto calls = static_cast<Index>(
      std::clamp(kSliceWork / (3 * static_cast<double>(kDescentsAtOnce) * work_), 1.0, 1e6));
  context.parallel(static_cast<Index>(descents_.size()), [&](Index i) {
    Matrix slopes;
    Vector value(1);
    const auto single = [&](VectorIn x, VectorOut gradient) {
      function(x, value, &slopes);
      gradient = slopes.col(0);
      if (!gradient.allFinite()) {  // nowhere to go from here
        gradient.setZero();
      }
      return value[0];
    };
    descents_[static_cast<std::size_t>(i)].advance(single, calls);
  });
  for (const BoundedDescent& descent : descents_) {
    if (!descent.done()) {
      return;
    }
  }
  for (const BoundedDescent& descent : descents_) {
    if (descent.minimum().value < value_) {
      best_ = descent.minimum().x;
      value_ = descent.minimum().value;
    }
  }
  descents_.clear();
}

void AcquisitionSearch::persist(StateIo& io) {
  std::apply([&](const auto&... f) { (io(f.name, options_.*(f.member)), ...); },
             AcquisitionSearchOptions::fields());
  io("work", work_);
  io("pool", pool_);
  io("values", values_);
  io("start_points", starts_);
  io("next", next_);
  io("descents", descents_);
  io("best", best_);
  io("value", value_);
}

}  // namespace vilfredo
