// R2 as an entry of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/indicators/r2.hpp"

#include <array>
#include <string_view>
#include <tuple>

namespace vilfredo {

constexpr auto enum_names(R2Utility) {
  return std::array{EnumName<R2Utility>{"tchebycheff", R2Utility::tchebycheff},
                    EnumName<R2Utility>{"weighted_sum", R2Utility::weighted_sum},
                    EnumName<R2Utility>{"augmented_tchebycheff", R2Utility::augmented_tchebycheff}};
}

constexpr auto enum_names(BeyondIdeal) {
  return std::array{EnumName<BeyondIdeal>{"clip", BeyondIdeal::clip},
                    EnumName<BeyondIdeal>{"abs", BeyondIdeal::absolute}};
}

struct R2IndicatorOptions {
  R2Utility utility = R2Utility::tchebycheff;
  BeyondIdeal beyond_ideal = BeyondIdeal::clip;
  double augmentation = 1e-4;
  Index divisions = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("utility", &R2IndicatorOptions::utility, "what a weight vector minimises"),
        field("beyond_ideal", &R2IndicatorOptions::beyond_ideal,
              "a coordinate better than the ideal point counts as 0 (clip) or mirrored (abs)"),
        field("augmentation", &R2IndicatorOptions::augmentation, closed(0, 1e6),
              "rho, used by augmented_tchebycheff"),
        field("divisions", &R2IndicatorOptions::divisions, closed(0, 1e6),
              "of the simplex lattice of weights; 0: 100 for two objectives, else the most that "
              "give at most 500 weights")};
  }

  /// What the chosen utility would not use is refused.
  static void check(const R2IndicatorOptions& options);
};

class R2Indicator {
 public:
  using Options = R2IndicatorOptions;
  static constexpr std::string_view kName = "r2";
  static constexpr std::string_view kSummary =
      "mean over a lattice of weights of the best utility that the front offers";
  static constexpr std::string_view kPaper =
      "Hansen, Jaszkiewicz, IMM-REP-1998-7; Brockhoff, Wagner, Trautmann, GECCO 2012";
  static constexpr std::string_view kFamily = "utility";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsIdeal = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without an ideal point, or for a lattice that is too large.
  R2Indicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;
  /// r2_contributions() with the same weights.
  [[nodiscard]] Vector contributions(MatrixIn front) const;

 private:
  Vector ideal_;
  Matrix weights_;
  R2Settings settings_;
};

}  // namespace vilfredo
