// Relatives of the hypervolume, as entries of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <string_view>
#include <tuple>

namespace vilfredo {

struct ConeHypervolumeOptions {
  double tilt = 0.1;

  static constexpr auto fields() {
    return std::tuple{
        field("tilt", &ConeHypervolumeOptions::tilt, open(-1, 1),
              "of the generators e_i - tilt * (other unit vectors), below "
              "1 / (n_obj - 1); 0 is the plain hypervolume, above it dominates more")};
  }
};

class ConeHypervolumeIndicator {
 public:
  using Options = ConeHypervolumeOptions;
  static constexpr std::string_view kName = "cone_hypervolume";
  static constexpr std::string_view kSummary =
      "volume dominated with respect to a tilted cone, up to a reference point";
  static constexpr std::string_view kPaper = "Emmerich, Deutz, Kruisselbrink, Shukla, EMO 2013";
  static constexpr std::string_view kFamily = "volume";
  static constexpr Direction kBetter = Direction::maximise;
  static constexpr bool kNeedsReferencePoint = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} if the frame gives no reference point or the tilt is too large.
  ConeHypervolumeIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Vector reference_;
  Matrix generators_;
};

class CocoHypervolumeIndicator {
 public:
  using Options = NoOptions;
  static constexpr std::string_view kName = "coco_hypervolume";
  static constexpr std::string_view kSummary =
      "normalised hypervolume up to the nadir, or minus the distance to the region below it";
  static constexpr std::string_view kPaper =
      "Brockhoff, Tran, Hansen, GECCO 2015; Brockhoff et al., arXiv 1605.01746";
  static constexpr std::string_view kFamily = "volume";
  static constexpr Direction kBetter = Direction::maximise;
  static constexpr bool kNeedsIdeal = true;
  static constexpr int kRevision = 1;

  /// Throws Error{invalid_argument} unless the frame has an ideal point and a nadir above it.
  CocoHypervolumeIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

 private:
  Vector ideal_;
  Vector nadir_;
};

}  // namespace vilfredo
