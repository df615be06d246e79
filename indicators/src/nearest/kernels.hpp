// Least value over pairs of points, as the distance and epsilon indicators need it: kernels for one
// instruction set each.
#pragma once

#include <stdint.h>

namespace vilfredo::detail {

/// What a pair of a point p and a query q is worth. Rows are taken in ascending order and nothing
/// is fused, so a pair has the same bits everywhere.
enum PairValue {
  kSquaredDistance,  ///< sum of (p_i - q_i)^2
  kSquaredWorse,     ///< sum of max(p_i - q_i, 0)^2
  kPairValues
};

/// Points of a leaf and queries of a block: each is stored row by row, `kLeaf` or `kBlock` wide.
constexpr int kLeaf = 32;
constexpr int kBlock = 16;

/// Points in leaves. What pads the last leaf repeats a point, what pads the leaves has boxes at
/// +inf.
struct PointLeaves {
  int d;
  int used;              ///< leaves that hold points
  int leaves;            ///< of which boxes are stored; a multiple of 8
  const double* points;  ///< leaf by leaf, d x kLeaf each
  const double* low;     ///< d x leaves: componentwise least of a leaf
  const double* high;    ///< d x leaves
  /// Slabs that hold the leaves: level[2 l] <= n . p <= level[2 l + 1] for every point p of leaf l
  /// and its direction n = normals[d l ..] of length just below 1, levels widened by all rounding
  /// that n . q may meet. Null: none. A front is flat in places, and its slabs bound far better
  /// than boxes.
  const double* normals;
  const double* levels;
  /// The points shifted and scaled into [-1, 1], in the layout of `points`, for squared values.
  /// Null: none. A leaf is looked at in double precision only where these leave a doubt.
  const float* coarse;
};

/// How far squares from coarse coordinates can be off: if the true root is r (unscaled), the coarse
/// square is at most (r * scale + shift)^2 * stretch + kTinySquare, and only then.
struct CoarseError {
  double scale;
  double shift;
  double stretch;
};

constexpr double kTinySquare = 1e-36;

/// Queries in blocks; what pads the last block repeats a query.
struct QueryBlocks {
  int blocks;
  const double* queries;  ///< block by block, d x kBlock each
  const double* low;      ///< d per block
  const double* high;
  double* least;        ///< kBlock per block
  const float* coarse;  ///< as of the points
  CoarseError error;
};

/// Room of one search: `leaves` entries each.
struct SearchRoom {
  int32_t* candidates;
  double* bounds;
};

struct SieveRoom {
  float* leaf_least;  ///< kBlock per leaf
  int* blocks_done;   ///< out: fewer than all where sieving turned out to be of no use
};

/// Points side by side: the d values of point i begin at values + i * stride.
struct PlainPoints {
  int d;
  int64_t count;  ///< at least 1
  int64_t stride;
  const double* values;
};

/// Fills least[q] for all queries of the blocks.
struct NearestKernels {
  void (*search[kPairValues])(const PointLeaves& points,
                              const QueryBlocks& queries,
                              const SearchRoom& room);
  /// By the coarse square of every pair; needs coarse coordinates and no boxes. Fit for sets of up
  /// to some thousand points.
  void (*sieve[kPairValues])(const PointLeaves& points,
                             const QueryBlocks& queries,
                             const SieveRoom& room);
  /// By looking at every pair; needs neither boxes nor coarse coordinates of the queries.
  void (*scan[kPairValues])(const PlainPoints& points, const QueryBlocks& queries);
};

NearestKernels nearest_kernels_scalar();
NearestKernels nearest_kernels_avx2();
NearestKernels nearest_kernels_avx512();

/// What vilfredo::isa() says; chosen once.
const NearestKernels& nearest_kernels();

}  // namespace vilfredo::detail
