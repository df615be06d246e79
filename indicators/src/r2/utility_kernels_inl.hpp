// Utilities over Lanes; included by one source per instruction set.
#pragma once

#include "utility_kernels.hpp"
#include "vilfredo/core/detail/lanes_inl.hpp"

namespace {

using vilfredo::detail::kWeightBlock;
using vilfredo::detail::UtilityKernels;
using vilfredo::detail::UtilityWork;

struct LargestPart {
  static Lanes::V join(Lanes::V part, Lanes::V sofar) { return Lanes::max(part, sofar); }
};

struct SumOfParts {
  static Lanes::V join(Lanes::V part, Lanes::V sofar) { return Lanes::add(sofar, part); }
};

constexpr int kRegisters = kWeightBlock / Lanes::kWidth;

template <class Utility, int kRows>
inline void utilities(const UtilityWork& work, int32_t point, Lanes::V* out) {
  const int d = kRows > 0 ? kRows : work.d;
  const double* a = work.points + static_cast<int64_t>(point) * d;
  for (int i = 0; i < kRegisters; ++i) {
    out[i] = Lanes::set(0.0);
  }
  for (int k = 0; k < d; ++k) {
    const Lanes::V by = Lanes::set(a[k]);
    for (int i = 0; i < kRegisters; ++i) {
      const Lanes::V weight = Lanes::load(work.weights + k * kWeightBlock + i * Lanes::kWidth);
      out[i] = Utility::join(Lanes::mul(weight, by), out[i]);
    }
  }
  if (work.added != nullptr) {
    const Lanes::V more = Lanes::set(work.added[point]);
    for (int i = 0; i < kRegisters; ++i) {
      out[i] = Lanes::add(out[i], more);
    }
  }
}

template <class Utility, int kRows>
void keep_best(const UtilityWork& work) {
  Lanes::V best[kRegisters];
  for (int i = 0; i < kRegisters; ++i) {
    best[i] = Lanes::load(work.best + i * Lanes::kWidth);
  }
  for (int32_t point = work.begin; point < work.end; ++point) {
    Lanes::V value[kRegisters];
    utilities<Utility, kRows>(work, point, value);
    for (int i = 0; i < kRegisters; ++i) {
      best[i] = Lanes::min(value[i], best[i]);
    }
  }
  for (int i = 0; i < kRegisters; ++i) {
    Lanes::store(work.best + i * Lanes::kWidth, best[i]);
  }
}

inline void enter(const UtilityWork& work, int weight, double value, int32_t point) {
  if (value < work.best[weight]) {
    work.second[weight] = work.best[weight];
    work.best[weight] = value;
    work.winner[weight] = point;
  } else if (value < work.second[weight]) {
    work.second[weight] = value;
  }
}

/// Few points are among the best two so far of a weight, so those are entered one by one.
template <class Utility, int kRows>
void keep_best_two(const UtilityWork& work) {
  for (int32_t point = work.begin; point < work.end; ++point) {
    Lanes::V value[kRegisters];
    utilities<Utility, kRows>(work, point, value);
    for (int i = 0; i < kRegisters; ++i) {
      unsigned better =
          Lanes::bits(Lanes::less(value[i], Lanes::load(work.second + i * Lanes::kWidth)));
      if (better == 0) {
        continue;
      }
      double values[Lanes::kWidth];
      Lanes::store(values, value[i]);
      for (; better != 0; better &= better - 1) {
        const int lane = __builtin_ctz(better);
        enter(work, i * Lanes::kWidth + lane, values[lane], point);
      }
    }
  }
}

template <class Utility, int kRows>
void either(const UtilityWork& work) {
  if (work.second != nullptr) {
    keep_best_two<Utility, kRows>(work);
  } else {
    keep_best<Utility, kRows>(work);
  }
}

template <class Utility>
void any_rows(const UtilityWork& work) {
  switch (work.d) {
    case 2:
      return either<Utility, 2>(work);
    case 3:
      return either<Utility, 3>(work);
    case 4:
      return either<Utility, 4>(work);
    case 5:
      return either<Utility, 5>(work);
    default:
      return either<Utility, 0>(work);
  }
}

UtilityKernels all_utility_kernels() {
  return {any_rows<LargestPart>, any_rows<SumOfParts>};
}

}  // namespace
