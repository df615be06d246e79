#include <vilfredo/core/evaluator.hpp>
#include <vilfredo/core/population.hpp>
#include <vilfredo/indicators/simplex_lattice.hpp>
#include <vilfredo/suite/execute/execute.hpp>

namespace vilfredo::suite {
namespace {

constexpr Index kWantedPreferences = 100;

// The coarsest simplex lattice with at least kWantedPreferences points.
Matrix preference_lattice(Index n_obj) {
  for (Index divisions = 1;; ++divisions) {
    Matrix out = simplex_lattice(n_obj, divisions);
    if (n_obj == 1 || out.cols() >= kWantedPreferences) {
      return out;
    }
  }
}

}  // namespace

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
  all.x = batch.ask.x;
  all.f = batch.outcomes.f;
  all.g = batch.outcomes.g;
  for (Index j = 0; j < batch.granted; ++j) {
    all.ids.push_back(static_cast<Id>(j));
  }
  Scored scored = scored_members(all, info);
  return StoredFront{"decoded", std::move(scored.members), scored.feasible};
}

}  // namespace vilfredo::suite
