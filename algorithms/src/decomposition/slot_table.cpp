#include "slot_table.hpp"

#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace vilfredo::detail {

const SlotKernels& slot_kernels() {
  static const SlotKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return slot_kernels_avx512();
      case Isa::avx2:
        return slot_kernels_avx2();
#endif
      default:
        return slot_kernels_scalar();
    }
  }();
  return chosen;
}

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double replaced(double w, double zero_weight) {
  return w == 0 ? zero_weight : w;
}

struct KernelForm {
  SlotForm form = kFormCount;
  double parameter = 0;
  double zero_weight = 0;  // what a zero counts as; 0: stays
  bool divides = false;    // by the weight
};

KernelForm kernel_form(const Scalarisation& scalarisation) {
  return std::visit(
      []<class S>(const S& s) -> KernelForm {
        if constexpr (std::is_same_v<S, WeightedSum>) {
          return {kFormSum, 0, 0, false};
        } else if constexpr (std::is_same_v<S, Tchebycheff>) {
          return {kFormMaximum, 0, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, TchebycheffInv>) {
          return {kFormMaximum, 0, s.zero_weight, true};
        } else if constexpr (std::is_same_v<S, AugmentedTchebycheff>) {
          return {kFormAugmented, s.rho, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, ModifiedTchebycheff>) {
          return {kFormModified, s.rho, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, Asf>) {
          return {kFormSignedMaximum, 0, s.zero_weight, true};
        } else if constexpr (std::is_same_v<S, Aasf>) {
          return {kFormSignedAugmented, s.rho, s.zero_weight, true};
        } else if constexpr (std::is_same_v<S, Pbi> || std::is_same_v<S, InvertedPbi>) {
          return {kFormBoundary, s.theta, 0, false};
        } else if constexpr (std::is_same_v<S, Pas>) {
          return {kFormPower, 0, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, Lws>) {
          return {kFormCone, 0, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, Msf>) {
          return {kFormStretched, 0, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, Psf>) {
          return {kFormPenalised, 0, s.zero_weight, false};
        } else if constexpr (std::is_same_v<S, AdaptivePbi>) {
          return {kFormOwnBoundary, 0, 0, false};
        } else if constexpr (std::is_same_v<S, Alternating>) {
          return {kFormSumOrMaximum, 0, s.zero_weight, false};
        } else {
          return {};
        }
      },
      scalarisation);
}

}  // namespace

SlotTable::SlotTable(const Scalarisation& scalarisation, Index n_obj)
    : scalarisation_(scalarisation),
      n_obj_(n_obj),
      looks_down_(std::holds_alternative<InvertedPbi>(scalarisation)),
      ideal_(Vector::Constant(n_obj, kInfinity)),
      nadir_(Vector::Zero(n_obj)),
      inverse_scale_(Vector::Ones(n_obj)) {
  const KernelForm kernel = kernel_form(scalarisation_);
  form_ = kernel.form;
  parameter_ = kernel.parameter;
}

void SlotTable::set_weights(const Matrix& weights) {
  const bool same_size = weights.cols() == size() && size() > 0;
  weights_ = weights;
  if (!same_size) {
    const Index n = size();
    rows_ = static_cast<int>((n + 8) / 8 * 8);
    const auto rows = static_cast<std::size_t>(rows_);
    objectives_ = Matrix::Zero(rows_, n_obj_);
    shapes_.assign(rows, 1.0);
    values_.assign(rows, -kInfinity);
    std::fill_n(values_.begin(), n, kInfinity);
    empty_.assign(static_cast<std::size_t>(n), 1);
    empty_count_ = n;
    compared_.assign(rows, 0.0);
    better_.assign(rows / 64 + 1, 0);
  }
  prepare();
  refresh();
}

void SlotTable::prepare() {
  const KernelForm kernel = kernel_form(scalarisation_);
  const bool divides = form_ > kFormBoundary;  // by what is prepared: no row may hold zeros
  prepared_ = Matrix::Constant(rows_, n_obj_, divides ? 1.0 : 0.0);
  for (Index i = 0; i < size(); ++i) {
    const double* w = weights_.col(i).data();
    const bool unit = form_ == kFormBoundary || form_ == kFormOwnBoundary;
    const double length = unit ? std::sqrt(ordered_dot(w, w, n_obj_)) : 1.0;
    for (Index j = 0; j < n_obj_; ++j) {
      const double weight = kernel.zero_weight > 0 ? replaced(w[j], kernel.zero_weight) : w[j];
      prepared_(i, j) = kernel.divides ? 1.0 / weight : weight / length;
    }
  }
}

SlotScale SlotTable::scale() const {
  return {.origin = looks_down_ ? nadir_.data() : ideal_.data(),
          .scale = inverse_scale_.data(),
          .weights = prepared_.data(),
          .shapes = shapes_.data(),
          .stride = rows_,
          .n_obj = static_cast<int>(n_obj_),
          .parameter = parameter_};
}

void SlotTable::lower_ideal(const double* f) {
  for (Index j = 0; j < n_obj_; ++j) {
    ideal_[j] = std::min(ideal_[j], f[j]);
  }
  if (!looks_down_) {
    refresh();
  }
}

void SlotTable::set_shapes(const Vector& shapes) {
  std::copy_n(shapes.data(), size(), shapes_.begin());
  refresh();
}

void SlotTable::set_normalisation(const Vector& inverse_scale, const Vector& nadir) {
  inverse_scale_ = inverse_scale;
  nadir_ = nadir;
  refresh();
}

void SlotTable::refresh() {
  if (empty_count_ == size()) {
    return;  // no ideal point yet
  }
  if (has_kernel()) {
    slot_kernels().evaluate[form_]({.scale = scale(),
                                    .objectives = objectives_.data(),
                                    .count = rows_,
                                    .values = values_.data()});
    for (auto row = static_cast<std::size_t>(size()); row < values_.size(); ++row) {
      values_[row] = -kInfinity;
    }
  } else {
    Vector f(n_obj_);
    for (Index i = 0; i < size(); ++i) {
      f = objectives_.row(i);
      values_[static_cast<std::size_t>(i)] = general(f.data(), i);
    }
  }
  for (std::size_t i = 0; empty_count_ > 0 && i < empty_.size(); ++i) {
    values_[i] = empty_[i] != 0 ? kInfinity : values_[i];
  }
}

double SlotTable::general(const double* f, Index slot) const {
  const SlotScale s = scale();
  Vector d(n_obj_);
  for (Index j = 0; j < n_obj_; ++j) {
    d[j] = (f[j] - s.origin[j]) * s.scale[j];
  }
  const Vector zero = Vector::Zero(n_obj_);
  return scalarisations::value(scalarisation_, d, weights_.col(slot), zero, zero);
}

double SlotTable::value_of(const double* f, Index slot) const {
  if (!has_kernel()) {
    return general(f, slot);
  }
  // A table of eight equal rows would do; this goes through the kernel's own arithmetic.
  const SlotScale table = scale();
  double value[8] = {};
  std::uint64_t better = 0;
  std::int32_t slots[8] = {};
  std::fill_n(slots, 8, static_cast<std::int32_t>(slot));
  slot_kernels().compare[form_]({.scale = table,
                                 .f = f,
                                 .present = values_.data(),
                                 .slots = slots,
                                 .listed = nullptr,
                                 .count = 8,
                                 .values = value,
                                 .better = &better});
  return value[0];
}

void SlotTable::list_weights(std::span<const std::int32_t> slots, std::vector<double>& out) const {
  for (Index j = 0; j < n_obj_; ++j) {
    for (const std::int32_t slot : slots) {
      out.push_back(prepared_(slot, j));
    }
  }
}

void SlotTable::compare(const double* f,
                        std::span<const std::int32_t> slots,
                        const double* listed) {
  if (has_kernel()) {
    slot_kernels().compare[form_]({.scale = scale(),
                                   .f = f,
                                   .present = values_.data(),
                                   .slots = slots.data(),
                                   .listed = listed,
                                   .count = static_cast<int>(slots.size()),
                                   .values = compared_.data(),
                                   .better = better_.data()});
    return;
  }
  std::ranges::fill(better_, std::uint64_t{0});
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] != padding_row()) {
      compared_[i] = general(f, slots[i]);
      const bool better = compared_[i] <= values_[static_cast<std::size_t>(slots[i])];
      better_[i / 64] |= std::uint64_t{better ? 1U : 0U} << (i % 64);
    }
  }
}

void SlotTable::compare_all(const double* f) {
  if (has_kernel()) {
    slot_kernels().compare[form_]({.scale = scale(),
                                   .f = f,
                                   .present = values_.data(),
                                   .slots = nullptr,
                                   .listed = nullptr,
                                   .count = rows_,
                                   .values = compared_.data(),
                                   .better = better_.data()});
    return;
  }
  std::ranges::fill(better_, std::uint64_t{0});
  for (Index i = 0; i < size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    compared_[at] = general(f, i);
    const bool better = compared_[at] <= values_[at];
    better_[at / 64] |= std::uint64_t{better ? 1U : 0U} << (at % 64);
  }
}

void SlotTable::put(Index slot, const double* f, double value) {
  const auto at = static_cast<std::size_t>(slot);
  for (Index j = 0; j < n_obj_; ++j) {
    objectives_(slot, j) = f[j];
  }
  values_[at] = value;
  if (empty_[at] != 0) {
    empty_[at] = 0;
    --empty_count_;
  }
}

void SlotTable::clear(Index slot) {
  const auto at = static_cast<std::size_t>(slot);
  if (empty_[at] == 0) {
    empty_[at] = 1;
    ++empty_count_;
  }
  objectives_.row(slot).setZero();
  values_[at] = kInfinity;
}

void SlotTable::persist(StateIo& io) {
  io("weights", weights_);
  io("objectives", objectives_);
  io("shapes", shapes_);
  io("values", values_);
  io("empty", empty_);
  io("empty_count", empty_count_);
  io("ideal", ideal_);
  io("nadir", nadir_);
  io("inverse_scale", inverse_scale_);
  if (io.reading()) {
    rows_ = static_cast<int>(objectives_.rows());
    compared_.assign(values_.size(), 0.0);
    better_.assign(values_.size() / 64 + 1, 0);
    prepare();
  }
}

}  // namespace vilfredo::detail
