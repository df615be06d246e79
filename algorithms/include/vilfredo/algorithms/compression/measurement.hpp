// What compression baselines share: measuring every level of every unit by itself, and scoring
// finalists in the end.
#pragma once

#include "vilfredo/algorithms/compression/additive_allocation.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/solver.hpp"

#include <cstdint>

namespace vilfredo {

/// The cheapest fidelity that costs at least `tokens` per evaluation; the final one if none does or
/// `tokens` is 0.
[[nodiscard]] int fidelity_for(const ProblemInfo& info, std::uint64_t tokens);

/// The genome with all units at their largest level, then one for every other level of every unit,
/// the other units at their largest: 1 + the sum of (levels - 1) columns.
[[nodiscard]] Matrix single_unit_genomes(const LevelSpace& space);

/// From the outcomes of those columns: by how much objective `damage` exceeds that of the first
/// column. A level whose evaluation failed has an infinite error.
[[nodiscard]] LevelErrors single_unit_errors(const LevelSpace& space,
                                             const Told& told,
                                             Index damage);

/// Genomes to be scored on the scoring sample at the final fidelity, each once.
class Finalists {
 public:
  void add(VectorIn levels);

  [[nodiscard]] Index size() const { return count_; }

  /// Needs at least one.
  [[nodiscard]] Ask ask(Context& context, const ProblemInfo& info) const;
  /// The evaluated ones among them.
  [[nodiscard]] static Population scored(const Told& told);

  void persist(StateIo& io);

 private:
  Matrix x_;  // n_var x at least count
  Index count_ = 0;
};

}  // namespace vilfredo
