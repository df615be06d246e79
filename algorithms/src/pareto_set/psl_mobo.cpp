#include "vilfredo/algorithms/pareto_set/psl_mobo.hpp"

#include <memory>

namespace vilfredo {
namespace {

BayesianOptions bayesian_of(const PslMoboOptions& options) {
  BayesianOptions out = options.bayesian;
  if (options.mode == MethodMode::compat) {
    constexpr double kLeast = 0.031622776601683791;  // sqrt(1e-3)
    constexpr double kMost = 31.622776601683793;     // sqrt(1e3)
    GaussianProcessOptions& surrogate = out.surrogate;
    surrogate = {};
    surrogate.length_scale_prior = LengthScalePrior::none;
    surrogate.fit_noise = false;
    surrogate.noise_floor = 0;
    surrogate.length_scale_floor = kLeast;
    surrogate.length_scale_ceiling = kMost;
    surrogate.signal_floor = kLeast;
    surrogate.signal_ceiling = kMost;
    surrogate.restarts = 0;
  }
  return out;
}

std::unique_ptr<Proposer> proposer_of(const ProblemInfo& info, const PslMoboOptions& options) {
  check_options(options);
  check_set_objectives(info.n_obj, PslMobo::kName, info.name);
  SetProposerRules rules;
  rules.training.mode = options.mode;
  return std::make_unique<SetProposer>(info.n_var, info.n_obj, options.training, options.select,
                                       rules);
}

}  // namespace

PslMobo::PslMobo(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, bayesian_of(options), proposer_of(info, options)),
      options_(options) {}

Matrix PslMobo::decode(MatrixIn preferences) const {
  return box().decode(static_cast<const SetProposer&>(proposer()).decode(preferences));
}

}  // namespace vilfredo
