// Point measures: a number for every point of a front, such as what it contributes.
#pragma once

#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/registry.hpp"

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vilfredo {

/// P is built from a frame (already normalised if the frame asks for it) and options, and maps a
/// front (n_obj x N, minimised, no NaN) to N numbers in the order of its columns.
template <class P>
concept PointMeasure =
    std::constructible_from<P, const ReferenceFrame&, const typename P::Options&> &&
    requires(const P& measure, MatrixIn front) {
  requires Options<typename P::Options>;
  { P::kName } -> std::convertible_to<std::string_view>;
  { measure(front) } -> std::convertible_to<Vector>;
};

struct PointMeasureEntry {
  EntryDescription description;
  bool needs_reference_point = false;
  bool needs_ideal = false;
  /// One number per column of the front, which is in the objectives' own scale and minimised.
  /// Throws what the measure's constructor and the measure throw.
  std::function<Vector(const ReferenceFrame& frame, const Value& params, MatrixIn front)> measure;
  std::function<Value(const Value& params, const std::string& pointer, Faults& faults)> resolve;
};

class PointMeasureRegistry {
 public:
  /// P says what it needs by kNeedsReferencePoint and kNeedsIdeal (default false).
  template <PointMeasure P>
  void add() {
    using O = typename P::Options;
    PointMeasureEntry out;
    out.description = detail::description_of<P>();
    if constexpr (requires { P::kNeedsReferencePoint; }) {
      out.needs_reference_point = P::kNeedsReferencePoint;
    }
    if constexpr (requires { P::kNeedsIdeal; }) {
      out.needs_ideal = P::kNeedsIdeal;
    }
    out.measure = [](const ReferenceFrame& frame, const Value& params, MatrixIn front) {
      const O options = options_from<O>(params);
      return frame.normalise ? Vector(P(in_frame(frame), options)(frame.normalised(front)))
                             : Vector(P(frame, options)(front));
    };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    catalogue_.add(std::move(out));
  }

  [[nodiscard]] bool has(std::string_view name) const { return catalogue_.has(name); }

  /// Throws Error{not_found} with the nearest spelling.
  [[nodiscard]] const PointMeasureEntry& at(std::string_view name) const {
    return catalogue_.at(name);
  }

  [[nodiscard]] std::vector<std::string> names() const { return catalogue_.names(); }

 private:
  /// The frame in its own units: ideal 0, nadir 1.
  [[nodiscard]] static ReferenceFrame in_frame(const ReferenceFrame& frame);

  detail::Catalogue<PointMeasureEntry> catalogue_{"point measure"};
};

}  // namespace vilfredo
