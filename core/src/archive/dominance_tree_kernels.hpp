// Questions to a DominanceTree's memory, compiled once per instruction set with the same answers.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

/// Entries of an inner node and points of a leaf.
constexpr int kTreeWidth = 16;

/// A child of an inner node: an inner node, or a leaf in its complement.
using TreeChild = int32_t;

/// Boxes of node i begin at boxes + i * 2 * n_obj * kTreeWidth: per objective the lowest values of
/// all entries, then the highest. Points of leaf i begin at points + i * n_obj * kTreeWidth,
/// objective by objective. Places not in use hold NaN, which is neither above nor below anything.
struct TreeView {
  const double* boxes;
  const TreeChild* children;
  const double* points;
  const uint32_t* slots;
  TreeChild root;
  int n_obj;
  TreeChild* stack;  // room for every child on a path from the root
  uint32_t* found;   // room for every member
};

/// -1 if a member weakly dominates y. Otherwise the number of members that y dominates; their slots
/// are in `found`.
using TreeAdmits = int64_t (*)(const TreeView& tree, const double* y);

/// Of the first `count` entries of a node the one whose box has to grow least to hold y, as a sum
/// over objectives of the growth times `scale`; of several the first.
using TreeNearest =
    int (*)(const double* boxes, const double* scale, int count, int n_obj, const double* y);

int64_t tree_admits_scalar(const TreeView& tree, const double* y);
int64_t tree_admits_avx2(const TreeView& tree, const double* y);
int64_t tree_admits_avx512(const TreeView& tree, const double* y);

int tree_nearest_scalar(
    const double* boxes, const double* scale, int count, int n_obj, const double* y);
int tree_nearest_avx2(
    const double* boxes, const double* scale, int count, int n_obj, const double* y);
int tree_nearest_avx512(
    const double* boxes, const double* scale, int count, int n_obj, const double* y);

}  // namespace vilfredo::detail
