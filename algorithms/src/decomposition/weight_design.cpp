#include "vilfredo/algorithms/decomposition/weight_design.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>

namespace vilfredo {

namespace {

constexpr double kStep = 0.005;
constexpr Index kPatience = 30;
constexpr double kStill = 1e-5;
constexpr Index kRieszByDefault = 300;  // vectors up to which auto chooses riesz
constexpr Index kMostSamples = 10'000;  // of the reduction by default
constexpr Index kPairsPerSlice = 2'000'000;
constexpr Index kPairsOfSearch = 1'000'000'000;  // over all generators of a uniform design

/// x^(-twice / 2) for x >= 1 and a whole number `twice`.
double inverse_half_power(double x, Index twice) {
  double power = 1;
  double square = x;
  for (Index n = twice / 2; n > 0; n >>= 1) {
    power = (n & 1) != 0 ? power * square : power;
    square *= square;
  }
  return 1.0 / ((twice & 1) != 0 ? power * std::sqrt(x) : power);
}

/// Euclidean projection onto the simplex of what was moved within its plane: negatives become zero
/// and the excess is taken evenly from the rest until none is negative.
void project(double* w, Index n_obj) {
  for (Index round = 0; round < n_obj; ++round) {
    Index positive = 0;
    double sum = 0;
    for (Index j = 0; j < n_obj; ++j) {
      w[j] = std::max(w[j], 0.0);
      positive += w[j] > 0 ? 1 : 0;
      sum += w[j];
    }
    if (positive == 0) {
      std::fill_n(w, n_obj, 1.0 / static_cast<double>(n_obj));
      return;
    }
    const double excess = (sum - 1.0) / static_cast<double>(positive);
    bool negative = false;
    for (Index j = 0; j < n_obj; ++j) {
      w[j] = w[j] > 0 ? w[j] - excess : 0.0;
      negative = negative || w[j] < 0;
    }
    if (!negative) {
      break;
    }
  }
  const double sum = ordered_sum(w, n_obj);
  for (Index j = 0; j < n_obj; ++j) {
    w[j] /= sum;
  }
}

Error no_such_count(std::string_view method, Index n_obj, Index n, Index below, Index above) {
  const std::string nearby =
      below > 0 ? fmt::format("{} or {}", below, above) : fmt::format("{}", above);
  return {Errc::invalid_argument,
          fmt::format("{} has no set of {} weight vectors for {} objectives; the nearest have {}: "
                      "choose such a population, or weights auto, which makes any number",
                      method, n, n_obj, nearby)};
}

template <class Invert>
Error no_such_count(std::string_view method, Index n_obj, Index n, const Invert& exists) {
  Index below = n - 1;
  while (below > 0 && !exists(n_obj, below)) {
    --below;
  }
  Index above = n + 1;
  while (!exists(n_obj, above)) {
    ++above;
  }
  return no_such_count(method, n_obj, n, below, above);
}

}  // namespace

// --- Riesz energy
// ---------------------------------------------------------------------------------

RieszDescent::RieszDescent(Matrix start, const RieszWeights& options)
    : exponent_(options.exponent > 0 ? options.exponent
                                     : static_cast<double>(start.rows() * start.rows())),
      limit_(options.iterations),
      x_(std::move(start)),
      frozen_(static_cast<std::size_t>(x_.cols()), 0) {
  const Index m = x_.rows();
  for (Index j = 0; options.corners && j < m && x_.cols() >= m; ++j) {
    Index nearest = -1;
    for (Index i = 0; i < x_.cols(); ++i) {
      if (frozen_[static_cast<std::size_t>(i)] == 0 && (nearest < 0 || x_(j, i) > x_(j, nearest))) {
        nearest = i;
      }
    }
    x_.col(nearest) = Vector::Unit(m, j);
    frozen_[static_cast<std::size_t>(nearest)] = 1;
  }
  gradient_ = Matrix::Zero(m, x_.cols());
  best_ = x_;
  best_energy_ = std::numeric_limits<double>::infinity();
  stopped_ = x_.cols() < 2;
  restart();
}

void RieszDescent::restart() {
  first_moment_ = Matrix::Zero(x_.rows(), x_.cols());
  second_moment_ = first_moment_;
  moment_steps_ = 0;
  unimproved_ = 0;
}

/// Fills gradient_, up to a positive factor, and returns the logarithm of the energy.
double RieszDescent::gradient() {
  const Index n = x_.cols();
  const Index m = x_.rows();
  double least = std::numeric_limits<double>::infinity();
  for (Index i = 1; i < n; ++i) {
    for (Index k = 0; k < i; ++k) {
      least = std::min(least, squared_distance(x_.col(i).data(), x_.col(k).data(), m));
    }
  }
  constexpr double kCoincident = 1e-24;
  least = std::max(least, kCoincident);
  gradient_.setZero();
  const bool whole = exponent_ == std::floor(exponent_) && exponent_ < 1000;
  const auto twice = static_cast<Index>(exponent_) + 2;
  // Beyond this ratio of squared distances a pair adds less than 1e-17 of the closest pair's share.
  const double negligible = std::pow(1e17, 2.0 / exponent_);
  double energy = 0;
  for (Index i = 1; i < n; ++i) {
    double* gi = gradient_.col(i).data();
    const double* xi = x_.col(i).data();
    for (Index k = 0; k < i; ++k) {
      const double* xk = x_.col(k).data();
      const double ratio = std::max(squared_distance(xi, xk, m), kCoincident) / least;
      if (ratio > negligible) {
        continue;
      }
      const double term =
          whole ? inverse_half_power(ratio, twice) : std::pow(ratio, -0.5 * (exponent_ + 2.0));
      energy += term * ratio;
      double* gk = gradient_.col(k).data();
      for (Index j = 0; j < m; ++j) {
        const double pull = term * (xk[j] - xi[j]);
        gi[j] += pull;
        gk[j] -= pull;
      }
    }
  }
  return std::log(energy) - 0.5 * exponent_ * std::log(least);
}

/// One step of Adam within the plane of the simplex; returns the mean movement.
double RieszDescent::step() {
  const Index n = x_.cols();
  const Index m = x_.rows();
  double largest = 0;
  for (Index i = 0; i < n; ++i) {
    double* g = gradient_.col(i).data();
    const double mean = ordered_sum(g, m) / static_cast<double>(m);
    for (Index j = 0; j < m; ++j) {
      g[j] = frozen_[static_cast<std::size_t>(i)] != 0 ? 0.0 : g[j] - mean;
    }
    largest = std::max(largest, std::sqrt(ordered_dot(g, g, m)));
  }
  if (!(largest > 0)) {
    return 0;
  }
  ++moment_steps_;
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.999;
  const double correct1 = 1.0 - std::pow(kBeta1, static_cast<double>(moment_steps_));
  const double correct2 = 1.0 - std::pow(kBeta2, static_cast<double>(moment_steps_));
  double moved = 0;
  Vector w(m);
  for (Index i = 0; i < n; ++i) {
    if (frozen_[static_cast<std::size_t>(i)] != 0) {
      continue;
    }
    for (Index j = 0; j < m; ++j) {
      const double g = gradient_(j, i) / largest;
      first_moment_(j, i) = kBeta1 * first_moment_(j, i) + (1.0 - kBeta1) * g;
      second_moment_(j, i) = kBeta2 * second_moment_(j, i) + (1.0 - kBeta2) * g * g;
      w[j] = x_(j, i) - kStep * (first_moment_(j, i) / correct1) /
                            (std::sqrt(second_moment_(j, i) / correct2) + 1e-8);
    }
    const double drift = (ordered_sum(w.data(), m) - 1.0) / static_cast<double>(m);
    for (Index j = 0; j < m; ++j) {
      w[j] -= drift;
    }
    project(w.data(), m);
    for (Index j = 0; j < m; ++j) {
      moved += std::abs(w[j] - x_(j, i));
      x_(j, i) = w[j];
    }
  }
  return moved / static_cast<double>(n * m);
}

bool RieszDescent::advance(Index iterations) {
  for (Index k = 0; k < iterations && !stopped_; ++k) {
    const double energy = gradient();
    if (energy < best_energy_) {
      best_energy_ = energy;
      best_ = x_;
      unimproved_ = 0;
    } else if (++unimproved_ >= kPatience) {
      restart();
    }
    const double moved = step();
    ++done_;
    stopped_ = done_ >= limit_ || moved < kStill;
  }
  return stopped_;
}

void RieszDescent::persist(StateIo& io) {
  io("exponent", exponent_);
  io("limit", limit_);
  io("done", done_);
  io("moment_steps", moment_steps_);
  io("unimproved", unimproved_);
  io("stopped", stopped_);
  io("x", x_);
  io("gradient", gradient_);
  io("first_moment", first_moment_);
  io("second_moment", second_moment_);
  io("best", best_);
  io("best_energy", best_energy_);
  io("frozen", frozen_);
}

// --- any method
// -----------------------------------------------------------------------------------

namespace {

WeightMethod resolved(const WeightMethod& method, Index n_obj, Index n) {
  if (!std::holds_alternative<AutoWeights>(method)) {
    return method;
  }
  if (weights::lattice_divisions(n_obj, n)) {
    return SimplexLatticeWeights{};
  }
  return n <= kRieszByDefault ? WeightMethod(RieszWeights{}) : WeightMethod(HammersleyWeights{});
}

// The vectors of a method that needs no search; none for the others.
Matrix at_once(const SimplexLatticeWeights& /*method*/, Index n_obj, Index n) {
  const auto divisions = weights::lattice_divisions(n_obj, n);
  if (!divisions) {
    throw no_such_count(SimplexLatticeWeights::kType, n_obj, n, weights::lattice_divisions);
  }
  return weights::simplex_lattice(n_obj, *divisions);
}

Matrix at_once(const IncrementalWeights& /*method*/, Index n_obj, Index n) {
  const auto shells = weights::incremental_shells(n_obj, n);
  if (!shells) {
    throw no_such_count(IncrementalWeights::kType, n_obj, n, weights::incremental_shells);
  }
  return weights::incremental(n_obj, *shells);
}

Matrix of_count(Matrix layered, std::string_view type, Index n_obj, Index n) {
  if (layered.cols() != n) {
    throw Error(Errc::invalid_argument,
                fmt::format("these layers have {} weight vectors for {} objectives, the "
                            "population is {}: make them equal",
                            layered.cols(), n_obj, n))
        .with("weights", std::string(type));
  }
  return layered;
}

Matrix at_once(const TwoLayerWeights& method, Index n_obj, Index n) {
  return of_count(weights::two_layer(n_obj, method.outer, method.inner), TwoLayerWeights::kType,
                  n_obj, n);
}

Matrix at_once(const MultiLayerWeights& method, Index n_obj, Index n) {
  std::vector<weights::Layer> layers;
  for (std::size_t k = 0; k < method.divisions.size(); ++k) {
    layers.push_back({method.divisions[k], method.scales[k]});
  }
  return of_count(weights::multi_layer(n_obj, layers), MultiLayerWeights::kType, n_obj, n);
}

Matrix at_once(const HammersleyWeights& /*method*/, Index n_obj, Index n) {
  return weights::hammersley(n_obj, n);
}

template <class Searched>
Matrix at_once(const Searched& /*method*/, Index /*n_obj*/, Index /*n*/) {
  return {};
}

}  // namespace

WeightDesign::WeightDesign(const WeightMethod& method, Index n_obj, Index n)
    : method_(resolved(method, n_obj, n)), n_obj_(n_obj), n_(n) {
  weights_ = std::visit([&](const auto& chosen) { return at_once(chosen, n_obj, n); }, method_);
  if (weights_.cols() > 0) {
    stage_ = Stage::ready;
  }
}

void WeightDesign::advance(const Rng& rng) {
  switch (stage_) {
    case Stage::start:
      start(rng);
      break;
    case Stage::descent: {
      const Index pairs = std::max<Index>(1, n_ * n_ / 2);
      if (descent_.advance(std::max<Index>(1, kPairsPerSlice / pairs))) {
        weights_ = descent_.best();
        stage_ = Stage::ready;
      }
      break;
    }
    case Stage::search:
      search_generators();
      break;
    default:
      break;
  }
}

void WeightDesign::start(const Rng& rng) {
  Rng stream = rng;
  const Index samples = std::max(n_, std::min(10 * n_, kMostSamples));
  stage_ = Stage::ready;
  if (std::holds_alternative<DirichletWeights>(method_)) {
    weights_ = weights::dirichlet(n_obj_, n_, stream);
  } else if (const auto* maximin = std::get_if<MaximinWeights>(&method_)) {
    weights_ = weights::maximin(n_obj_, n_, stream, maximin->samples);
  } else if (const auto* reduction = std::get_if<ReductionWeights>(&method_)) {
    weights_ = weights::reduction(n_obj_, n_, stream,
                                  reduction->samples > 0 ? reduction->samples : samples);
  } else if (const auto* riesz = std::get_if<RieszWeights>(&method_)) {
    descent_ = RieszDescent(weights::reduction(n_obj_, n_, stream, samples), *riesz);
    stage_ = Stage::descent;
  } else {
    best_discrepancy_ = std::numeric_limits<double>::infinity();
    next_generator_ = 1;
    stage_ = Stage::search;
  }
}

/// Tries generators a = 1, 2, ... prime to n, as many as a fixed amount of work allows.
void WeightDesign::search_generators() {
  const Index pairs = std::max<Index>(1, n_ * n_ / 2);
  const Index last = n_obj_ == 2 ? 1 : std::min(n_ - 1, std::max<Index>(8, kPairsOfSearch / pairs));
  for (Index work = 0; work < kPairsPerSlice * 4 && next_generator_ <= last; ++next_generator_) {
    if (std::gcd(next_generator_, n_) != 1) {
      continue;
    }
    work += pairs;
    const double discrepancy =
        weights::centred_discrepancy(weights::good_lattice_points(n_obj_ - 1, n_, next_generator_));
    if (discrepancy < best_discrepancy_) {
      best_discrepancy_ = discrepancy;
      best_generator_ = next_generator_;
    }
  }
  if (next_generator_ > last) {
    weights_ = weights::to_simplex(weights::good_lattice_points(n_obj_ - 1, n_, best_generator_));
    stage_ = Stage::ready;
  }
}

void WeightDesign::persist(StateIo& io) {
  io("stage", stage_);
  io("weights", weights_);
  io("descent", descent_);
  io("next_generator", next_generator_);
  io("best_generator", best_generator_);
  io("best_discrepancy", best_discrepancy_);
}

}  // namespace vilfredo
