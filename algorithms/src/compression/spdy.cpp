#include "vilfredo/algorithms/compression/allocation_solvers.hpp"
#include "vilfredo/algorithms/compression/evopress_options.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Trials that need no evaluation, in one slice of work.
constexpr int kFreeTrials = 200;
// Samples of the measurement and of the trials; the first one is for scoring.
constexpr std::uint64_t kMeasured = kScoringSample + 1;
constexpr std::uint64_t kTried = kScoringSample + 2;

}  // namespace

Spdy::Spdy(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(options),
      space_(info.compression),
      damage_(damage_objective(info, kName)),
      best_(Vector::Zero(space_.units())),
      best_damage_(kInfinity) {
  check_options(options);
  if (space_.layout().size_objective >= 0 || space_.layout().has_activity()) {
    throw Error(Errc::unsupported, "spdy needs one budget and units that are always active")
        .with("problem", info.name);
  }
  population_.resize(info.n_var, info.n_obj, info.n_con, 0);
  trials_.resize(space_.units(), 0);
  seen_.resize(space_.units(), 0);
}

bool Spdy::decode(VectorIn sensitivities, VectorOut levels) const {
  LevelErrors weighted = errors_;
  for (std::size_t u = 0; u < weighted.size(); ++u) {
    for (double& error : weighted[u]) {
      error *= sensitivities[static_cast<Index>(u)];
    }
  }
  return allocate_additively(space_, weighted, space_.layout().budget, levels);
}

Index Spdy::tried(VectorIn levels) const {
  for (std::size_t j = 0; j < seen_damage_.size(); ++j) {
    if (seen_.col(static_cast<Index>(j)) == levels) {
      return static_cast<Index>(j);
    }
  }
  return -1;
}

void Spdy::remember(VectorIn levels, double damage) {
  const auto count = static_cast<Index>(seen_damage_.size());
  if (seen_.cols() == count) {
    seen_.conservativeResize(space_.units(), std::max<Index>(64, 2 * count));
  }
  seen_.col(count) = levels;
  seen_damage_.push_back(damage);
}

Ask Spdy::ask_columns(Context& context, const Matrix& x, std::uint64_t sample) const {
  Ask ask = context.new_ask(x.cols());
  ask.x = x;
  ask.level = fidelity_for(info_, options_.tokens);
  if (info_.stochastic) {
    ask.sample = sample;
  }
  return ask;
}

Ask Spdy::ask_starts(Context& context) {
  Matrix x(space_.units(), options_.starts);
  trials_.resize(space_.units(), options_.starts);
  Vector levels(space_.units());
  Vector sensitivities(space_.units());
  Index count = 0;
  for (Index i = 0; i < options_.starts; ++i) {
    Rng rng = context.rng(Purpose::design, static_cast<std::uint64_t>(i));
    for (double& one : sensitivities) {
      one = rng.uniform();
    }
    bool fresh = decode(sensitivities, levels);
    for (Index j = 0; j < count && fresh; ++j) {
      fresh = x.col(j) != levels;
    }
    if (fresh) {
      x.col(count) = levels;
      trials_.col(count++) = sensitivities;
    }
  }
  if (count == 0) {
    throw Error(Errc::unsupported, "no choice of levels was found that meets the budget")
        .with("problem", info_.name)
        .with("budget", std::to_string(space_.layout().budget));
  }
  return ask_columns(context, x.leftCols(count), kTried);
}

Ask Spdy::ask(Context& context) {
  switch (phase_) {
    case Phase::measure:
      return ask_columns(context, single_unit_genomes(space_), kMeasured);
    case Phase::starts:
      return ask_starts(context);
    case Phase::climb:
      for (int i = 0; i < kFreeTrials && resampled_ > 0; ++i) {
        if (next_trial(context)) {
          Vector levels(space_.units());
          (void)decode(trials_.col(0), levels);
          return ask_columns(context, levels, kTried);
        }
      }
      if (resampled_ > 0) {
        return Ask::working();
      }
      {
        Vector levels(space_.units());
        if (decode(best_, levels)) {
          finalists_.add(levels);
        }
        if (space_.uniform(levels, space_.layout().budget, space_.aim())) {
          finalists_.add(levels);
        }
      }
      phase_ = Phase::final;
      [[fallthrough]];
    case Phase::final:
      return finalists_.ask(context, info_);
    case Phase::done:
      break;
  }
  return Ask::finished();
}

// Draws some coordinates anew; true if the genome must be evaluated, else it has been judged.
bool Spdy::next_trial(Context& context) {
  Rng rng = context.rng(Purpose::variation, made_++);
  std::vector<Index> order(static_cast<std::size_t>(space_.units()));
  std::iota(order.begin(), order.end(), Index{0});
  rng.shuffle(order);
  trials_ = best_;
  for (Index i = 0; i < resampled_; ++i) {
    trials_(order[static_cast<std::size_t>(i)], 0) = rng.uniform();
  }
  Vector levels(space_.units());
  if (!decode(trials_.col(0), levels)) {
    judge(kInfinity);
    return false;
  }
  const Index known = tried(levels);
  if (known >= 0) {
    judge(seen_damage_[static_cast<std::size_t>(known)]);
    return false;
  }
  return true;
}

void Spdy::judge(double damage) {
  if (damage < best_damage_) {
    best_damage_ = damage;
    best_ = trials_.col(0);
    stale_ = 0;
  } else if (++stale_ >= options_.patience) {
    --resampled_;
    stale_ = 0;
  }
}

void Spdy::tell(const Told& told, Context& context) {
  const auto damage = [&](Index column) {
    return told.ok(column) ? told.f(damage_, column) : kInfinity;
  };
  switch (phase_) {
    case Phase::measure:
      errors_ = single_unit_errors(space_, told, damage_);
      phase_ = Phase::starts;
      break;
    case Phase::starts:
      best_ = trials_.col(0);
      for (Index j = 0; j < told.size(); ++j) {
        remember(told.x.col(j), damage(j));
        if (damage(j) < best_damage_) {
          best_damage_ = damage(j);
          best_ = trials_.col(j);
        }
      }
      resampled_ =
          static_cast<Index>(std::ceil(options_.resampled * static_cast<double>(space_.units())));
      phase_ = Phase::climb;
      break;
    case Phase::climb:
      remember(told.x.col(0), damage(0));
      judge(damage(0));
      break;
    case Phase::final:
      population_ = Finalists::scored(told);
      phase_ = Phase::done;
      break;
    case Phase::done:
      break;
  }
  if (std::isfinite(best_damage_)) {
    context.metric("damage", best_damage_);
  }
}

void Spdy::persist(StateIo& io) {
  io("phase", phase_);
  io("errors", errors_);
  io("trials", trials_);
  io("seen", seen_);
  io("seen_damage", seen_damage_);
  io("best", best_);
  io("best_damage", best_damage_);
  io("resampled", resampled_);
  io("stale", stale_);
  io("made", made_);
  io("finalists", finalists_);
  io("population", population_);
}

}  // namespace vilfredo
