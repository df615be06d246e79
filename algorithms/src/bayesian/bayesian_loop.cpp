#include "vilfredo/algorithms/bayesian/bayesian_loop.hpp"

#include "vilfredo/algorithms/operators/space_filling.hpp"
#include "vilfredo/core/bounded_minimiser.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace vilfredo {
namespace {

constexpr double kSamePoint = 1e-6;
constexpr Index kReplacements = 512;

ProblemInfo supported(const ProblemInfo& info, std::string_view solver) {
  const auto refuse = [&](const std::string& why) {
    throw Error(Errc::unsupported, std::string(solver) + why).with("problem", info.name);
  };
  if (info.n_con > 0) {
    refuse(" has no model of constraints and would ask for points that break them");
  }
  if (info.n_obj < 2) {
    refuse(" needs at least two objectives");
  }
  for (Index i = 0; i < info.n_var; ++i) {
    const VarKind kind = info.kind(i);
    if (kind == VarKind::categorical || kind == VarKind::binary || kind == VarKind::permutation) {
      refuse(
          " models real, integer and ordinal variables; distances between categories, bits or "
          "orders mean nothing to its kernels");
    }
  }
  if (!has_bounded_minimiser()) {
    refuse(" fits its models with LBFGS++; install liblbfgspp-dev and configure again");
  }
  return info;
}

/// Whether a column of `points` is the same as `point` for a model.
bool known(MatrixIn points, VectorIn point) {
  for (Index j = 0; j < points.cols(); ++j) {
    double largest = 0;
    for (Index i = 0; i < points.rows(); ++i) {
      largest = std::max(largest, std::abs(points(i, j) - point[i]));
    }
    if (largest < kSamePoint) {
      return true;
    }
  }
  return false;
}

double distance_to(MatrixIn points, VectorIn point) {
  double nearest = std::numeric_limits<double>::infinity();
  for (Index j = 0; j < points.cols(); ++j) {
    nearest = std::min(nearest, squared_distance(points.col(j).data(), point.data(), point.size()));
  }
  return nearest;
}

}  // namespace

BayesianLoop::BayesianLoop(const ProblemInfo& info,
                           std::string_view solver,
                           const BayesianOptions& options,
                           std::unique_ptr<Proposer> proposer)
    : options_(options),
      box_(supported(info, solver), solver),
      proposer_(std::move(proposer)),
      surrogates_(info.n_var, info.n_obj, options),
      archive_(info),
      asked_(info.n_var, 0) {
  check_options(options);
  if (options_.n_init == 0) {
    options_.n_init = 2 * (info.n_var + 1);
  }
}

Matrix BayesianLoop::next_design(Context& context) {
  const Index d = box_.dimension();
  Rng rng = context.rng(Purpose::design, designs_++);
  switch (options_.design) {
    case DesignMethod::latin_hypercube:
      return operators::latin_hypercube(d, options_.n_init, rng);
    case DesignMethod::sobol:
      return SobolSequence(d, rng).points(0, options_.n_init);
    case DesignMethod::uniform:
      break;
  }
  Matrix out(d, options_.n_init);
  rng.fill_uniform({out.data(), static_cast<std::size_t>(out.size())});
  return out;
}

Ask BayesianLoop::ask(Context& context) {
  switch (phase_) {
    case Phase::design:
      return box_.ask(next_design(context), context);
    case Phase::fit:
      if (!surrogates_.fitting()) {
        surrogates_.begin_fit(context.rng(Purpose::model, batches_));
      }
      if (surrogates_.advance_fit(context)) {
        surrogates_.report(context);
        phase_ = Phase::begin;
      }
      return Ask::working();
    case Phase::begin:
      proposer_->begin(surrogates_, options_.batch, context.rng(Purpose::exploration, batches_),
                       context);
      phase_ = Phase::propose;
      return Ask::working();
    case Phase::propose:
      break;
  }
  if (!proposer_->advance(surrogates_, context)) {
    return Ask::working();
  }
  surrogates_.drop_fantasies();
  Ask out = box_.ask(without_duplicates(proposer_->batch(), context), context);
  surrogates_.drop_fantasies();
  ++batches_;
  return out;
}

Matrix BayesianLoop::without_duplicates(MatrixIn proposed, Context& context) {
  const Matrix snapped = box_.snap(proposed.cwiseMax(0.0).cwiseMin(1.0));
  Matrix out(box_.dimension(), options_.batch);
  Index replaced = 0;
  for (Index j = 0; j < options_.batch; ++j) {
    const bool missing = j >= snapped.cols();
    if (!missing && !known(asked_, snapped.col(j)) && !known(out.leftCols(j), snapped.col(j))) {
      out.col(j) = snapped.col(j);
      continue;
    }
    ++replaced;
    const Vector other = replacement(out.leftCols(j), context, static_cast<std::uint64_t>(j));
    const bool found = other.size() > 0;
    out.col(j) = found     ? other
                 : missing ? box_.snap(Vector::Constant(box_.dimension(), 0.5)).col(0)
                           : Vector(snapped.col(j));
  }
  context.metric("replaced_proposals", static_cast<double>(replaced));
  return out;
}

Vector BayesianLoop::replacement(MatrixIn batch, Context& context, std::uint64_t number) {
  const Rng rng = context.rng(Purpose::design, 0)
                      .child(Purpose::exploration, pack(static_cast<std::uint32_t>(batches_),
                                                        static_cast<std::uint32_t>(number)));
  const Matrix pool = box_.snap(SobolSequence(box_.dimension(), rng).points(0, kReplacements));
  SurrogatePrediction prediction;
  if (surrogates_.fitted()) {
    surrogates_.drop_fantasies();
    if (batch.cols() > 0) {
      surrogates_.append_fantasies(batch);
    }
    surrogates_.predict(pool, prediction);
  }
  Index best = -1;
  double best_value = -1;
  for (Index j = 0; j < pool.cols(); ++j) {
    if (known(asked_, pool.col(j)) || known(batch, pool.col(j))) {
      continue;
    }
    double value = 0;
    if (surrogates_.fitted()) {
      for (Index k = 0; k < surrogates_.objectives(); ++k) {
        value += prediction.deviation(k, j) * prediction.deviation(k, j);
      }
    } else {
      value = std::min(distance_to(asked_, pool.col(j)), distance_to(batch, pool.col(j)));
    }
    if (value > best_value) {
      best = j;
      best_value = value;
    }
  }
  return best < 0 ? Vector() : Vector(pool.col(best));
}

void BayesianLoop::tell(const Told& told, Context& context) {
  archive_.offer(told);
  const Matrix unit = box_.encode(told.x);
  asked_.conservativeResize(Eigen::NoChange, asked_.cols() + unit.cols());
  asked_.rightCols(unit.cols()) = unit;
  const Index kept = surrogates_.append(unit, told.f);
  if (kept < told.size()) {
    context.metric("failed_evaluations", static_cast<double>(told.size() - kept));
  }
  if (surrogates_.size() == 0) {
    phase_ = Phase::design;
    context.event("warning", "no evaluation has succeeded yet; another design is tried");
  } else {
    phase_ = proposer_->needs_surrogates() ? Phase::fit : Phase::begin;
  }
}

void BayesianLoop::persist(StateIo& io) {
  io("surrogates", surrogates_);
  io("proposer", *proposer_);
  io("archive", archive_);
  io("asked", asked_);
  io("phase", phase_);
  io("designs", designs_);
  io("batches", batches_);
}

}  // namespace vilfredo
