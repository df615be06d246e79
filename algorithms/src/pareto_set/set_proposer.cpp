#include "vilfredo/algorithms/pareto_set/set_proposer.hpp"

#include "vilfredo/algorithms/pareto_set/improvement_selection.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/reduce.hpp"
#include "vilfredo/core/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

constexpr Index kStepsPerSlice = 100;    // of training
constexpr Index kFitStepsPerSlice = 50;  // of AdamSurrogates
constexpr Index kCheckpointsPerObjective = 100;
constexpr Index kMostObjectives = 5;
constexpr double kBelowIdeal = 0.1;
constexpr double kBeyondWorst = 0.1;
constexpr double kSmallestNorm = 1e-12;

Matrix joined(const Matrix& left, const Matrix& right) {
  Matrix out(left.rows(), left.cols() + right.cols());
  out << left, right;
  return out;
}

/// A tenth of the range beyond the worst of all that was observed, so that a learned set is
/// credited for what it adds at the ends of the front.
Vector reference_beyond(const Matrix& y) {
  Vector out(y.rows());
  for (Index k = 0; k < y.rows(); ++k) {
    const double worst = y.row(k).maxCoeff();
    const double range = worst - y.row(k).minCoeff();
    out[k] = worst + kBeyondWorst * (range > 0 ? range : 1);
  }
  return out;
}

}  // namespace

void check_set_objectives(Index n_obj, std::string_view solver, std::string_view problem) {
  if (n_obj > kMostObjectives) {
    throw Error(
        Errc::unsupported,
        fmt::format("{} measures improvements of the hypervolume in boxes, which become too "
                    "many beyond {} objectives; parego and moead have no such limit",
                    solver, kMostObjectives))
        .with("problem", std::string(problem));
  }
}

SetProposer::SetProposer(Index n_var,
                         Index n_obj,
                         const SetTrainingOptions& training,
                         const SetSelectionOptions& select,
                         const SetProposerRules& rules)
    : options_(training),
      select_(select),
      rules_(rules),
      training_(n_var, n_obj, training, rules.training),
      ideal_(Vector::Zero(n_obj)),
      batch_(n_var, 0) {
  check_options(select);
  if (training.checkpoint_every > 0) {
    const Index points = training.checkpoint_points;
    design_ = WeightDesign(RieszWeights{}, n_obj,
                           std::max(points > 0 ? points : kCheckpointsPerObjective * n_obj, n_obj));
  }
}

void SetProposer::begin(Surrogates& surrogates, Index n, const Rng& rng, Context& /*context*/) {
  wanted_ = n;
  rng_ = rng;
  phase_ = Phase::preferences;
  if (rules_.adam_surrogates) {
    adam_.begin(surrogates.x(), surrogates.f(), rules_.standardise);
  }
}

bool SetProposer::advance(Surrogates& surrogates, Context& context) {
  switch (phase_) {
    case Phase::preferences:
      if (options_.checkpoint_every > 0 && !design_.ready()) {
        design_.advance(Rng(1, Purpose::design, 0));  // one set for all runs
        return false;
      }
      phase_ = rules_.adam_surrogates ? Phase::models : Phase::start;
      [[fallthrough]];
    case Phase::models:
      if (phase_ == Phase::models) {
        if (adam_.advance(kFitStepsPerSlice, context)) {
          phase_ = Phase::start;
        }
        return false;
      }
      [[fallthrough]];
    case Phase::start:
      start(surrogates);
      phase_ = Phase::train;
      [[fallthrough]];
    case Phase::train:
      if (training_.advance(predictor(surrogates), kStepsPerSlice)) {
        phase_ = Phase::select;
      }
      return false;
    case Phase::select:
      select(surrogates, context);
      phase_ = Phase::done;
      return true;
    case Phase::done:
      break;
  }
  return true;
}

SetPredictor SetProposer::predictor(const Surrogates& surrogates) const {
  if (rules_.adam_surrogates) {
    return [this](MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) {
      adam_.predict(x, out, gradients);
    };
  }
  return [&surrogates](MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) {
    surrogates.predict(x, out, gradients);
  };
}

const Matrix& SetProposer::standardised(const Surrogates& surrogates) const {
  return rules_.adam_surrogates ? adam_.standardised() : surrogates.standardised();
}

void SetProposer::start(const Surrogates& surrogates) {
  const Matrix& y = standardised(surrogates);
  front_ = y(Eigen::all, non_dominated(y, Duplicates::first_only));
  const Vector ideal = y.rowwise().minCoeff().array() - kBelowIdeal;
  const bool compat = rules_.training.mode == MethodMode::compat;
  ideal_ = compat ? Vector(ideal_.cwiseMin(ideal)) : ideal;
  training_.begin(front_, ideal_, reference_beyond(y), design_.weights(),
                  rng_.child(Purpose::model, 0));
}

void SetProposer::select(const Surrogates& surrogates, Context& context) {
  const SetPredictor predict = predictor(surrogates);
  const bool compat = rules_.training.mode == MethodMode::compat;
  Rng rng = rng_.child(Purpose::selection, 0);
  const Matrix seen = training_.draw_preferences(select_.candidates, rng);
  Matrix x = training_.decode_seen(seen);
  if (select_.local_steps > 0) {
    Matrix moved = x;
    for (Index t = 0; t < select_.local_steps; ++t) {
      const Matrix descent = training_.descent(predict, moved, seen);
      for (Index j = 0; j < moved.cols(); ++j) {
        const double norm =
            compat ? 1
                   : std::max(std::sqrt(ordered_dot(descent.col(j).data(), descent.col(j).data(),
                                                    descent.rows())),
                              kSmallestNorm);
        moved.col(j) -= (select_.local_length / norm) * descent.col(j);
      }
      moved = moved.cwiseMax(0.0).cwiseMin(1.0);
    }
    x = joined(x, moved);
  }
  const Matrix bounds = training_.bounds(predict, x);
  const SelectionInput input = {front_, surrogates.x(), x, bounds,
                                training_.last_prediction().deviation};
  const std::vector<Index> chosen = select_by_improvement(input, wanted_, rules_.training.mode);
  batch_ = x(Eigen::all, chosen);
  if (options_.checkpoint_every > 0) {
    context.metric("learned_hypervolume", training_.best_hypervolume());
    context.metric("learned_at_step", static_cast<double>(training_.best_step()));
  }
}

void SetProposer::persist(StateIo& io) {
  io("training", training_);
  io("adam", adam_);
  io("design", design_);
  io("phase", phase_);
  io("wanted", wanted_);
  io("rng", rng_);
  io("ideal", ideal_);
  io("front", front_);
  io("batch", batch_);
}

}  // namespace vilfredo
