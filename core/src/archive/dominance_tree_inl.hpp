// The traversal, for a class Lanes that compares kTreeWidth numbers with one:
// at_most(a, y) and at_least(a, y) give one bit per number.
#pragma once

#include "dominance_tree_kernels.hpp"

#include <stdint.h>

namespace {

using vilfredo::detail::kTreeWidth;
using vilfredo::detail::TreeChild;
using vilfredo::detail::TreeView;

template <class Lanes>
int64_t tree_admits(const TreeView& tree, const double* y) {
  constexpr uint32_t kAll = (1U << kTreeWidth) - 1U;
  const int d = tree.n_obj;
  TreeChild* top = tree.stack;
  *top++ = tree.root;
  int64_t found = 0;
  while (top != tree.stack) {
    const TreeChild node = *--top;
    uint32_t below = kAll;  // may hold, or is, a member that weakly dominates y
    uint32_t above = kAll;  // may hold, or is, a member that y dominates
    if (node < 0) {
      const int64_t leaf = ~node;
      const double* points = tree.points + leaf * d * kTreeWidth;
      for (int k = 0; k < d && (below | above) != 0; ++k) {
        below &= Lanes::at_most(points + k * kTreeWidth, y[k]);
        above &= Lanes::at_least(points + k * kTreeWidth, y[k]);
      }
      if (below != 0) {
        return -1;
      }
      for (; above != 0; above &= above - 1) {
        tree.found[found++] = tree.slots[leaf * kTreeWidth + __builtin_ctz(above)];
      }
      continue;
    }
    const double* boxes = tree.boxes + static_cast<int64_t>(node) * 2 * d * kTreeWidth;
    uint32_t under = kAll;  // all members weakly dominate y
    for (int k = 0; k < d && (below | above) != 0; ++k) {
      const double* low = boxes + static_cast<int64_t>(2 * k) * kTreeWidth;
      const double* high = low + kTreeWidth;
      below &= Lanes::at_most(low, y[k]);
      above &= Lanes::at_least(high, y[k]);
      under &= Lanes::at_most(high, y[k]);
    }
    if ((under & below) != 0) {
      return -1;
    }
    const TreeChild* children = tree.children + static_cast<int64_t>(node) * kTreeWidth;
    // Members are mutually non-dominated: once y dominates one, none dominates y.
    for (uint32_t rest = above & ~below; rest != 0; rest &= rest - 1) {
      *top++ = children[__builtin_ctz(rest)];
    }
    for (uint32_t rest = found > 0 ? below & above : below; rest != 0; rest &= rest - 1) {
      *top++ = children[__builtin_ctz(rest)];
    }
  }
  return found;
}

// For the compiler to vectorise.
inline int tree_nearest(
    const double* boxes, const double* scale, int count, int n_obj, const double* y) {
  double growth[kTreeWidth] = {};
  for (int k = 0; k < n_obj; ++k, boxes += 2 * kTreeWidth) {
    for (int i = 0; i < kTreeWidth; ++i) {
      const double below = boxes[i] - y[k];
      const double above = y[k] - boxes[kTreeWidth + i];
      const double outside = below > above ? below : above;
      growth[i] += (outside > 0 ? outside : 0) * scale[k];
    }
  }
  int best = 0;
  for (int i = 1; i < count; ++i) {
    best = growth[i] < growth[best] ? i : best;
  }
  return best;
}

}  // namespace
