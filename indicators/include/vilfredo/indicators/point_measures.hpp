// Contributions, ranks, crowding and subsets as entries of the registry of point measures.
#pragma once

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/indicators/hypervolume_contributions.hpp"
#include "vilfredo/indicators/point_measure.hpp"
#include "vilfredo/indicators/r2_indicator.hpp"

#include <array>
#include <string_view>
#include <tuple>

namespace vilfredo {

constexpr auto enum_names(DominatedPoints) {
  return std::array{EnumName<DominatedPoints>{"ignore", DominatedPoints::ignore},
                    EnumName<DominatedPoints>{"count", DominatedPoints::count}};
}

struct HypervolumeContributionsOptions {
  DominatedPoints dominated = DominatedPoints::ignore;

  static constexpr auto fields() {
    return std::tuple{
        field("dominated", &HypervolumeContributionsOptions::dominated,
              "ignore: dominated points take nothing away from others; count: they do")};
  }
};

class HypervolumeContributions {
 public:
  using Options = HypervolumeContributionsOptions;
  static constexpr std::string_view kName = "hypervolume_contributions";
  static constexpr std::string_view kSummary =
      "volume that a point dominates alone, up to a reference point";
  static constexpr std::string_view kPaper = "Bringmann, Friedrich, TCS 425, 2012";
  static constexpr std::string_view kFamily = "volume";
  static constexpr bool kNeedsReferencePoint = true;

  /// Throws Error{invalid_argument} without a reference point.
  HypervolumeContributions(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] Vector operator()(MatrixIn front) const;

 private:
  Vector reference_;
  DominatedPoints dominated_;
};

class R2Contributions {
 public:
  using Options = R2IndicatorOptions;
  static constexpr std::string_view kName = "r2_contributions";
  static constexpr std::string_view kSummary = "how much R2 over a lattice grows without a point";
  static constexpr std::string_view kPaper = "Brockhoff, Wagner, Trautmann, GECCO 2012";
  static constexpr std::string_view kFamily = "utility";
  static constexpr bool kNeedsIdeal = true;

  /// As R2Indicator.
  R2Contributions(const ReferenceFrame& frame, const Options& options)
      : indicator_(frame, options) {}

  [[nodiscard]] Vector operator()(MatrixIn front) const { return indicator_.contributions(front); }

 private:
  R2Indicator indicator_;
};

class ExactR2Contributions {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "r2_exact_contributions";
  static constexpr std::string_view kSummary =
      "how much R2 over all weights grows without a point, exactly";
  static constexpr std::string_view kPaper = "Schaepermeier, Kerschke, Evol. Comput. 2025";
  static constexpr std::string_view kFamily = "utility";
  static constexpr bool kNeedsIdeal = true;

  /// Throws Error{invalid_argument} without an ideal point.
  ExactR2Contributions(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] Vector operator()(MatrixIn front) const;

 private:
  Vector ideal_;
};

class NonDominatedRank {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "rank";
  static constexpr std::string_view kSummary =
      "0 if nothing dominates a point, else 1 + the largest rank of what does";
  static constexpr std::string_view kFamily = "sorting";

  NonDominatedRank(const ReferenceFrame& /*frame*/, const Options& /*options*/) {}

  [[nodiscard]] Vector operator()(MatrixIn front) const;
};

class CrowdingDistance {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "crowding_distance";
  static constexpr std::string_view kSummary =
      "how lonely a point is among those of its rank, as in NSGA-II; inf at the ends";
  static constexpr std::string_view kPaper = "Deb, Pratap, Agarwal, Meyarivan, IEEE TEC 6(2), 2002";
  static constexpr std::string_view kFamily = "sorting";

  CrowdingDistance(const ReferenceFrame& /*frame*/, const Options& /*options*/) {}

  /// Throws Error{invalid_argument} for an infinite value.
  [[nodiscard]] Vector operator()(MatrixIn front) const;
};

enum class SubsetMethod { greedy, exact };

constexpr auto enum_names(SubsetMethod) {
  return std::array{EnumName<SubsetMethod>{"greedy", SubsetMethod::greedy},
                    EnumName<SubsetMethod>{"exact", SubsetMethod::exact}};
}

struct HypervolumeSubsetOptions {
  Index size = 10;
  SubsetMethod method = SubsetMethod::greedy;

  static constexpr auto fields() {
    return std::tuple{
        field("size", &HypervolumeSubsetOptions::size, at_least(0), "points to choose at most"),
        field("method", &HypervolumeSubsetOptions::method,
              "greedy in any dimension, exact for two objectives")};
  }
};

class HypervolumeSubset {
 public:
  using Options = HypervolumeSubsetOptions;
  static constexpr std::string_view kName = "hypervolume_subset";
  static constexpr std::string_view kSummary =
      "1, 2, … for the points chosen to keep most hypervolume (greedy: in that order), 0 for "
      "others";
  static constexpr std::string_view kPaper =
      "Bringmann, Friedrich, Klitzke, GECCO 2014; Chen, Ishibuchi, Shang, CEC 2020";
  static constexpr std::string_view kFamily = "volume";
  static constexpr bool kNeedsReferencePoint = true;

  /// Throws Error{invalid_argument} without a reference point.
  HypervolumeSubset(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] Vector operator()(MatrixIn front) const;

 private:
  Vector reference_;
  Options options_;
};

/// Adds crowding_distance, hypervolume_contributions, hypervolume_subset, r2_contributions,
/// r2_exact_contributions and rank.
void register_builtin_point_measures(PointMeasureRegistry& registry);

}  // namespace vilfredo
