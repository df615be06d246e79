// Expected utility as an entry of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace vilfredo {

/// Weights of the columns, each n_obj numbers >= 0.
struct ListedWeights {
  static constexpr std::string_view kType = "list";
  std::vector<std::vector<double>> weights = {};

  static constexpr auto fields() {
    return std::tuple{field("weights", &ListedWeights::weights, at_least(0),
                            "one list of n_obj numbers per weight vector")};
  }
};

struct LatticeWeights {
  static constexpr std::string_view kType = "lattice";
  Index divisions = 0;

  static constexpr auto fields() {
    return std::tuple{field("divisions", &LatticeWeights::divisions, closed(0, 1e6),
                            "of the simplex lattice; 0: 100 for two objectives, else the most that "
                            "give at most 500 weights")};
  }
};

struct AllWeights {
  static constexpr std::string_view kType = "exact";

  static constexpr auto fields() { return std::tuple{}; }
};

struct SampledWeights {
  static constexpr std::string_view kType = "sampled";
  Index samples = 10000;
  Index seed = 1;

  static constexpr auto fields() {
    return std::tuple{
        field("samples", &SampledWeights::samples, closed(2, 1e9), "weight vectors drawn"),
        field("seed", &SampledWeights::seed, at_least(0), "of the weights; equal for every front")};
  }
};

struct ExpectedUtilityOptions {
  std::variant<LatticeWeights, ListedWeights, AllWeights, SampledWeights> weights = {};

  static constexpr auto fields() {
    return std::tuple{field("weights", &ExpectedUtilityOptions::weights,
                            "where weights come from; exact takes two objectives")};
  }
};

class ExpectedUtilityIndicator {
 public:
  using Options = ExpectedUtilityOptions;
  static constexpr std::string_view kName = "expected_utility";
  static constexpr std::string_view kSummary =
      "mean over weights of the best weighted sum of maximised returns (minus the objectives)";
  static constexpr std::string_view kPaper =
      "Zintgraf, Kanters, Roijers, Oliehoek, Beau, BNAIC 2015";
  static constexpr std::string_view kFamily = "utility";
  static constexpr Direction kBetter = Direction::maximise;
  static constexpr int kRevision = 1;

  /// Needs nothing of the frame. Throws Error{invalid_argument} for an empty or ragged list of
  /// weights.
  ExpectedUtilityIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  ExpectedUtilityOptions options_;
};

}  // namespace vilfredo
