// The search behind evopress and evopress_front: one parent per budget cell, children by level
// switches, multi-step selection.
//
//   cell: all genomes whose total size lies above the target of the cell before and not above its
//         own; with an exact budget there is one cell
//   measure (if asked for): every level of every unit by itself -> additive optimum of each cell
//   start: candidates of all cells on the tokens of the first stage; the best of each cell
//   generation: children of the parent of one cell, cell after cell
//     stage j: all that are left, on one new sample; of each cell the best survivors_j stay
//     last stage: the parents of the touched cells compete; at a tie a child wins
//   final: parents of all searches, the uniform allocation of every cell and the additive optima,
//   on
//          the scoring sample at the final fidelity
//
// A failed evaluation ranks after every other; then come excess over constraints, damage, and the
// order in which candidates were made.
#pragma once

#include "vilfredo/algorithms/compression/evopress_options.hpp"
#include "vilfredo/algorithms/compression/measurement.hpp"
#include "vilfredo/core/population.hpp"
#include "vilfredo/core/solver.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace vilfredo {

/// How children leave their parent. Shares add up to at most 1, the rest are level switches.
struct CellMoves {
  double step = 0;   ///< probability of one unit a level up or down
  double cross = 0;  ///< probability of a stretch of units from a nearby cell's parent
  Index reach = 2;   ///< how many cells away that parent may be
};

class CellSearch {
 public:
  /// `targets` ascend. Throws Error{unsupported} if the problem has no layout or no single damage.
  CellSearch(const ProblemInfo& info,
             std::string_view solver,
             const EvopressSettings& settings,
             const CellMoves& moves,
             Index searches,
             std::vector<std::int64_t> targets);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  /// While searching: the parents, with the values of their last measurement. In the end: all
  /// finalists, on the scoring sample.
  [[nodiscard]] const Population& population() const { return shown_; }

  [[nodiscard]] const EvopressPlan& plan() const { return plan_; }

  void persist(StateIo& io);

 private:
  enum class Phase : std::uint8_t { measure, start, children, final, done };

  /// Genomes on their way through a generation or to the end.
  struct Batch {
    Matrix x;
    std::vector<Id> ids;
    std::vector<Index> cell;

    [[nodiscard]] Index size() const { return static_cast<Index>(cell.size()); }

    void add(VectorIn levels, Index to_cell);
    [[nodiscard]] bool contains(VectorIn levels) const;
    void persist(StateIo& io);
  };

  [[nodiscard]] Index cells() const { return static_cast<Index>(target_.size()); }

  [[nodiscard]] Index cell_of(VectorIn levels) const;

  [[nodiscard]] std::int64_t target(Index cell) const {
    return target_[static_cast<std::size_t>(cell)];
  }

  [[nodiscard]] bool occupied(Index cell) const {
    return occupied_[static_cast<std::size_t>(cell)] != 0;
  }

  // Asking.
  [[nodiscard]] Ask ask_columns(Context& context, const Batch& batch, int level);
  [[nodiscard]] Ask ask_measurements(Context& context);
  [[nodiscard]] Ask ask_start(Context& context);
  [[nodiscard]] Ask ask_stage(Context& context);
  void measure_generation(double progress);
  void make_children(Context& context);
  [[nodiscard]] bool make_child(Index cell, std::uint64_t number, Context& context, VectorOut out);
  [[nodiscard]] bool cross(Index cell, Rng& rng, VectorOut child) const;
  [[nodiscard]] bool search_is_over(Context& context) const;
  [[nodiscard]] bool budget_is_over(Context& context) const;
  void end_search(Context& context);

  [[nodiscard]] bool values_are_final() const;
  void collect_finalists(Context& context);

  // Told.
  [[nodiscard]] bool better(const Told& told, Index a, Index b) const;
  [[nodiscard]] std::vector<Index> best_of(const Told& told, Index cell, Index count) const;
  void tell_start(const Told& told);
  void tell_stage(const Told& told, Context& context);
  void settle(const Told& told, Context& context);
  void push_up(const Told& told, const std::vector<Index>& winner, Context& context);
  void tell_final(const Told& told);
  void adopt(const Told& told, Index column, Index cell);
  void keep_finalist(Index cell);
  void show();

  ProblemInfo info_;
  LevelSpace space_;
  Index damage_ = 0;
  EvopressPlan plan_;
  CellMoves moves_;
  Index searches_ = 1;
  std::vector<std::int64_t> target_;

  Phase phase_ = Phase::start;
  Population parents_;                  // one column per cell
  std::vector<std::uint8_t> occupied_;  // whether the cell has a parent
  Batch batch_;                         // what this generation still considers
  Batch pending_;                       // genomes that join the next generation
  std::size_t stage_ = 0;
  Index cell_ = 0;              // whose turn it is
  std::vector<Index> touched_;  // cells of the last stage, ascending
  LevelErrors errors_;          // of single units, if measured
  Population finalists_;        // parents of finished searches
  Population shown_;
  std::uint64_t children_made_ = 0;
  std::uint64_t starts_made_ = 0;
  std::uint64_t samples_ = 0;
  std::uint64_t pushes_ = 0;
  Index generation_ = 0;  // of this search
  Index stale_ = 0;       // generations since a parent changed
  Index search_ = 0;
  // For the share of the budget that the end needs: progress at the start of this generation, the
  // most that one took, and the fewest columns of a last stage.
  double progress_before_ = -1;
  double generation_share_ = 0;
  Index last_columns_ = 0;
};

}  // namespace vilfredo
