// What EvoPress is compared with: the uniform allocation and random ones, the optimum of an
// additive model of measured damages, greedy removal, and SPDY's search for the weights of such a
// model.
//
// All need a compression layout and one damage; the size may be a second objective, and they then
// allocate every size in the cells of evopress_front (SPDY excepted). Their population is empty
// until the end, in which finalists are scored on the scoring sample at the final fidelity.
#pragma once

#include "vilfredo/algorithms/compression/measurement.hpp"
#include "vilfredo/algorithms/evolutionary/search_archive.hpp"
#include "vilfredo/core/options.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

struct RandomLevelsOptions {
  Index batch = 32;
  Index cells = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("batch", &RandomLevelsOptions::batch, at_least(1), "genomes per iteration"),
        field("cells", &RandomLevelsOptions::cells, closed(0, 100'000),
              "budgets drawn from; 0: every total size if there are at most 64, else 64")};
  }
};

/// The uniform allocation of every budget, then random genomes of random budgets.
class RandomLevels {
 public:
  using Options = RandomLevelsOptions;
  static constexpr std::string_view kName = "random_levels";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "the uniform allocation of a compression layout, then random ones that meet its budget";
  static constexpr std::string_view kPaper = "";

  RandomLevels(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);

  void tell(const Told& told, Context& /*context*/) { archive_.offer(told); }

  [[nodiscard]] const Population& population() const { return archive_.population(); }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  ProblemInfo info_;
  Options options_;
  LevelSpace space_;
  std::vector<std::int64_t> target_;
  SearchArchive archive_;
  bool uniform_done_ = false;
  std::uint64_t drawn_ = 0;
};

static_assert(AskTell<RandomLevels>);

struct AdditiveLevelsOptions {
  std::uint64_t tokens = 0;
  Index cells = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("tokens", &AdditiveLevelsOptions::tokens,
              "units are measured at the cheapest fidelity that costs so much; 0: the final one"),
        field("cells", &AdditiveLevelsOptions::cells, closed(0, 100'000),
              "budgets allocated; 0: every total size if there are at most 64, else 64")};
  }
};

/// Every level of every unit is measured by itself, on one sample; a dynamic programme then finds
/// the levels of least summed damage for every budget.
class AdditiveLevels {
 public:
  using Options = AdditiveLevelsOptions;
  static constexpr std::string_view kName = "additive_levels";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "dynamic programming on the measured damage of every level of every unit by itself";
  static constexpr std::string_view kPaper =
      "the additive model of Frantar, Alistarh, SPDY, ICML 2022, with measured damages";

  AdditiveLevels(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  enum class Phase : std::uint8_t { measure, final, done };

  ProblemInfo info_;
  Options options_;
  LevelSpace space_;
  Index damage_ = 0;
  std::vector<std::int64_t> target_;
  Phase phase_ = Phase::measure;
  Finalists finalists_;
  Population population_;
};

static_assert(AskTell<AdditiveLevels>);

enum class GreedyDirection : std::uint8_t {
  forward,   ///< from the largest genome down
  backward,  ///< from the smallest genome up
  one_shot   ///< down in the order of damages measured once, at the start
};

constexpr auto enum_names(GreedyDirection) {
  return std::array{EnumName<GreedyDirection>{"forward", GreedyDirection::forward},
                    EnumName<GreedyDirection>{"backward", GreedyDirection::backward},
                    EnumName<GreedyDirection>{"one_shot", GreedyDirection::one_shot}};
}

struct GreedyLevelsOptions {
  GreedyDirection direction = GreedyDirection::forward;
  std::uint64_t tokens = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("direction", &GreedyLevelsOptions::direction, "which way, and how often measured"),
        field("tokens", &GreedyLevelsOptions::tokens,
              "moves are measured at the cheapest fidelity that costs so much; 0: the final one")};
  }
};

/// One unit moves one level at a time: the move of least damage per size freed (backward: of most
/// damage repaired per size spent), all moves measured again on one new sample after each. Ends at
/// the budget, which a repair meets if the last move stepped over it; with the size as an objective
/// all genomes on the way are finalists. Needs units that are always active and one budget.
class GreedyLevels {
 public:
  using Options = GreedyLevelsOptions;
  static constexpr std::string_view kName = "greedy_levels";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "one unit a level at a time, the cheapest measured move first";
  static constexpr std::string_view kPaper = "";

  GreedyLevels(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  enum class Phase : std::uint8_t { moves, final, done };

  [[nodiscard]] bool backward() const { return options_.direction == GreedyDirection::backward; }

  [[nodiscard]] bool reached() const;
  void move(Index unit);
  void walk(const LevelErrors& errors);
  void arrive(Context& context);
  [[nodiscard]] std::vector<Index> movable() const;

  ProblemInfo info_;
  Options options_;
  LevelSpace space_;
  Index damage_ = 0;
  Phase phase_ = Phase::moves;
  Vector levels_;
  std::uint64_t samples_ = 0;
  Finalists finalists_;
  Population population_;
};

static_assert(AskTell<GreedyLevels>);

struct SpdyOptions {
  Index starts = 100;
  Index patience = 100;
  double resampled = 0.1;
  std::uint64_t tokens = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("starts", &SpdyOptions::starts, at_least(1), "random coefficients tried first"),
        field("patience", &SpdyOptions::patience, at_least(1),
              "trials without improvement before fewer coefficients are drawn anew"),
        field("resampled", &SpdyOptions::resampled, open_closed(0, 1),
              "share of the coefficients drawn anew at first; falls to one coefficient"),
        field("tokens", &SpdyOptions::tokens,
              "trials are measured at the cheapest fidelity that costs so much; 0: the final one")};
  }
};

/// Genome: a sensitivity in (0, 1) per unit; decoded by dynamic programming on sensitivity times
/// error. Random ones first, then a hill climb that draws some coordinates anew. Errors are
/// measured damages of single levels, as in additive_levels (the paper's are layer errors of its
/// pruner, which a layout does not know). All trials share one sample; a trial that decodes to a
/// genome already tried is not evaluated again.
class Spdy {
 public:
  using Options = SpdyOptions;
  static constexpr std::string_view kName = "spdy";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "search for the sensitivities of an additive damage model, decoded by dynamic programming";
  static constexpr std::string_view kPaper = "Frantar, Alistarh, SPDY, ICML 2022";

  /// Throws Error{unsupported} if the size is an objective: one budget is needed.
  Spdy(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context);
  void tell(const Told& told, Context& context);

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo& io);

 private:
  enum class Phase : std::uint8_t { measure, starts, climb, final, done };

  [[nodiscard]] bool decode(VectorIn sensitivities, VectorOut levels) const;
  [[nodiscard]] Index tried(VectorIn levels) const;
  [[nodiscard]] Ask ask_columns(Context& context, const Matrix& x, std::uint64_t sample) const;
  [[nodiscard]] Ask ask_starts(Context& context);
  bool next_trial(Context& context);
  void remember(VectorIn levels, double damage);
  void judge(double damage);

  ProblemInfo info_;
  Options options_;
  LevelSpace space_;
  Index damage_ = 0;
  Phase phase_ = Phase::measure;
  LevelErrors errors_;
  Matrix trials_;  // sensitivities of the columns asked
  Matrix seen_;    // genomes tried
  std::vector<double> seen_damage_;
  Vector best_;  // sensitivities
  double best_damage_ = 0;
  Index resampled_ = 0;
  Index stale_ = 0;
  std::uint64_t made_ = 0;
  Finalists finalists_;
  Population population_;
};

static_assert(AskTell<Spdy>);

}  // namespace vilfredo
