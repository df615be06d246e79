#include "vilfredo/algorithms/pareto_set/svh_psl.hpp"

#include "vilfredo/core/error.hpp"

#include <memory>

namespace vilfredo {
namespace {

std::unique_ptr<Proposer> proposer_of(const ProblemInfo& info, const SvhPslOptions& options) {
  check_options(options);
  check_set_objectives(info.n_obj, SvhPsl::kName, info.name);
  SetTrainingOptions training = options.training;
  SetProposerRules rules;
  rules.training.mode = options.mode;
  rules.training.stein = true;
  rules.training.options = options.stein;
  if (options.mode == MethodMode::compat) {
    rules.training.coordinatewise = true;
    rules.training.variance = true;
    rules.training.options.kernel.bandwidth = BandwidthRule::squared_median;
    rules.adam_surrogates = true;
    rules.standardise = options.standardise;
    training.checkpoint_every = 1;
  }
  return std::make_unique<SetProposer>(info.n_var, info.n_obj, training, options.select, rules);
}

}  // namespace

void SvhPslOptions::check(const SvhPslOptions& o) {
  if (!o.standardise && o.mode == MethodMode::strict) {
    throw Error(Errc::invalid_argument, "standardise false needs mode compat");
  }
}

SvhPsl::SvhPsl(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, proposer_of(info, options)), options_(options) {}

Matrix SvhPsl::decode(MatrixIn preferences) const {
  return box().decode(static_cast<const SetProposer&>(proposer()).decode(preferences));
}

}  // namespace vilfredo
