// The whole front of size against damage in one search: EvoPress with one parent per budget cell.
//
// In every generation one cell's parent, in turn, has lambda children: by level switches (the same
// cell), by one unit a level up or down (a neighbouring cell) or by a stretch of units from the
// parent of a nearby cell. Children compete per destination cell; in the last stage with the
// parents of the cells they landed in, all on the same sample. A smaller genome that beats a larger
// cell's parent is filled up to that size and joins the next generation. In the end all parents and
// the uniform allocation of every cell are scored on one large sample.
//
// Ours; EvoPress (evopress.hpp) is the case of one cell and switches only, bit for bit. Cells take
// turns in order; nothing weighs them by what they gained.
#pragma once

#include "vilfredo/algorithms/compression/cell_search.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct EvopressFrontOptions {
  EvopressSettings search = {};
  Index cells = 0;
  double smallest = 0;
  double step = 0.3;
  double cross = 0.1;
  Index reach = 2;

  static constexpr auto fields() {
    return std::tuple{
        field("search", &EvopressFrontOptions::search, "settings of the search"),
        field("cells", &EvopressFrontOptions::cells, closed(0, 100'000),
              "budgets, evenly spaced; 0: every total size if there are at most 64, else 64"),
        field("smallest", &EvopressFrontOptions::smallest, closed(0, 1),
              "smallest budget, as a share of the way from the smallest size to the budget"),
        field("step", &EvopressFrontOptions::step, closed(0, 1),
              "probability that a child is its parent with one unit a level up or down"),
        field("cross", &EvopressFrontOptions::cross, closed(0, 1),
              "probability that it takes a stretch of units from a nearby cell"),
        field("reach", &EvopressFrontOptions::reach, at_least(1), "how many cells away that is")};
  }

  /// Throws Error{invalid_argument} if step and cross exceed 1 together.
  static void check(const EvopressFrontOptions& options);
};

class EvopressFront {
 public:
  using Options = EvopressFrontOptions;
  static constexpr std::string_view kName = "evopress_front";
  static constexpr std::string_view kFamily = "compression";
  static constexpr std::string_view kSummary =
      "EvoPress with a parent per size: the front of size against damage in one search";
  static constexpr std::string_view kPaper =
      "after Sieberling, Kuznedelev, Kurtic, Alistarh, EvoPress, ICML 2025";

  /// Throws Error{unsupported} without a compression layout or with more than one damage. A layout
  /// with an exact budget has one cell.
  EvopressFront(const ProblemInfo& info, const Options& options);

  [[nodiscard]] Ask ask(Context& context) { return search_.ask(context); }

  void tell(const Told& told, Context& context) { search_.tell(told, context); }

  /// One parent per cell; in the end all finalists. Values of different cells are comparable in the
  /// end only.
  [[nodiscard]] const Population& population() const { return search_.population(); }

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] const EvopressPlan& plan() const { return search_.plan(); }

  void persist(StateIo& io) { io("search", search_); }

 private:
  Options options_;
  CellSearch search_;
};

static_assert(AskTell<EvopressFront>);

/// The budgets that such options stand for, ascending.
[[nodiscard]] std::vector<std::int64_t> cell_targets(const CompressionLayout& layout,
                                                     Index cells,
                                                     double smallest);

}  // namespace vilfredo
