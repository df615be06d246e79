// What a front lacks of the whole hypervolume, on a logarithmic scale, as studies of expensive
// problems report it.
#pragma once

#include "vilfredo/core/indicator.hpp"

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace vilfredo {

enum class LogarithmBase { e, ten };

constexpr auto enum_names(LogarithmBase) {
  return std::array{EnumName<LogarithmBase>{"e", LogarithmBase::e},
                    EnumName<LogarithmBase>{"ten", LogarithmBase::ten}};
}

struct LogHypervolumeDifferenceOptions {
  LogarithmBase base = LogarithmBase::e;
  double floor = 1e-14;
  double hypervolume = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("base", &LogHypervolumeDifferenceOptions::base, "of the logarithm"),
        field("floor", &LogHypervolumeDifferenceOptions::floor, open(0, 1),
              "differences below it count as it: a front may pass one known by points only"),
        field("hypervolume", &LogHypervolumeDifferenceOptions::hypervolume,
              closed(0, std::numeric_limits<double>::max()),
              "of the whole front, in the frame's units; 0: that of the reference set")};
  }
};

/// log(max(V - hypervolume(front), floor)), smaller is better, where V is the hypervolume of the
/// whole front: the option, or that of the frame's reference set. An empty front gives log V.
///
/// In a suite the frame of a problem may hold `hypervolume`, which then is the option on that
/// problem: published numbers rest on the V that was used then, right or wrong.
class LogHypervolumeDifferenceIndicator {
 public:
  using Options = LogHypervolumeDifferenceOptions;
  static constexpr std::string_view kName = "log_hypervolume_difference";
  static constexpr std::string_view kSummary =
      "logarithm of the hypervolume that the front lacks of the whole front's";
  static constexpr std::string_view kPaper = "Lin, Yang, Zhang, Zhang, NeurIPS 2022";
  static constexpr std::string_view kFamily = "volume";
  static constexpr Direction kBetter = Direction::minimise;
  static constexpr bool kNeedsReferencePoint = true;
  static constexpr bool kNeedsReferenceSet = true;
  static constexpr int kRevision = 1;

  [[nodiscard]] static std::vector<std::string> aliases() { return {"lhd"}; }

  /// Throws Error{invalid_argument} if the frame gives no reference point, or no reference set
  /// where the option is 0, or if V is not positive and finite.
  LogHypervolumeDifferenceIndicator(const ReferenceFrame& frame, const Options& options);

  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;

  [[nodiscard]] double whole() const { return whole_; }

 private:
  Vector reference_;
  double whole_;
  Options options_;
};

}  // namespace vilfredo
