// The epsilon indicators as entries of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>

namespace vilfredo {

class EpsilonAdditiveIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "epsilon_additive";
  static constexpr std::string_view kSummary =
      "least shift of the front after which it weakly dominates the reference set";
  static constexpr std::string_view kPaper =
      "Zitzler, Thiele, Laumanns, Fonseca, da Fonseca, IEEE TEC 7(2), 2003";
  static constexpr std::string_view kFamily = "epsilon";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  EpsilonAdditiveIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
};

class EpsilonMultiplicativeIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "epsilon_multiplicative";
  static constexpr std::string_view kSummary =
      "least factor on the front with which it weakly dominates the reference set; values above 0";
  static constexpr std::string_view kPaper =
      "Zitzler, Thiele, Laumanns, Fonseca, da Fonseca, IEEE TEC 7(2), 2003";
  static constexpr std::string_view kFamily = "epsilon";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  EpsilonMultiplicativeIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
};

}  // namespace vilfredo
