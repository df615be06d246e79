#include "vilfredo/algorithms/compression/allocation_solvers.hpp"

#include "vilfredo/algorithms/compression/evopress_front.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace vilfredo {
namespace {

std::vector<std::int64_t> targets_of(const ProblemInfo& info,
                                     std::string_view solver,
                                     Index cells) {
  (void)damage_objective(info, solver);
  info.compression->check();
  return cell_targets(*info.compression, cells, 0);
}

[[noreturn]] void no_genome(const ProblemInfo& info) {
  throw Error(Errc::unsupported, "no choice of levels was found that meets the budget")
      .with("problem", info.name)
      .with("budget", std::to_string(info.compression->budget));
}

}  // namespace

RandomLevels::RandomLevels(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(options),
      space_(info.compression),
      target_(targets_of(info, kName, options.cells)),
      archive_(info) {
  check_options(options);
}

Ask RandomLevels::ask(Context& context) {
  Finalists genomes;
  Vector levels(space_.units());
  if (!uniform_done_) {
    uniform_done_ = true;
    for (const std::int64_t target : target_) {
      if (space_.uniform(levels, target, space_.aim())) {
        genomes.add(levels);
      }
    }
  }
  // Every draw counts, so that a layout with few genomes does not draw for ever.
  for (Index tries = 0; genomes.size() < options_.batch && tries < 4 * options_.batch; ++tries) {
    Rng rng = context.rng(Purpose::design, drawn_++);
    const std::int64_t target = target_[rng.below(target_.size())];
    if (space_.random(rng, levels, target, space_.aim())) {
      genomes.add(levels);
    }
  }
  if (genomes.size() == 0) {
    no_genome(info_);
  }
  return genomes.ask(context, info_);
}

void RandomLevels::persist(StateIo& io) {
  io("archive", archive_);
  io("uniform_done", uniform_done_);
  io("drawn", drawn_);
}

AdditiveLevels::AdditiveLevels(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(options),
      space_(info.compression),
      damage_(damage_objective(info, kName)),
      target_(targets_of(info, kName, options.cells)) {
  check_options(options);
  if (space_.layout().has_activity()) {
    throw Error(Errc::unsupported,
                "additive_levels needs units that are always active; some are owned here")
        .with("problem", info.name);
  }
  population_.resize(info.n_var, info.n_obj, info.n_con, 0);
}

Ask AdditiveLevels::ask(Context& context) {
  switch (phase_) {
    case Phase::measure: {
      const Matrix genomes = single_unit_genomes(space_);
      Ask ask = context.new_ask(genomes.cols());
      ask.x = genomes;
      ask.level = fidelity_for(info_, options_.tokens);
      if (info_.stochastic) {
        ask.sample = kScoringSample + 1;
      }
      return ask;
    }
    case Phase::final:
      return finalists_.ask(context, info_);
    case Phase::done:
      break;
  }
  return Ask::finished();
}

void AdditiveLevels::tell(const Told& told, Context& context) {
  if (phase_ == Phase::final) {
    population_ = Finalists::scored(told);
    phase_ = Phase::done;
    return;
  }
  const LevelErrors errors = single_unit_errors(space_, told, damage_);
  double sum = 0;
  for (const std::vector<double>& of_unit : errors) {
    for (const double error : of_unit) {
      sum += std::isfinite(error) ? error : 0.0;
    }
  }
  context.metric("summed_damage", sum);
  Vector levels(space_.units());
  for (const std::int64_t target : target_) {
    if (allocate_additively(space_, errors, target, levels)) {
      finalists_.add(levels);
    }
  }
  if (finalists_.size() == 0) {
    no_genome(info_);
  }
  phase_ = Phase::final;
}

void AdditiveLevels::persist(StateIo& io) {
  io("phase", phase_);
  io("finalists", finalists_);
  io("population", population_);
}

}  // namespace vilfredo
