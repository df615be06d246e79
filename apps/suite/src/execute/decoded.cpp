#include <vilfredo/core/evaluator.hpp>
#include <vilfredo/core/population.hpp>
#include <vilfredo/indicators/simplex_lattice.hpp>
#include <vilfredo/suite/execute/execute.hpp>

namespace vilfredo::suite {
namespace {

constexpr Index kWantedPreferences = 100;

}  // namespace

Matrix preference_lattice(Index n_obj) {
  for (Index divisions = 1;; ++divisions) {
    Matrix out = simplex_lattice(n_obj, divisions);
    if (n_obj == 1 || out.cols() >= kWantedPreferences) {
      return out;
    }
  }
}

std::optional<StoredFront> decoded_front(const AnySolver& solver,
                                         const AnyWorld& world,
                                         std::uint64_t key,
                                         std::uint64_t& scoring_cost) {
  const auto* problem = std::get_if<AnyProblem>(&world);
  if (problem == nullptr || !solver.has_decode()) {
    return std::nullopt;
  }
  const ProblemInfo& info = problem->info();
  Batch batch;
  batch.ask.x = solver.decode(preference_lattice(info.n_obj));
  batch.granted = batch.ask.x.cols();
  if (info.stochastic) {
    // The sample under which final fronts and archives are compared too.
    batch.streams.assign(static_cast<std::size_t>(batch.granted), Rng(key, Purpose::sample, 0));
  }
  SerialEvaluator evaluator(*problem);
  evaluator.submit(batch);
  evaluator.wait(batch);
  scoring_cost += info.level_cost.back() * static_cast<std::uint64_t>(batch.granted);

  Population all;
  all.x.resize(info.n_var, batch.granted);
  all.f.resize(info.n_obj, batch.granted);
  all.g.resize(info.n_con, batch.granted);
  for (Index j = 0; j < batch.granted; ++j) {
    if (batch.outcomes.ok(j)) {
      const auto next = static_cast<Index>(all.ids.size());
      all.x.col(next) = batch.ask.x.col(j);
      all.f.col(next) = batch.outcomes.f.col(j);
      all.g.col(next) = batch.outcomes.g.col(j);
      all.ids.push_back(static_cast<Id>(j));
    }
  }
  const auto evaluated = static_cast<Index>(all.ids.size());
  all.x.conservativeResize(Eigen::NoChange, evaluated);
  all.f.conservativeResize(Eigen::NoChange, evaluated);
  all.g.conservativeResize(Eigen::NoChange, evaluated);
  const bool feasible = evaluated > 0 && scored_members(all, info).feasible;
  return StoredFront{"decoded", std::move(all), feasible};
}

}  // namespace vilfredo::suite
