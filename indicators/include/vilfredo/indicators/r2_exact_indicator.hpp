// Exact R2 as an entry of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>

namespace vilfredo {

class ExactR2Indicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "r2_exact";
  static constexpr std::string_view kSummary =
      "R2 over all weights of the simplex at once, exactly; up to 8 objectives";
  static constexpr std::string_view kPaper =
      "Emmerich, arXiv 2606.30530, 2026; Schaepermeier, Kerschke, Evol. Comput. 2025";
  static constexpr std::string_view kFamily = "utility";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsIdeal = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without an ideal point.
  ExactR2Indicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Vector ideal_;
};

}  // namespace vilfredo
