// Hypervolume as an entry of the indicator registry.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class ReferencePointFrom {
  frame,  ///< the frame's reference point; where it has none, from ideal and nadir with offset 0.1
  nadir   ///< nadir + offset * (nadir - ideal)
};

constexpr auto enum_names(ReferencePointFrom) {
  return std::array{EnumName<ReferencePointFrom>{"frame", ReferencePointFrom::frame},
                    EnumName<ReferencePointFrom>{"nadir", ReferencePointFrom::nadir}};
}

struct HypervolumeIndicatorOptions {
  ReferencePointFrom reference = ReferencePointFrom::frame;
  double offset = 0.1;

  static constexpr auto fields() {
    return std::tuple{
        field("reference", &HypervolumeIndicatorOptions::reference,
              "where the reference point comes from: the problem's frame, or its nadir and offset"),
        field(
            "offset", &HypervolumeIndicatorOptions::offset, closed(0, 1e6),
            "distance of the reference beyond the nadir, in ranges of each objective; 1/H suits a "
            "lattice of H divisions")};
  }

  /// An offset that would not be used is refused.
  static void check(const HypervolumeIndicatorOptions& options);
};

class HypervolumeIndicator {
 public:
  using Options = HypervolumeIndicatorOptions;
  static constexpr std::string_view kName = "hypervolume";
  static constexpr std::string_view kSummary =
      "volume dominated by the front, up to a reference point; exact in any dimension";
  static constexpr std::string_view kPaper =
      "Zitzler, Thiele, IEEE TEC 3(4), 1999; While, Bradstreet, Barone, IEEE TEC 16(1), 2012";
  static constexpr std::string_view kFamily = "volume";
  static constexpr Direction kBetter = Direction::maximise;
  static constexpr bool kNeedsReferencePoint = true;
  static constexpr int kRevision = 2;

  [[nodiscard]] static std::vector<std::string> aliases() { return {"hv"}; }

  /// Throws Error{invalid_argument} if neither the frame nor its ideal and nadir give a reference.
  HypervolumeIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

  [[nodiscard]] const Vector& reference() const { return reference_; }

 private:
  Vector reference_;
};

}  // namespace vilfredo
