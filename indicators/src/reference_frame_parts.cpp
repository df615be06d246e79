#include "reference_frame_parts.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

namespace vilfredo::detail {
namespace {

constexpr double kUsualOffset = 0.1;

}  // namespace

Matrix reference_set_of(std::string_view indicator, const ReferenceFrame& frame) {
  if (frame.reference_set.size() == 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} compares with a reference set, and the frame has none", indicator));
  }
  require_finite("the reference set", frame.reference_set);
  return frame.reference_set;
}

Vector ideal_of(std::string_view indicator, const ReferenceFrame& frame) {
  if (frame.ideal.size() == 0) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} needs an ideal point, and the frame has none", indicator));
  }
  require_finite("the ideal point", frame.ideal);
  return frame.ideal;
}

Vector reference_point_of(std::string_view indicator, const ReferenceFrame& frame) {
  if (frame.reference.size() == 0) {
    return beyond_nadir(indicator, frame, kUsualOffset);
  }
  require_no_nan("the reference point", frame.reference);
  return frame.reference;
}

Vector beyond_nadir(std::string_view indicator, const ReferenceFrame& frame, double offset) {
  if (frame.ideal.size() == 0 || frame.nadir.size() != frame.ideal.size()) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} needs a reference point, or an ideal and a nadir point of the same "
                            "length to derive it from, and the frame has neither",
                            indicator));
  }
  require_finite("the ideal point", frame.ideal);
  require_finite("the nadir point", frame.nadir);
  Vector reference(frame.nadir.size());
  for (Index i = 0; i < reference.size(); ++i) {
    const double range = frame.nadir[i] - frame.ideal[i];
    if (!(range > 0)) {
      throw Error(Errc::invalid_argument,
                  fmt::format("{} cannot derive a reference point: nadir must be above ideal in "
                              "every objective, and objective {} has the range {}",
                              indicator, i + 1, range));
    }
    reference[i] = frame.nadir[i] + offset * range;
  }
  return reference;
}

}  // namespace vilfredo::detail
