// Values of sub-problems over Lanes; included by one source per instruction set.
#pragma once

#include "operators/lanes_inl.hpp"
#include "slot_kernels.hpp"

namespace {

using vilfredo::detail::SlotComparison;
using vilfredo::detail::SlotKernels;
using vilfredo::detail::SlotScale;
using vilfredo::detail::SlotValues;

/// The value of a register of slots; difference(j) and weight(j) give d_j and w_j. kObjectives is
/// n_obj, or 0 where it is only known at run time.
template <class L, int kForm, int kObjectives, class Difference, class Weight>
inline typename L::V slot_value(int n_obj,
                                double parameter,
                                const Difference& difference,
                                const Weight& weight) {
  using namespace vilfredo::detail;
  using V = typename L::V;
  const int m = kObjectives > 0 ? kObjectives : n_obj;
  const V p = L::set(parameter);
  if constexpr (kForm == kFormSum) {
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
}

constexpr int kFewObjectives = 16;

/// present(at) and weight(j, at) read a register of slots from place `at` of the list on.
template <class L, int kForm, int kObjectives, class Present, class Weight>
inline void compare_registers(const SlotComparison& work,
                              const Present& present,
                              const Weight& weight) {
  using V = typename L::V;
  const SlotScale& s = work.scale;
  const int count = work.count;
  double* const values = work.values;
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
    const V value = slot_value<L, kForm, kObjectives>(m, s.parameter, difference,
                                                      [&](int j) { return weight(j, i); });
    L::store(values + i, value);
    word |= uint64_t{L::bits(L::less_equal(value, present(i)))} << (static_cast<unsigned>(i) % 64);
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
  const double* const present = work.present;
  const int32_t* const slots = work.slots;
  const double* const weights = work.scale.weights;
  const int64_t stride = work.scale.stride;
  const auto present_of_list = [=](int at) { return L::gather(present, slots + at); };
  if (slots == nullptr) {
    compare_registers<L, kForm, kObjectives>(
        work, [=](int at) { return L::load(present + at); },
        [=](int j, int at) { return L::load(weights + j * stride + at); });
  } else if (work.listed != nullptr) {
    const double* const listed = work.listed;
    const int count = work.count;
    compare_registers<L, kForm, kObjectives>(
        work, present_of_list, [=](int j, int at) { return L::load(listed + j * count + at); });
  } else {
    compare_registers<L, kForm, kObjectives>(work, present_of_list, [=](int j, int at) {
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
                 [&](int j) { return L::load(s.weights + j * s.stride + i); }));
  }
}

template <int kForm>
inline void compare_kernel(const SlotComparison& work) {
  switch (work.scale.n_obj) {
    case 2:
      compare_slots<Lanes, kForm, 2>(work);
      break;
    case 3:
      compare_slots<Lanes, kForm, 3>(work);
      break;
    default:
      compare_slots<Lanes, kForm, 0>(work);
      break;
  }
}

template <int kForm>
inline void evaluate_kernel(const SlotValues& work) {
  switch (work.scale.n_obj) {
    case 2:
      evaluate_slots<Lanes, kForm, 2>(work);
      break;
    case 3:
      evaluate_slots<Lanes, kForm, 3>(work);
      break;
    default:
      evaluate_slots<Lanes, kForm, 0>(work);
      break;
  }
}

inline SlotKernels all_slot_kernels() {
  return {{compare_kernel<0>, compare_kernel<1>, compare_kernel<2>, compare_kernel<3>,
           compare_kernel<4>, compare_kernel<5>, compare_kernel<6>},
          {evaluate_kernel<0>, evaluate_kernel<1>, evaluate_kernel<2>, evaluate_kernel<3>,
           evaluate_kernel<4>, evaluate_kernel<5>, evaluate_kernel<6>}};
}

}  // namespace
