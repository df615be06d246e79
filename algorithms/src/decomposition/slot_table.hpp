// What the sub-problems of a decomposition compare: weights, objectives and values, slot by slot.
#pragma once

#include "slot_kernels.hpp"
#include "vilfredo/algorithms/decomposition/scalarisation.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// N sub-problems ("slots"), each with a weight vector and the objectives of its present solution.
/// Invariant between calls: value(j) is the scalarised value of slot j's solution under the present
/// weights, ideal and scale; +infinity while the slot holds no evaluated solution.
class SlotTable {
 public:
  SlotTable(const Scalarisation& scalarisation, Index n_obj);

  /// n_obj x N, not negative. Values are kept in step. Keeps the solutions if N is unchanged.
  void set_weights(const Matrix& weights);

  [[nodiscard]] const Matrix& weights() const { return weights_; }

  [[nodiscard]] Index size() const { return weights_.cols(); }

  /// Number of rows the kernels run over: a multiple of 8 above size().
  [[nodiscard]] int rows() const { return rows_; }

  /// A row that no point can improve; fills up lists to a multiple of 8.
  [[nodiscard]] std::int32_t padding_row() const { return static_cast<std::int32_t>(size()); }

  /// Componentwise minimum of all points observed.
  [[nodiscard]] const Vector& ideal() const { return ideal_; }

  /// Lowers the ideal point; the values follow.
  void observe(const double* f) {
    bool lower = false;
    for (Index j = 0; j < n_obj_; ++j) {
      lower |= f[j] < ideal_[j];
    }
    if (lower) {
      lower_ideal(f);
    }
  }

  /// d is divided by the scale from now on; `nadir` is where functions that look down start.
  void set_normalisation(const Vector& inverse_scale, const Vector& nadir);

  [[nodiscard]] const Vector& inverse_scale() const { return inverse_scale_; }

  /// One number per slot, of the adaptive functions; 1 until set. The values follow.
  void set_shapes(const Vector& shapes);

  [[nodiscard]] double shape(Index slot) const { return shapes_[static_cast<std::size_t>(slot)]; }

  [[nodiscard]] bool looks_down() const { return looks_down_; }

  [[nodiscard]] double value(Index slot) const { return values_[static_cast<std::size_t>(slot)]; }

  /// Value that another point would have in a slot. For rare use.
  [[nodiscard]] double value_of(const double* f, Index slot) const;

  /// Compares a point with the slots listed (a multiple of 8, filled up with padding_row()).
  /// `listed` are their weights as list_weights gives them, or null.
  void compare(const double* f, std::span<const std::int32_t> slots, const double* listed);
  /// Appends the weights of the slots listed, as the kernels read them: side by side per objective.
  void list_weights(std::span<const std::int32_t> slots, std::vector<double>& out) const;

  /// False for functions without a kernel, which have no use for listed weights.
  [[nodiscard]] bool has_kernel() const { return form_ != kFormCount; }

  /// Compares a point with all slots.
  void compare_all(const double* f);

  /// Of the last comparison: bit i % 64 of word i / 64 says that the point is at least as good in
  /// the i-th slot.
  [[nodiscard]] std::span<std::uint64_t> better() { return better_; }

  [[nodiscard]] double compared_value(std::size_t i) const { return compared_[i]; }

  /// Puts a point into a slot; `value` is its value there.
  void put(Index slot, const double* f, double value);

  /// The same without knowing the value.
  void put(Index slot, const double* f) { put(slot, f, value_of(f, slot)); }

  /// Marks a slot as holding nothing evaluated.
  void clear(Index slot);

  void persist(StateIo& io);

 private:
  void lower_ideal(const double* f);
  void refresh();
  void prepare();
  [[nodiscard]] SlotScale scale() const;
  /// Of functions without a kernel: weighted_lp, smooth_tchebycheff, weighted_product, exponential.
  [[nodiscard]] double general(const double* f, Index slot) const;

  Scalarisation scalarisation_;
  Index n_obj_;
  SlotForm form_ = kFormCount;
  double parameter_ = 0;
  bool looks_down_ = false;
  int rows_ = 0;
  Matrix weights_;              // n_obj x N, as given
  Matrix prepared_;             // rows x n_obj, as the kernel multiplies
  Matrix objectives_;           // rows x n_obj
  std::vector<double> shapes_;  // by row
  std::vector<double> values_;
  std::vector<std::uint8_t> empty_;
  Index empty_count_ = 0;
  Vector ideal_;
  Vector nadir_;
  Vector inverse_scale_;
  std::vector<double> compared_;
  std::vector<std::uint64_t> better_;
};

}  // namespace vilfredo::detail
