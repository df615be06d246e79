// Dynamical resource allocation: sub-problems that improve get more offspring.
#pragma once

#include "slot_table.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/state.hpp"

#include <vector>

namespace vilfredo::detail {

/// Utilities of the sub-problems. Zhang, Liu, Li, CEC 2009, section II.
class Utility {
 public:
  /// All utilities one; remembers the present solutions.
  void start(const SlotTable& slots, const Matrix& f);
  /// Every 50 generations: relative improvement of g since the last time, both solutions valued
  /// with the present ideal point; pi <- 1 if it exceeds 0.001, else (0.95 + 0.05 improvement /
  /// 0.001) pi.
  void generation(const SlotTable& slots, const Matrix& f);
  /// The sub-problems of a generation: the corners, then winners of tournaments of ten.
  void select(const SlotTable& slots, Rng& rng, std::vector<Index>& out) const;

  [[nodiscard]] double of(Index i) const { return pi_[i]; }

  void persist(StateIo& io);

 private:
  Vector pi_;
  Matrix remembered_;  // objectives at the last update; NaN where nothing was evaluated
  Index generations_ = 0;
};

}  // namespace vilfredo::detail
