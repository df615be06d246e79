// The state behind the decomposition skeleton.
#pragma once

#include "adapting.hpp"
#include "neighbourhood.hpp"
#include "slot_table.hpp"
#include "utility.hpp"
#include "vilfredo/algorithms/decomposition/decomposition.hpp"
#include "vilfredo/algorithms/decomposition/weight_design.hpp"
#include "vilfredo/algorithms/operators/box.hpp"
#include "vilfredo/algorithms/operators/draws.hpp"
#include "vilfredo/algorithms/operators/variation.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace vilfredo {

class Decomposition::Engine {
 public:
  Engine(const ProblemInfo& info, const DecompositionPolicies& policies);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);
  void persist(StateIo& io);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const detail::SlotTable& slots() const { return slots_; }

 private:
  /// An offspring on its way.
  struct Offspring {
    Id id = 0;
    std::uint64_t number = 0;  ///< counts offspring; index of its random streams
    Index subproblem = 0;
    bool everywhere = false;  ///< parents and rivals are all sub-problems, not a neighbourhood

    void persist(StateIo& io) {
      io("id", id);
      io("number", number);
      io("subproblem", subproblem);
      io("everywhere", everywhere);
    }
  };

  /// A told point.
  struct Point {
    const double* x;
    const double* f;
    const double* g;
    Id id;
    double violation;
  };

  void check() const;
  void adopt_weights(const Matrix& weights);
  void arrange_neighbours();
  [[nodiscard]] Ask new_ask(Index n, Context& context) const;
  [[nodiscard]] Ask initial(Context& context);
  [[nodiscard]] Ask offspring(Context& context);
  void adopt_initial(const Told& told);
  void begin_generation(Context& context);
  void renormalise();
  void adapt(Context& context);
  void exchange_subproblems(Matrix& weights);
  void reassign();
  void breed(Index subproblem, Id id, Context& context, double* y);
  void recombine(const Offspring& offspring, double* y);
  void compete(const Told& told, Index column, const Offspring& offspring, Context& context);
  void override_by_violation(std::span<const std::int32_t> slots, double violation);
  [[nodiscard]] std::size_t collect_better(std::size_t rivals);
  void draw_taken(std::size_t candidates, std::uint64_t number, Context& context);
  void place(Index slot, const Point& point);

  [[nodiscard]] bool constrained() const { return info_.n_con > 0; }

  ProblemInfo info_;
  DecompositionPolicies policies_;
  Box box_;
  WeightDesign design_;
  detail::SlotTable slots_;
  detail::Neighbourhood neighbourhood_;
  std::vector<double> listed_weights_;  // of each neighbourhood, side by side; empty if too many
  detail::Utility utility_;
  detail::Adapting adapting_;
  Population population_;
  std::vector<double> violation_;  // by row of the slot table; -1 in padding rows
  PolynomialMutation mutation_;
  Draws draws_;
  bool drawn_ = false;  // draws_ holds the stream of offspring bred_; never part of the state
  std::vector<std::int32_t> taken_;
  std::vector<Index> order_;
  Index cursor_ = 0;
  std::uint64_t generation_ = 0;
  std::uint64_t bred_ = 0;
  std::vector<Offspring> pending_;
  bool initial_asked_ = false;
  bool started_ = false;
};

}  // namespace vilfredo
