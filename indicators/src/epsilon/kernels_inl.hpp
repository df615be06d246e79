// Settling queries over Lanes; included by one source per instruction set.
#pragma once

#include "kernels.hpp"
#include "lanes_inl.hpp"

namespace {

using vilfredo::detail::EpsilonKernels;
using vilfredo::detail::kEpsilonBlock;
using vilfredo::detail::kWholeBlock;
using vilfredo::detail::Settled;
using vilfredo::detail::SettleWork;

struct Difference {
  static Lanes::V value(Lanes::V p, Lanes::V q) { return Lanes::sub(p, q); }
};

struct Product {
  static Lanes::V value(Lanes::V p, Lanes::V q) { return Lanes::mul(p, q); }
};

constexpr int kRegisters = kEpsilonBlock / Lanes::kWidth;

/// Rows after which a point that helps nobody is given up.
inline bool checkpoint(int row) {
  return row == 2 || row == 5;
}

template <class Pair, int kRows>
Settled settle(const SettleWork& work) {
  using V = Lanes::V;
  const int d = kRows > 0 ? kRows : work.d;
  const V floor = Lanes::set(work.floor);
  const V doubt = Lanes::set(work.doubt);
  unsigned settled = work.settled;
  for (int32_t at = work.begin; at < work.end; ++at) {
    const double* p = work.points + static_cast<int64_t>(work.order[at]) * d;
    V worst[kRegisters];
    bool helps = true;
    for (int k = 0; k < d; ++k) {
      const V value = Lanes::set(p[k]);
      for (int i = 0; i < kRegisters; ++i) {
        const V part =
            Pair::value(value, Lanes::load(work.queries + k * kEpsilonBlock + i * Lanes::kWidth));
        worst[i] = k == 0 ? part : Lanes::max(worst[i], part);
      }
      if (checkpoint(k) && k + 1 < d) {
        unsigned useful = 0;
        for (int i = 0; i < kRegisters; ++i) {
          const V bound = Lanes::max(Lanes::load(work.least + i * Lanes::kWidth), doubt);
          useful |= Lanes::less_equal(worst[i], bound) << (i * Lanes::kWidth);
        }
        if ((useful & ~settled) == 0) {
          helps = false;
          break;
        }
      }
    }
    if (!helps) {
      continue;
    }
    unsigned reached = 0;
    unsigned close = 0;
    for (int i = 0; i < kRegisters; ++i) {
      double* least = work.least + i * Lanes::kWidth;
      Lanes::store(least, Lanes::min(Lanes::load(least), worst[i]));
      reached |= Lanes::less_equal(worst[i], floor) << (i * Lanes::kWidth);
      close |= Lanes::less_equal(worst[i], doubt) << (i * Lanes::kWidth);
    }
    settled |= reached;
    close &= ~settled;
    if (settled == kWholeBlock || close != 0) {
      return {at, settled, close};
    }
  }
  return {work.end, settled, 0};
}

template <class Pair>
Settled settle_any(const SettleWork& work) {
  switch (work.d) {
    case 2:
      return settle<Pair, 2>(work);
    case 3:
      return settle<Pair, 3>(work);
    case 4:
      return settle<Pair, 4>(work);
    case 5:
      return settle<Pair, 5>(work);
    default:
      return settle<Pair, 0>(work);
  }
}

EpsilonKernels all_epsilon_kernels() {
  return {settle_any<Difference>, settle_any<Product>};
}

}  // namespace
