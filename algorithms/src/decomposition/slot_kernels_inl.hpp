// Values of sub-problems over Lanes; included by one source per instruction set.
#pragma once

#include "operators/elementary_inl.hpp"
#include "slot_kernels.hpp"
#include "vilfredo/core/detail/lanes_inl.hpp"

namespace {

using vilfredo::detail::kSlotLargestRatio;
using vilfredo::detail::kSlotOutsideCone;
using vilfredo::detail::SlotComparison;
using vilfredo::detail::SlotKernels;
using vilfredo::detail::SlotScale;
using vilfredo::detail::SlotValues;
using enum vilfredo::detail::SlotForm;

/// As slot_value, for the forms with a shape.
template <class L, int kForm, class Difference, class Weight>
inline typename L::V shaped_value(int m,
                                  typename L::V shape,
                                  const Difference& difference,
                                  const Weight& weight) {
  using V = typename L::V;
  const V zero = L::set(0.0);
  if constexpr (kForm == kFormSumOrMaximum) {
    V sum = L::mul(weight(0), difference(0));
    V top = L::mul(weight(0), L::abs(difference(0)));
    for (int j = 1; j < m; ++j) {
      sum = L::add(sum, L::mul(weight(j), difference(j)));
      top = L::max(top, L::mul(weight(j), L::abs(difference(j))));
    }
    return L::select(L::less(zero, shape), top, sum);
  } else if constexpr (kForm == kFormCone) {
    V sum = zero;
    V inverse = zero;
    V along = zero;
    V length = zero;
    V scale = zero;
    for (int j = 0; j < m; ++j) {
      const V w = weight(j);
      const V d = difference(j);
      sum = L::add(sum, L::div(d, w));
      inverse = L::add(inverse, L::div(L::set(1.0), w));
      along = L::add(along, L::mul(d, w));
      length = L::add(length, L::mul(d, d));
      scale = L::add(scale, L::mul(w, w));
    }
    // A length of zero gives 0 / 0, which the selection throws away.
    const V cosine = L::select(L::less(zero, length),
                               L::div(along, L::mul(L::sqrt(length), L::sqrt(scale))), L::set(1.0));
    const V outside = L::mul(L::set(kSlotOutsideCone), L::sub(L::set(2.0), cosine));
    return L::select(L::less(cosine, shape), outside, L::div(sum, inverse));
  } else {
    V top = zero;
    V bottom = L::div(L::abs(difference(0)), weight(0));
    V along = zero;
    V scale = zero;
    for (int j = 0; j < m; ++j) {
      const V w = weight(j);
      const V d = difference(j);
      const V t = L::div(L::abs(d), w);
      top = L::max(top, t);
      bottom = L::min(bottom, t);
      along = L::add(along, L::mul(d, w));
      scale = L::add(scale, L::mul(w, w));
    }
    const auto positive = L::less(zero, top);
    if constexpr (kForm == kFormPenalised) {
      along = L::div(along, scale);
      V squared = zero;
      for (int j = 0; j < m; ++j) {
        const V off = L::sub(difference(j), L::mul(along, weight(j)));
        squared = L::add(squared, L::mul(off, off));
      }
      return L::add(top, L::mul(shape, L::sqrt(squared)));
    } else if constexpr (kForm == kFormStretched) {
      const V least = L::max(bottom, L::mul(top, L::set(1.0 / kSlotLargestRatio)));
      const V ratio = L::select(positive, L::div(top, least), L::set(1.0));
      const V power = L::min(L::mul(log2_of<L>(ratio), shape), L::set(1000.0));
      return L::mul(exp2_of<L>(power), top);
    } else {
      static_assert(kForm == kFormPower);
      V sum = zero;
      for (int j = 0; j < m; ++j) {
        // Normal numbers only: a term of no weight in the sum counts as 1e-300.
        const V t = L::div(L::div(L::abs(difference(j)), weight(j)), top);
        const V term = L::max(L::select(positive, t, L::set(1.0)), L::set(1e-300));
        sum = L::add(sum, exp2_of<L>(L::max(L::mul(log2_of<L>(term), shape), L::set(-1000.0))));
      }
      const V root = exp2_of<L>(L::div(log2_of<L>(sum), shape));
      const auto finite = L::less(shape, L::set(1e6));
      return L::select(L::both(finite, positive), L::mul(top, root), top);
    }
  }
}

/// Penalised boundary intersection: along the weight, plus p times the distance from it.
template <class L, class Difference, class Weight>
inline typename L::V boundary_value(int m,
                                    typename L::V p,
                                    const Difference& difference,
                                    const Weight& weight) {
  using V = typename L::V;
  V along = L::mul(weight(0), difference(0));
  for (int j = 1; j < m; ++j) {
    along = L::add(along, L::mul(weight(j), difference(j)));
  }
  V off = L::sub(difference(0), L::mul(along, weight(0)));
  V squared = L::mul(off, off);
  for (int j = 1; j < m; ++j) {
    off = L::sub(difference(j), L::mul(along, weight(j)));
    squared = L::add(squared, L::mul(off, off));
  }
  return L::add(along, L::mul(p, L::sqrt(squared)));
}

/// The value of a register of slots; difference(j), weight(j) and shape() give d_j, w_j and s.
/// kObjectives is n_obj, or 0 where it is only known at run time.
template <class L, int kForm, int kObjectives, class Difference, class Weight, class Shape>
inline typename L::V slot_value(int n_obj,
                                double parameter,
                                const Difference& difference,
                                const Weight& weight,
                                const Shape& shape) {
  using V = typename L::V;
  const int m = kObjectives > 0 ? kObjectives : n_obj;
  V p = L::set(parameter);
  if constexpr (kForm == kFormOwnBoundary) {
    p = shape();
  }
  if constexpr (kForm > kFormBoundary && kForm != kFormOwnBoundary) {
    return shaped_value<L, kForm>(m, shape(), difference, weight);
  } else if constexpr (kForm == kFormSum) {
    V sum = L::mul(weight(0), difference(0));
    for (int j = 1; j < m; ++j) {
      sum = L::add(sum, L::mul(weight(j), difference(j)));
    }
    return sum;
  } else if constexpr (kForm == kFormMaximum || kForm == kFormAugmented) {
    V size = L::abs(difference(0));
    V top = L::mul(weight(0), size);
    V sum = size;
    for (int j = 1; j < m; ++j) {
      size = L::abs(difference(j));
      top = L::max(top, L::mul(weight(j), size));
      sum = L::add(sum, size);
    }
    return kForm == kFormMaximum ? top : L::add(top, L::mul(p, sum));
  } else if constexpr (kForm == kFormModified) {
    V sum = L::abs(difference(0));
    for (int j = 1; j < m; ++j) {
      sum = L::add(sum, L::abs(difference(j)));
    }
    const V share = L::mul(p, sum);
    V top = L::mul(weight(0), L::add(L::abs(difference(0)), share));
    for (int j = 1; j < m; ++j) {
      top = L::max(top, L::mul(weight(j), L::add(L::abs(difference(j)), share)));
    }
    return top;
  } else if constexpr (kForm == kFormSignedMaximum || kForm == kFormSignedAugmented) {
    V term = L::mul(weight(0), difference(0));
    V top = term;
    V sum = term;
    for (int j = 1; j < m; ++j) {
      term = L::mul(weight(j), difference(j));
      top = L::max(top, term);
      sum = L::add(sum, term);
    }
    return kForm == kFormSignedMaximum ? top : L::add(top, L::mul(p, sum));
  } else {
    return boundary_value<L>(m, p, difference, weight);
  }
}

constexpr int kFewObjectives = 16;

/// by_slot(array, at) and weight(j, at) read a register of slots from place `at` of the list on.
template <class L, int kForm, int kObjectives, class BySlot, class Weight>
inline void compare_registers(const SlotComparison& work,
                              const BySlot& by_slot,
                              const Weight& weight) {
  using V = typename L::V;
  const SlotScale& s = work.scale;
  const int count = work.count;
  double* const values = work.values;
  const double* const present = work.present;
  const double* const shapes = s.shapes;
  const int m = kObjectives > 0 ? kObjectives : s.n_obj;
  double d[kFewObjectives];
  const bool few = m <= kFewObjectives;
  for (int j = 0; few && j < m; ++j) {
    d[j] = (work.f[j] - s.origin[j]) * s.scale[j];
  }
  const auto difference = [&](int j) {
    return L::set(few ? d[j] : (work.f[j] - s.origin[j]) * s.scale[j]);
  };
  uint64_t word = 0;
  for (int i = 0; i < count; i += L::kWidth) {
    const V value = slot_value<L, kForm, kObjectives>(
        m, s.parameter, difference, [&](int j) { return weight(j, i); },
        [&] { return by_slot(shapes, i); });
    L::store(values + i, value);
    word |= uint64_t{L::bits(L::less_equal(value, by_slot(present, i)))}
            << (static_cast<unsigned>(i) % 64);
    const int next = i + L::kWidth;
    if (next % 64 == 0 || next == count) {
      work.better[i / 64] = word;
      word = 0;
    }
  }
}

template <class L, int kForm, int kObjectives>
inline void compare_slots(const SlotComparison& work) {
  // Copies: what is written could be anything, as the compiler sees it.
  const int32_t* const slots = work.slots;
  const double* const weights = work.scale.weights;
  const int64_t stride = work.scale.stride;
  const auto listed_slots = [=](const double* array, int at) {
    return L::gather(array, slots + at);
  };
  if (slots == nullptr) {
    compare_registers<L, kForm, kObjectives>(
        work, [](const double* array, int at) { return L::load(array + at); },
        [=](int j, int at) { return L::load(weights + j * stride + at); });
  } else if (work.listed != nullptr) {
    const double* const listed = work.listed;
    const int count = work.count;
    compare_registers<L, kForm, kObjectives>(
        work, listed_slots, [=](int j, int at) { return L::load(listed + j * count + at); });
  } else {
    compare_registers<L, kForm, kObjectives>(work, listed_slots, [=](int j, int at) {
      return L::gather(weights + j * stride, slots + at);
    });
  }
}

template <class L, int kForm, int kObjectives>
inline void evaluate_slots(const SlotValues& work) {
  const SlotScale& s = work.scale;
  const int m = kObjectives > 0 ? kObjectives : s.n_obj;
  for (int i = 0; i < work.count; i += L::kWidth) {
    L::store(work.values + i,
             slot_value<L, kForm, kObjectives>(
                 m, s.parameter,
                 [&](int j) {
                   return L::mul(
                       L::sub(L::load(work.objectives + j * s.stride + i), L::set(s.origin[j])),
                       L::set(s.scale[j]));
                 },
                 [&](int j) { return L::load(s.weights + j * s.stride + i); },
                 [&] { return L::load(s.shapes + i); }));
  }
}

template <int kForm>
inline void compare_kernel(const SlotComparison& work) {
  switch (work.scale.n_obj) {
    case 2:
      compare_slots<BroadLanes, kForm, 2>(work);
      break;
    case 3:
      compare_slots<BroadLanes, kForm, 3>(work);
      break;
    default:
      compare_slots<BroadLanes, kForm, 0>(work);
      break;
  }
}

template <int kForm>
inline void evaluate_kernel(const SlotValues& work) {
  switch (work.scale.n_obj) {
    case 2:
      evaluate_slots<BroadLanes, kForm, 2>(work);
      break;
    case 3:
      evaluate_slots<BroadLanes, kForm, 3>(work);
      break;
    default:
      evaluate_slots<BroadLanes, kForm, 0>(work);
      break;
  }
}

template <int... kForms>
struct Forms {};

template <int... kForms>
inline SlotKernels slot_kernels_of(Forms<kForms...> /*forms*/) {
  return {{compare_kernel<kForms>...}, {evaluate_kernel<kForms>...}};
}

inline SlotKernels all_slot_kernels() {
  static_assert(vilfredo::detail::kFormCount == 13);
  return slot_kernels_of(Forms<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12>{});
}

}  // namespace
