// The distance family as entries of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct DistanceOptions {
  double p = 1;

  static constexpr auto fields() {
    return std::tuple{field("p", &DistanceOptions::p, closed(1, 1e6),
                            "exponent of the power mean of distances; 1 is the plain mean")};
  }
};

class IgdIndicator {
 public:
  using Options = DistanceOptions;
  static constexpr std::string_view kName = "igd";
  static constexpr std::string_view kSummary = "mean distance from the reference set to the front";
  static constexpr std::string_view kPaper =
      "Coello, Reyes Sierra, MICAI 2004; Schuetze et al., IEEE TEC 16(4), 2012";
  static constexpr std::string_view kFamily = "distance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  IgdIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
  double p_;
};

class IgdPlusIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "igd_plus";
  static constexpr std::string_view kSummary =
      "mean distance from the reference set to the region that the front dominates";
  static constexpr std::string_view kPaper = "Ishibuchi, Masuda, Tanigaki, Nojima, EMO 2015";
  static constexpr std::string_view kFamily = "distance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  IgdPlusIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
};

class GdIndicator {
 public:
  using Options = DistanceOptions;
  static constexpr std::string_view kName = "gd";
  static constexpr std::string_view kSummary =
      "mean distance from the front to the reference set; not defined for an empty front";
  static constexpr std::string_view kPaper =
      "Van Veldhuizen, Lamont, Evol. Comput. 8(2), 2000; Schuetze et al., IEEE TEC 16(4), 2012";
  static constexpr std::string_view kFamily = "distance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  GdIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
  double p_;
};

class GdPlusIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "gd_plus";
  static constexpr std::string_view kSummary =
      "mean distance by which the front is worse than the reference set; not defined for an empty "
      "front";
  static constexpr std::string_view kPaper = "Ishibuchi, Masuda, Tanigaki, Nojima, EMO 2015";
  static constexpr std::string_view kFamily = "distance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  GdPlusIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
};

class AveragedHausdorffIndicator {
 public:
  using Options = DistanceOptions;
  static constexpr std::string_view kName = "averaged_hausdorff";
  static constexpr std::string_view kSummary =
      "the larger of gd and igd with the same exponent; not defined for an empty front";
  static constexpr std::string_view kPaper =
      "Schuetze, Esquivel, Lara, Coello, IEEE TEC 16(4), 2012";
  static constexpr std::string_view kFamily = "distance";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} without a reference set.
  AveragedHausdorffIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  Matrix reference_set_;
  double p_;
};

}  // namespace vilfredo
