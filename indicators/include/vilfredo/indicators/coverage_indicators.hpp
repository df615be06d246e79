// Coverage in both directions, as entries of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/indicators/coverage.hpp"

#include <array>
#include <string_view>
#include <tuple>

namespace vilfredo {

constexpr auto enum_names(CoverageBy) {
  return std::array{EnumName<CoverageBy>{"weak_dominance", CoverageBy::weak_dominance},
                    EnumName<CoverageBy>{"dominance", CoverageBy::dominance}};
}

struct CoverageIndicatorOptions {
  CoverageBy by = CoverageBy::weak_dominance;

  static constexpr auto fields() {
    return std::tuple{field("by", &CoverageIndicatorOptions::by,
                            "weak_dominance: an equal point covers; dominance: it does not")};
  }
};

class CoverageIndicator {
 public:
  using Options = CoverageIndicatorOptions;
  static constexpr std::string_view kName = "coverage";
  static constexpr std::string_view kSummary =
      "share of the reference set that the front dominates";
  static constexpr std::string_view kPaper = "Zitzler, Thiele, IEEE TEC 3(4), 1999";
  static constexpr std::string_view kFamily = "dominance";
  static constexpr Direction kBetter = Direction::maximise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  CoverageIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Matrix reference_set_;
  CoverageBy by_;
};

class CoverageByReferenceIndicator {
 public:
  using Options = CoverageIndicatorOptions;
  static constexpr std::string_view kName = "coverage_by_reference";
  static constexpr std::string_view kSummary =
      "share of the front that the reference set dominates; not defined for an empty front";
  static constexpr std::string_view kPaper = "Zitzler, Thiele, IEEE TEC 3(4), 1999";
  static constexpr std::string_view kFamily = "dominance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  CoverageByReferenceIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Matrix reference_set_;
  CoverageBy by_;
};

}  // namespace vilfredo
