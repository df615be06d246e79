// What a search that only samples has to show for it.
#pragma once

#include "vilfredo/core/pareto_archive.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/solver.hpp"

namespace vilfredo {

/// The feasible non-dominated solutions told so far; until one is feasible, the least infeasible
/// one. Failed columns do not count.
class SearchArchive {
 public:
  explicit SearchArchive(const ProblemInfo& info);

  void offer(const Told& told);

  /// In the archive's sorted order.
  [[nodiscard]] const Population& population() const { return population_; }

  void persist(StateIo& io);

 private:
  void keep_least_infeasible(const Told& told);
  void publish();

  ProblemInfo info_;
  ParetoArchive archive_;  // x holds the variables and, below them, the constraints
  double least_violation_;
  Population population_;
};

}  // namespace vilfredo
