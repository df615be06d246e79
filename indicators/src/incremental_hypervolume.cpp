#include "vilfredo/indicators/incremental_hypervolume.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTurnoverPerArea = 32;

}  // namespace

IncrementalHypervolume2D::IncrementalHypervolume2D(VectorIn reference) {
  if (reference.size() != 2 || !reference.allFinite()) {
    throw Error(Errc::invalid_argument,
                "incremental hypervolume needs a finite reference point of two entries");
  }
  reference_1_ = reference[0];
  reference_2_ = reference[1];
}

double IncrementalHypervolume2D::height_before(Staircase::const_iterator step) const {
  return step == staircase_.begin() ? reference_2_ : std::prev(step)->second;
}

double IncrementalHypervolume2D::start_of(Staircase::const_iterator step) const {
  return step == staircase_.end() ? reference_1_ : step->first;
}

double IncrementalHypervolume2D::insert(double f1, double f2) {
  if (std::isnan(f1) || std::isnan(f2) || f1 == -kInfinity || f2 == -kInfinity) {
    throw Error(Errc::invalid_argument,
                "incremental hypervolume takes no point with NaN or -infinity");
  }
  if (!(f1 < reference_1_ && f2 < reference_2_)) {
    return 0;
  }
  auto right = staircase_.upper_bound(f1);
  double upper = height_before(right);
  if (upper <= f2) {
    return 0;
  }
  if (right != staircase_.begin() && std::prev(right)->first == f1) {
    --right;
    upper = height_before(right);
  }
  double gain = 0;
  double from = f1;
  for (;;) {
    // A step of the same f1 goes first, as a rectangle of no width; none of no size is multiplied,
    // for the other side could be infinite.
    const double to = start_of(right);
    gain += to > from && upper > f2 ? (to - from) * (upper - f2) : 0;
    if (right == staircase_.end() || right->second < f2) {
      break;
    }
    from = to;
    upper = right->second;
    right = staircase_.erase(right);
  }
  staircase_.emplace_hint(right, f1, f2);
  change(gain);
  return gain;
}

double IncrementalHypervolume2D::remove(double f1, double f2) {
  const auto step = staircase_.find(f1);
  if (step == staircase_.end() || step->second != f2) {
    return 0;
  }
  const double loss = (start_of(std::next(step)) - f1) * (height_before(step) - f2);
  staircase_.erase(step);
  change(-loss);
  return loss;
}

void IncrementalHypervolume2D::change(double amount) {
  if (amount < 0 && !std::isfinite(area_.value())) {
    sum_afresh();
    return;
  }
  area_.add(amount);
  turnover_ += std::abs(amount);
  if (staircase_.empty() || turnover_ > kTurnoverPerArea * area_.value()) {
    sum_afresh();
  }
}

void IncrementalHypervolume2D::sum_afresh() {
  area_ = {};
  double upper = reference_2_;
  for (const auto& step : staircase_) {
    area_.add((reference_1_ - step.first) * (upper - step.second));
    upper = step.second;
  }
  turnover_ = area_.value();
}

void IncrementalHypervolume2D::inserted(Id, std::span<const double> f) {
  VILFREDO_ASSERT(f.size() == 2, "incremental hypervolume listens to two objectives");
  insert(f[0], f[1]);
}

void IncrementalHypervolume2D::removed(Id, std::span<const double> f) {
  VILFREDO_ASSERT(f.size() == 2, "incremental hypervolume listens to two objectives");
  remove(f[0], f[1]);
}

void IncrementalHypervolume2D::persist(StateIo& io) {
  std::vector<double> f1;
  std::vector<double> f2;
  for (const auto& step : staircase_) {
    f1.push_back(step.first);
    f2.push_back(step.second);
  }
  io("f1", f1);
  io("f2", f2);
  io("area", area_);
  io("turnover", turnover_);
  if (io.reading()) {
    staircase_.clear();
    for (std::size_t k = 0; k < f1.size(); ++k) {
      staircase_.emplace_hint(staircase_.end(), f1[k], f2.at(k));
    }
  }
}

}  // namespace vilfredo
