// How evenly a front is spread, as entries of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>

namespace vilfredo {

class SpacingIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "spacing";
  static constexpr std::string_view kSummary =
      "deviation of the gaps between neighbours; 0 is even, says nothing about how good";
  static constexpr std::string_view kPaper = "Schott, MIT 1995";
  static constexpr std::string_view kFamily = "distribution";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr int kRevision = 1;

  /// Needs nothing of the frame.
  SpacingIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
};

class SpreadIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "spread";
  static constexpr std::string_view kSummary = "evenness and reach of a front of two objectives";
  static constexpr std::string_view kPaper = "Deb, Pratap, Agarwal, Meyarivan, IEEE TEC 6(2), 2002";
  static constexpr std::string_view kFamily = "distribution";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  SpreadIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Matrix reference_set_;
};

class GeneralisedSpreadIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "generalised_spread";
  static constexpr std::string_view kSummary =
      "evenness and reach of a front of any number of objectives";
  static constexpr std::string_view kPaper = "Zhou, Jin, Zhang, Sendhoff, Tsang, CEC 2006";
  static constexpr std::string_view kFamily = "distribution";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  GeneralisedSpreadIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Matrix reference_set_;
};

class SparsityIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "sparsity";
  static constexpr std::string_view kSummary =
      "mean squared gap between neighbours of the front, summed over objectives";
  static constexpr std::string_view kPaper = "Xu et al., ICML 2020";
  static constexpr std::string_view kFamily = "distribution";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr int kRevision = 1;

  /// Needs nothing of the frame.
  SparsityIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
};

}  // namespace vilfredo
