// The variation operators over Lanes; included by one source per instruction set.
#pragma once

#include "elementary_inl.hpp"
#include "variation_kernels.hpp"

namespace {

using vilfredo::detail::BinaryCrossoverStep;
using vilfredo::detail::DifferenceStep;

// In the order of operators::Repair.
enum RepairKind { kReset, kClamp, kReflect, kTowardsParent };

template <class L, int kRepair>
inline typename L::V repaired(typename L::V v,
                              typename L::V parent,
                              typename L::V lower,
                              typename L::V upper,
                              typename L::V u) {
  using V = typename L::V;
  if constexpr (kRepair == kClamp) {
    return L::min(L::max(v, lower), upper);
  } else if constexpr (kRepair == kReflect) {
    v = L::select(L::less(v, lower), L::sub(L::add(lower, lower), v), v);
    v = L::select(L::less(upper, v), L::sub(L::add(upper, upper), v), v);
    return L::min(L::max(v, lower), upper);
  } else {
    const auto below = L::less(v, lower);
    const auto above = L::less(upper, v);
    V replacement = v;
    if constexpr (kRepair == kReset) {
      replacement = L::add(lower, L::mul(u, L::sub(upper, lower)));
      v = L::select(below, replacement, v);
      v = L::select(above, replacement, v);
    } else {
      v = L::select(below, L::add(lower, L::mul(u, L::sub(parent, lower))), v);
      v = L::select(above, L::add(parent, L::mul(u, L::sub(upper, parent))), v);
    }
    return L::min(L::max(v, lower), upper);  // the product may round past the bound
  }
}

/// One register of genes from gene k on; the first `handled` of them belong to the register before.
template <class L, int kRepair, class Load>
inline bool difference_register(
    DifferenceStep& s, int k, int handled, const Load& load, typename L::V& y) {
  using V = typename L::V;
  const V base = load(s.base + k);
  const V lower = load(s.lower + k);
  const V upper = load(s.upper + k);
  V v = L::add(base, L::mul(L::set(s.factor), L::sub(load(s.a + k), load(s.b + k))));
  if (s.rates != nullptr) {
    v = L::select(L::less(load(s.rates + k), L::set(s.rate)), v, base);
  }
  V u = v;
  if constexpr (kRepair == kReset || kRepair == kTowardsParent) {
    const auto mask = L::either(L::less(v, lower), L::less(upper, v));
    const unsigned outside = L::bits(mask);
    const int again = __builtin_popcount(s.outside >> static_cast<unsigned>(L::kWidth - handled));
    const int drawn = __builtin_popcount(outside) - again;
    if (drawn > s.available) {
      return false;
    }
    u = L::expand_load(s.uniforms - again, mask);
    s.uniforms += drawn;
    s.available -= drawn;
    s.outside = outside;
  }
  y = repaired<L, kRepair>(v, base, lower, upper, u);
  return true;
}

template <class L, int kRepair>
inline bool difference_genes(DifferenceStep& step) {
  DifferenceStep s = step;  // local: the genes written could be anything, as the compiler sees it
  typename L::V y;
  const auto load = [](const double* p) { return L::load(p); };
  bool enough = true;
  for (; enough && s.gene + L::kWidth <= s.size; s.gene += enough ? L::kWidth : 0) {
    enough = difference_register<L, kRepair>(s, s.gene, 0, load, y);
    if (enough) {
      L::store(s.y + s.gene, y);
    }
  }
  const int rest = s.size - s.gene;
  if (enough && rest > 0 && s.size >= L::kWidth) {
    // The last register again, over genes already done: a masked store would make whoever reads `y`
    // next wait until it has left the store buffer.
    const int last = s.size - L::kWidth;
    enough = difference_register<L, kRepair>(s, last, L::kWidth - rest, load, y);
    if (enough) {
      L::store(s.y + last, y);
    }
  } else if (enough && rest > 0) {
    enough = difference_register<L, kRepair>(
        s, s.gene, 0, [rest](const double* p) { return L::load_part(p, rest); }, y);
    if (enough) {
      L::store_part(s.y + s.gene, rest, y);
    }
  }
  step.uniforms = s.uniforms;
  step.available = s.available;
  step.gene = s.gene;
  step.outside = s.outside;
  return enough;
}

inline bool difference_kernel(DifferenceStep& s) {
  switch (s.repair) {
    case kClamp:
      return difference_genes<BroadLanes, kClamp>(s);
    case kReflect:
      return difference_genes<BroadLanes, kReflect>(s);
    case kTowardsParent:
      return difference_genes<BroadLanes, kTowardsParent>(s);
    default:
      return difference_genes<BroadLanes, kReset>(s);
  }
}

constexpr int kTile = 64;
constexpr double kEqualGenes = 1e-14;

/// The active genes of a tile, one after the other.
struct ActiveGenes {
  double sum[kTile + 8];
  double span[kTile + 8];      // of the parents; negative where the lower child is wanted
  double distance[kTile + 8];  // to the bound on the child's side
  double draw[kTile + 8];
  double gene[kTile + 8];
  int count;
};

template <class L>
inline void collect_active(const BinaryCrossoverStep& s, int from, int to, ActiveGenes& active) {
  using V = typename L::V;
  active.count = 0;
  int32_t position[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  double ramp[8];
  for (int i = 0; i < 8; ++i) {
    ramp[i] = position[i];
  }
  const auto step = [&](int k, int filled, auto load) {
    const V p = load(s.first + k);
    const V q = load(s.second + k);
    const V u = L::mul(load(s.uniforms + k), L::set(4.0));
    const V lo = L::min(p, q);
    const V hi = L::max(p, q);
    const V gap = L::sub(hi, lo);
    // A gene beyond `filled` has u = 0 and is passive.
    const auto on = L::both(L::less_equal(L::set(2.0), u), L::less(L::set(kEqualGenes), gap));
    const auto high = L::less_equal(L::set(3.0), u);
    const unsigned bits = L::bits(on);
    if (filled == L::kWidth) {
      L::store(s.y + k, p);
    } else if (to - from >= L::kWidth) {  // as in difference_genes
      L::store(s.y + to - L::kWidth, L::load(s.first + to - L::kWidth));
    } else {
      L::store_part(s.y + k, filled, p);
    }
    const int at = active.count;
    L::compress_store(active.sum + at, on, L::add(lo, hi));
    L::compress_store(active.span + at, on, L::select(high, gap, L::sub(L::set(0.0), gap)));
    L::compress_store(
        active.distance + at, on,
        L::select(high, L::sub(load(s.upper + k), hi), L::sub(lo, load(s.lower + k))));
    L::compress_store(active.draw + at, on, L::sub(u, L::select(high, L::set(3.0), L::set(2.0))));
    L::compress_store(active.gene + at, on, L::add(L::load(ramp), L::set(k)));
    active.count = at + __builtin_popcount(bits);
  };
  int k = from;
  for (; k + L::kWidth <= to; k += L::kWidth) {
    step(k, L::kWidth, [](const double* p) { return L::load(p); });
  }
  if (k < to) {
    const int rest = to - k;
    step(k, rest, [rest](const double* p) { return L::load_part(p, rest); });
  }
}

/// Deb, Agrawal: with b = 1 + 2 distance / span and a = 2 - b^-(eta+1), the spread is
/// (u a)^(1/(eta+1)) if u a <= 1, else (1 / (2 - u a))^(1/(eta+1)).
template <class L>
inline void binary_crossover_genes(const BinaryCrossoverStep& s) {
  using V = typename L::V;
  ActiveGenes active;
  const double root = 1.0 / (s.eta + 1.0);
  const V one = L::set(1.0);
  const V two = L::set(2.0);
  for (int from = 0; from < s.size; from += kTile) {
    const int to = from + kTile < s.size ? from + kTile : s.size;
    collect_active<L>(s, from, to, active);
    for (int i = active.count; i < active.count + 8; ++i) {  // harmless lanes after the last gene
      active.sum[i] = 0;
      active.span[i] = 1;
      active.distance[i] = 1;
      active.draw[i] = 0.5;
    }
    for (int i = 0; i < active.count; i += L::kWidth) {
      const V span = L::load(active.span + i);
      const V b = L::add(one, L::div(L::mul(two, L::load(active.distance + i)), L::abs(span)));
      const V a = L::sub(two, L::div(one, power_of<L>(b, s.eta + 1.0, s.whole_power)));
      const V ua = L::mul(L::load(active.draw + i), a);
      const V argument = L::select(L::less_equal(ua, one), ua, L::div(one, L::sub(two, ua)));
      const V spread = root_of<L>(argument, root);
      const V child = L::mul(L::set(0.5), L::add(L::load(active.sum + i), L::mul(spread, span)));
      L::store(active.sum + i, child);
    }
    for (int i = 0; i < active.count; ++i) {
      const int gene = static_cast<int>(active.gene[i]);
      const double raised = active.sum[i] > s.lower[gene] ? active.sum[i] : s.lower[gene];
      s.y[gene] = raised < s.upper[gene] ? raised : s.upper[gene];
    }
  }
}

inline void binary_crossover_kernel(const BinaryCrossoverStep& s) {
  binary_crossover_genes<BroadLanes>(s);
}

}  // namespace
