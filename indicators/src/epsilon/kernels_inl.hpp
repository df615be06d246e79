// Settling queries over Lanes; included by one source per instruction set.
#pragma once

#include "kernels.hpp"
#include "vilfredo/core/detail/lanes_inl.hpp"

namespace {

using vilfredo::detail::EpsilonKernels;
using vilfredo::detail::kEpsilonBlock;
using vilfredo::detail::kWholeBlock;
using vilfredo::detail::LeafWork;
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

struct Queries {
  Lanes::V least[kRegisters];

  explicit Queries(const double* values) {
    for (int i = 0; i < kRegisters; ++i) {
      least[i] = Lanes::load(values + i * Lanes::kWidth);
    }
  }

  void store(double* values) const {
    for (int i = 0; i < kRegisters; ++i) {
      Lanes::store(values + i * Lanes::kWidth, least[i]);
    }
  }

  void lower(const Lanes::V* values) {
    for (int i = 0; i < kRegisters; ++i) {
      least[i] = Lanes::min(values[i], least[i]);
    }
  }

  /// A bit for every query whose least value, or `doubt`, a point of these values does not exceed.
  [[nodiscard]] unsigned reached(const Lanes::V* values, Lanes::V doubt) const {
    unsigned bits = 0;
    for (int i = 0; i < kRegisters; ++i) {
      bits |= Lanes::bits(Lanes::less_equal(values[i], Lanes::max(least[i], doubt)))
              << (i * Lanes::kWidth);
    }
    return bits;
  }
};

inline unsigned at_most(const Lanes::V* values, Lanes::V bound) {
  unsigned bits = 0;
  for (int i = 0; i < kRegisters; ++i) {
    bits |= Lanes::bits(Lanes::less_equal(values[i], bound)) << (i * Lanes::kWidth);
  }
  return bits;
}

/// Row k of a point joins what the point is worth to each query.
template <class Pair>
void take_row(double entry, const double* query_rows, int k, Lanes::V* worst) {
  const Lanes::V value = Lanes::set(entry);
  const double* row = query_rows + k * kEpsilonBlock;
  for (int i = 0; i < kRegisters; ++i) {
    const Lanes::V part = Pair::value(value, Lanes::load(row + i * Lanes::kWidth));
    worst[i] = k == 0 ? part : Lanes::max(worst[i], part);
  }
}

template <class Pair, int kRows>
Settled settle(const SettleWork& work) {
  using V = Lanes::V;
  const int d = kRows > 0 ? kRows : work.d;
  const V floor = Lanes::set(work.floor);
  const V doubt = Lanes::set(work.doubt);
  Queries queries(work.least);
  unsigned settled = work.settled;
  int32_t hits = 0;
  for (int32_t at = work.begin; at < work.end; ++at) {
    const double* p = work.points + static_cast<int64_t>(work.order[at]) * d;
    V worst[kRegisters];
    bool helps = true;
    for (int k = 0; k < d; ++k) {
      take_row<Pair>(p[k], work.queries, k, worst);
      if (checkpoint(k) && k + 1 < d && (queries.reached(worst, doubt) & ~settled) == 0) {
        helps = false;
        break;
      }
    }
    if (!helps) {
      continue;
    }
    queries.lower(worst);
    const unsigned close = at_most(worst, doubt) & ~settled;
    if (close != 0) {
      const unsigned reached = close & at_most(worst, floor);
      if (reached != 0) {
        work.hits[hits++] = at;
      }
      settled |= reached;
      if (settled == kWholeBlock || close != reached) {
        queries.store(work.least);
        return {at, settled, close & ~reached, hits};
      }
    }
  }
  queries.store(work.least);
  return {work.end, settled, 0, hits};
}

/// Without a branch per point: which of a few points settles a query cannot be foretold.
template <class Pair, int kRows>
unsigned lower(const SettleWork& work) {
  const int d = kRows > 0 ? kRows : work.d;
  Queries queries(work.least);
  for (int32_t at = work.begin; at < work.end; ++at) {
    const double* p = work.points + static_cast<int64_t>(work.order[at]) * d;
    Lanes::V worst[kRegisters];
    for (int k = 0; k < d; ++k) {
      take_row<Pair>(p[k], work.queries, k, worst);
    }
    queries.lower(worst);
  }
  queries.store(work.least);
  return work.settled | at_most(queries.least, Lanes::set(work.floor));
}

template <class Pair>
int near(const LeafWork& work) {
  int count = 0;
  const Lanes::V limit = Lanes::set(work.limit);
  for (int first = 0; first < work.used; first += Lanes::kWidth) {
    Lanes::V worst = Pair::value(Lanes::load(work.low + first), Lanes::set(work.query[0]));
    for (int k = 1; k < work.d; ++k) {
      worst = Lanes::max(worst, Pair::value(Lanes::load(work.low + k * work.leaves + first),
                                            Lanes::set(work.query[k])));
    }
    unsigned inside = Lanes::bits(Lanes::less_equal(worst, limit));
    if (inside == 0) {
      continue;
    }
    double values[Lanes::kWidth];
    Lanes::store(values, worst);
    for (; inside != 0; inside &= inside - 1) {
      const int lane = __builtin_ctz(inside);
      if (first + lane < work.used) {
        work.found[count] = first + lane;
        work.values[count] = values[lane];
        ++count;
      }
    }
  }
  return count;
}

template <class Pair>
struct Settle {
  template <int kRows>
  static Settled run(const SettleWork& work) {
    return settle<Pair, kRows>(work);
  }
};

template <class Pair>
struct Lower {
  template <int kRows>
  static unsigned run(const SettleWork& work) {
    return lower<Pair, kRows>(work);
  }
};

/// With the number of rows known to the compiler where it is common.
template <class Work>
auto with_rows(const SettleWork& work) {
  switch (work.d) {
    case 2:
      return Work::template run<2>(work);
    case 3:
      return Work::template run<3>(work);
    case 4:
      return Work::template run<4>(work);
    case 5:
      return Work::template run<5>(work);
    default:
      return Work::template run<0>(work);
  }
}

EpsilonKernels all_epsilon_kernels() {
  return {with_rows<Settle<Difference>>, with_rows<Settle<Product>>, with_rows<Lower<Difference>>,
          with_rows<Lower<Product>>,     near<Difference>,           near<Product>};
}

}  // namespace
