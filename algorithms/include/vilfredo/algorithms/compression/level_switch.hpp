// Search by level switches on a compression layout: one unit goes down a level, another one up, and
// the total size never changes.
//
// One independent (1 + lambda) search per weight vector of a lattice (one search if there is one
// objective). In every generation each search makes lambda distinct children of its parent; the
// best of children and parent by the weighted sum of objectives is the next parent, and at a tie a
// child.
//
//   start: all units at their largest level, then random units down a level until the budget is met
//   switch: choose a group with probability proportional to its units; in it lower a uniformly
//           chosen unit that can go down and raise another one that can go up
//   child: the parent after 1 switch, or after min(U1, U2) switches, U1 and U2 uniform on {1, 2, 3}
//   children equal to their parent or to an earlier child of the generation are drawn again
//
// Sieberling, Kuznedelev, Kurtic, Alistarh, "EvoPress: Towards Optimal Dynamic Model Compression
// via Evolutionary Search", 2024. This is its mutation with one exact selection stage; differences,
// each because a noiseless problem needs no more: no multi-step selection on growing samples, no
// choice of the start among many, a unit is never paired with itself (a wasted evaluation there),
// and the weight lattice, which the paper, having one objective, does not need.
#pragma once

#include "vilfredo/algorithms/compression/switch_count.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/solver.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

struct LevelSwitchOptions {
  Index offspring = 8;
  SwitchCount switches = SwitchCount::min_of_two;
  Index divisions = 10;

  static constexpr auto fields() {
    return std::tuple{
        field("offspring", &LevelSwitchOptions::offspring, at_least(1),
              "lambda, children per search and generation"),
        field("switches", &LevelSwitchOptions::switches, "level switches per child"),
        field("divisions", &LevelSwitchOptions::divisions, at_least(1),
              "steps of the weight lattice: divisions + 1 searches for two objectives")};
  }
};

/// Levels of all units, addressed by rank: rank 0 is a unit's smallest level.
class LevelRanks {
 public:
  /// Throws Error{unsupported} unless the budget is exact and one for all groups, all units are
  /// always active and their sizes, sorted, rise by one step common to all units, and the budget
  /// can be met in such steps.
  explicit LevelRanks(const CompressionLayout& layout);

  [[nodiscard]] Index units() const { return static_cast<Index>(level_.size()); }

  /// A random column of levels whose total size is the budget.
  void start(Rng& rng, VectorOut levels) const;
  /// One level switch; false, with `levels` unchanged, if no group drawn had one to offer.
  bool switch_levels(Rng& rng, VectorOut levels) const;

 private:
  [[nodiscard]] int rank(Index unit, double level) const;
  [[nodiscard]] double level(Index unit, int rank) const;

  [[nodiscard]] bool can_lower(Index unit, double level) const { return rank(unit, level) > 0; }

  [[nodiscard]] bool can_raise(Index unit, double level) const;

  std::vector<std::vector<int>> level_;    // per unit: level of each rank
  std::vector<std::vector<int>> rank_;     // per unit: rank of each level
  std::vector<std::vector<Index>> group_;  // units of each group
  std::vector<std::size_t> group_of_;
  std::int64_t steps_down_ = 0;  // from the largest total size to the budget
};

class LevelSwitch {
 public:
  using Options = LevelSwitchOptions;
  static constexpr std::string_view kName = "level_switch";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "(1 + lambda) search by level switches that keep an exact size budget";
  static constexpr std::string_view kPaper =
      "Sieberling, Kuznedelev, Kurtic, Alistarh, EvoPress, arXiv 2410.14649, 2024";

  /// Throws Error{unsupported} without a compression layout (see LevelRanks for which) and for a
  /// stochastic problem: the parent's value is measured once.
  LevelSwitch(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  [[nodiscard]] const Population& population() const { return parents_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  [[nodiscard]] bool mutate(Rng& rng, VectorIn parent, VectorOut child) const;
  void add_children(Index search, Context& context);
  [[nodiscard]] bool replaces(const Told& told, Index child, Index search) const;

  ProblemInfo info_;
  Options options_;
  LevelRanks ranks_;
  Matrix weights_;               // n_obj x searches
  Population parents_;           // one column per search
  std::uint64_t offspring_ = 0;  // children drawn so far: the index of their streams
  // From ask to tell only:
  Matrix children_;               // n_var x drawn this generation
  std::vector<Index> search_of_;  // of each of them
};

static_assert(AskTell<LevelSwitch>);

}  // namespace vilfredo
