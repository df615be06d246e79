// Random search: uniform points in the box, of which the non-dominated ones are kept. What every
// other solver has to beat.
//
// State: an archive of the feasible non-dominated solutions; until one is feasible, the least
// infeasible solution seen. Whole variables are drawn uniformly from their values, a permutation
// block uniformly from all orders. On a stochastic problem all columns share the scoring sample, so
// that the best are not merely the luckiest.
#pragma once

#include "vilfredo/algorithms/evolutionary/search_archive.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/solver.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct RandomSearchOptions {
  Index batch = 100;

  static constexpr auto fields() {
    return std::tuple{
        field("batch", &RandomSearchOptions::batch, at_least(1), "points drawn per iteration")};
  }
};

static_assert(Options<RandomSearchOptions>);

class RandomSearch {
 public:
  using Options = RandomSearchOptions;
  static constexpr std::string_view kName = "random_search";
  static constexpr std::string_view kFamily = "evolutionary";
  static constexpr std::string_view kSummary = "uniform points; keeps the non-dominated ones";
  static constexpr int kRevision = 2;
  static constexpr SolverTraits kTraits = {.overlap = true};

  /// Throws Error{unsupported} if a bound is infinite.
  RandomSearch(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);

  void tell(const Told& told, Context& /*context*/) { archive_.offer(told); }

  [[nodiscard]] const Population& population() const { return archive_.population(); }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  void draw(Rng& rng, double* x) const;

  ProblemInfo info_;
  Options options_;
  SearchArchive archive_;
};

static_assert(AskTell<RandomSearch>);

}  // namespace vilfredo
