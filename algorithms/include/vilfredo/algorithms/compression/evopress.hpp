// EvoPress: evolutionary search for the levels of all units of a model under a size budget that is
// kept exactly.
//
//   P <- the best of the starts
//   repeat: O <- lambda distinct children of P by level switches
//           for each stage (survivors, tokens): a new sample of so many tokens, the same for all of
//             O; in the last stage P competes; O <- the best survivors
//           P <- the one left
//
// Sieberling, Kuznedelev, Kurtic, Alistarh, "EvoPress: Towards Optimal Dynamic Model Compression
// via Evolutionary Search", arXiv 2410.14649, 2024; ICML 2025. Differences from its public program,
// each one of that program's faults: the parent enters the last stage, and that one only, whatever
// the numbers of survivors; a unit is not switched with itself and no child equals its parent or a
// sibling; a search without a possible move ends instead of spinning; a failed evaluation ranks
// last; it resumes. Added: units of unequal size (LevelSpace), several searches from different
// starts, and an end in which the parents and the uniform allocation, if asked for with the
// additive optimum, are scored on one large sample, so that nothing worse than them is returned. If
// the budget ends before the generations do, the end takes place before; a budget too small for one
// generation and the end is cut, and the parent stays with its last value.
#pragma once

#include "vilfredo/algorithms/compression/cell_search.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct EvopressOptions {
  EvopressSettings search = {};
  Index searches = 1;

  static constexpr auto fields() {
    return std::tuple{field("search", &EvopressOptions::search, "settings of a search"),
                      field("searches", &EvopressOptions::searches, at_least(1),
                            "one after the other, from different starts, as the budget allows")};
  }
};

class Evopress {
 public:
  using Options = EvopressOptions;
  static constexpr std::string_view kName = "evopress";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "(1 + lambda) search by level switches with multi-step selection, under an exact budget";
  static constexpr std::string_view kPaper =
      "Sieberling, Kuznedelev, Kurtic, Alistarh, EvoPress, ICML 2025";

  /// Throws Error{unsupported} without a compression layout or with more than one damage, and for a
  /// layout of sizes to choose from ("at most", size an objective): that is evopress_front's.
  Evopress(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context) { return search_.ask(context); }

  void tell(const Told& told, Context& context) { search_.tell(told, context); }

  /// Parents of all searches so far; in the end all finalists. Values are comparable in the end
  /// only.
  [[nodiscard]] const Population& population() const { return search_.population(); }

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] const EvopressPlan& plan() const { return search_.plan(); }

  void persist(StateIo& io) { io("search", search_); }

 private:
  Options options_;
  CellSearch search_;
};

static_assert(AskTell<Evopress>);

}  // namespace vilfredo
