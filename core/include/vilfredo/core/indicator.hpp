// Indicators: a number that says how good a front is.
//
// Declared here because stop rules and traces need them; implemented in vilfredo::indicators.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/core/types.hpp"

#include <concepts>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace vilfredo {

class WorkerPool;

enum class Direction : std::uint8_t { minimise, maximise };

/// Exact: value = lower = upper up to rounding. Otherwise the bounds hold with the confidence the
/// indicator documents.
struct IndicatorValue {
  double value = std::numeric_limits<double>::quiet_NaN();
  double lower = std::numeric_limits<double>::quiet_NaN();
  double upper = std::numeric_limits<double>::quiet_NaN();
  bool exact = true;

  [[nodiscard]] static IndicatorValue exactly(double value) { return {value, value, value, true}; }
};

/// Against what fronts are measured. Frozen before the first value; values measured in frames with
/// different hashes cannot be compared. All in the minimised sense and in the objectives' own
/// scale; with `normalise` every indicator maps ideal to 0 and nadir to 1 first (also reference
/// point and set), in each objective.
struct ReferenceFrame {
  Vector ideal = {};          ///< n_obj, or empty if not needed
  Vector nadir = {};          ///< n_obj, or empty if not needed
  Vector reference = {};      ///< n_obj: reference point of hypervolume, or empty
  Matrix reference_set = {};  ///< n_obj x M: of distance indicators, or empty
  bool normalise = false;
  std::string provenance = {};  ///< for people: where the numbers come from

  [[nodiscard]] std::string hash() const;  ///< SHA-256 of all numbers, 64 hex digits
  /// (f - ideal) / (nadir - ideal). Throws Error{invalid_argument} if a range is not positive.
  [[nodiscard]] Matrix normalised(MatrixIn f) const;
};

/// I is built from a frame (already normalised if the frame asks for it) and options, and maps a
/// front (n_obj x N, minimised, no NaN) to a value. If it can be shared by threads, it also takes a
/// front and a WorkerPool&; the bits then do not depend on the number of threads.
template <class I>
concept Indicator = std::constructible_from<I, const ReferenceFrame&, const typename I::Options&> &&
    requires(const I& indicator, MatrixIn front) {
  requires Options<typename I::Options>;
  { I::kName } -> std::convertible_to<std::string_view>;
  { I::kBetter } -> std::convertible_to<Direction>;
  { indicator(front) } -> std::convertible_to<IndicatorValue>;
};

/// Any indicator with its frame, as a value.
class AnyIndicator {
 public:
  AnyIndicator() = default;

  /// Throws what I's constructor throws (a reference point of another length, a missing set, …).
  template <Indicator I>
  [[nodiscard]] static AnyIndicator make(const ReferenceFrame& frame,
                                         const typename I::Options& options) {
    AnyIndicator any;
    any.frame_ = std::make_shared<const ReferenceFrame>(frame);
    any.model_ = std::make_shared<const Model<I>>(I(in_frame(frame), options));
    any.name_ = I::kName;
    any.better_ = I::kBetter;
    return any;
  }

  [[nodiscard]] bool valid() const { return model_ != nullptr; }

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] Direction better() const { return better_; }

  [[nodiscard]] const ReferenceFrame& frame() const { return *frame_; }

  /// `front` in the objectives' own scale, minimised. Throws Error{invalid_argument} on a NaN or on
  /// another number of rows than the frame has.
  [[nodiscard]] IndicatorValue operator()(MatrixIn front) const;
  /// The same by several threads, where the indicator can.
  [[nodiscard]] IndicatorValue operator()(MatrixIn front, WorkerPool& pool) const;

 private:
  struct Base {
    virtual ~Base() = default;
    /// pool may be null.
    [[nodiscard]] virtual IndicatorValue measure(MatrixIn front, WorkerPool* pool) const = 0;
  };

  template <class I>
  struct Model final : Base {
    explicit Model(I i) : indicator(std::move(i)) {}

    [[nodiscard]] IndicatorValue measure(MatrixIn front, WorkerPool* pool) const override {
      if constexpr (requires { indicator(front, *pool); }) {
        if (pool != nullptr) {
          return indicator(front, *pool);
        }
      }
      return indicator(front);
    }

    I indicator;
  };

  [[nodiscard]] IndicatorValue measured(MatrixIn front, WorkerPool* pool) const;
  [[nodiscard]] static ReferenceFrame in_frame(const ReferenceFrame& frame);

  std::shared_ptr<const Base> model_;
  std::shared_ptr<const ReferenceFrame> frame_;
  std::string name_;
  Direction better_ = Direction::minimise;
};

}  // namespace vilfredo
