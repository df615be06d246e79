// Search for least pair values in leaves over Lanes.
//
// A leaf is skipped for a query if the value of the query and the nearest corner of the leaf's box
// cannot improve on the query's best so far. Rounding is monotone in every operation used, so the
// computed bound never exceeds the computed value of a pair, and what is found is the least value
// of all pairs to the last bit, whatever was skipped.
#pragma once

#include "kernels.hpp"
#include "vilfredo/core/detail/lanes_inl.hpp"

#include <math.h>

namespace {

using vilfredo::detail::CoarseError;
using vilfredo::detail::kBlock;
using vilfredo::detail::kLeaf;
using vilfredo::detail::kSquaredDistance;
using vilfredo::detail::kSquaredWorse;
using vilfredo::detail::NearestKernels;
using vilfredo::detail::PlainPoints;
using vilfredo::detail::PointLeaves;
using vilfredo::detail::QueryBlocks;
using vilfredo::detail::SearchRoom;
using vilfredo::detail::SieveRoom;

using V = Lanes::V;
constexpr int kWidth = Lanes::kWidth;
constexpr double kEndless = __builtin_inf();
constexpr unsigned kAllQueries = (1U << kBlock) - 1U;

/// One row's part of a pair value, and how parts join.
template <int kPair>
struct Row {
  static V part(V p, V q) {
    V difference = Lanes::sub(p, q);
    if constexpr (kPair == kSquaredWorse) {
      difference = Lanes::max(difference, Lanes::set(0.0));
    }
    return Lanes::mul(difference, difference);
  }

  /// At most part(p, q) for every p in [low, high] and q in [q_low, q_high].
  static V bound(V low, V high, V q_low, V q_high) {
    if constexpr (kPair == kSquaredDistance) {
      const V gap =
          Lanes::max(Lanes::max(Lanes::sub(low, q_high), Lanes::sub(q_low, high)), Lanes::set(0.0));
      return Lanes::mul(gap, gap);
    } else {
      return part(low, q_high);
    }
  }

  /// At most the value of every pair of q and a point of the slab, where `along` is n . q. n >= 0
  /// for all but the Euclidean distance.
  static V slab_bound(V along, V low, V high) {
    V gap = Lanes::max(Lanes::sub(low, along), Lanes::set(0.0));
    if constexpr (kPair == kSquaredDistance) {
      gap = Lanes::max(gap, Lanes::sub(along, high));
    }
    return Lanes::mul(gap, gap);
  }
};

template <int kPair, int kRows>
struct Search {
  using R = Row<kPair>;

  const PointLeaves& points;
  const SearchRoom& room;
  const int d;
  const CoarseError error;
  const double* query = nullptr;  // of the present block
  const float* coarse_query = nullptr;
  double* least = nullptr;
  float limit[kBlock] = {};  // a coarse square above it cannot improve least

  [[nodiscard]] int rows() const { return kRows > 0 ? kRows : d; }

  void set_least(int q, double value) {
    least[q] = value;
    const double root = sqrt(value) * error.scale + error.shift;
    limit[q] = static_cast<float>(root * root * error.stretch + vilfredo::detail::kTinySquare);
  }

  /// Whether a point of the leaf may improve a query, by its coarse coordinates.
  [[nodiscard]] bool in_doubt(const float* leaf, int q) const {
    using F = FloatLanes;
    constexpr int kParts = kLeaf / F::kWidth;
    F::V square[kParts];
    for (int i = 0; i < kParts; ++i) {
      square[i] = F::set(0.0F);
    }
    for (int k = 0; k < rows(); ++k) {
      const F::V by = F::set(coarse_query[k * kBlock + q]);
      for (int i = 0; i < kParts; ++i) {
        F::V difference = F::sub(F::load(leaf + k * kLeaf + i * F::kWidth), by);
        if constexpr (kPair == kSquaredWorse) {
          difference = F::max(difference, F::set(0.0F));
        }
        square[i] = F::add_square(difference, square[i]);
      }
    }
    const F::V most = F::set(limit[q]);
    uint32_t doubts = 0;
    for (int i = 0; i < kParts; ++i) {
      doubts |= F::less_equal(square[i], most);
    }
    return doubts != 0;
  }

  /// The least value of one query over a leaf.
  [[nodiscard]] double scan(const double* leaf, int q) const {
    constexpr int kParts = kLeaf / kWidth;
    V value[kParts];
    V by = Lanes::set(query[q]);
    for (int i = 0; i < kParts; ++i) {
      value[i] = R::part(Lanes::load(leaf + i * kWidth), by);
    }
    for (int k = 1; k < rows(); ++k) {
      by = Lanes::set(query[k * kBlock + q]);
      for (int i = 0; i < kParts; ++i) {
        value[i] = Lanes::add(value[i], R::part(Lanes::load(leaf + k * kLeaf + i * kWidth), by));
      }
    }
    for (int width = kParts / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; ++i) {
        value[i] = Lanes::min(value[i], value[i + width]);
      }
    }
    return Lanes::least(value[0]);
  }

  /// The queries that something in the slab of the leaf may improve.
  [[nodiscard]] unsigned near_slab(int leaf) const {
    const double* normal = points.normals + static_cast<int64_t>(leaf) * rows();
    const V low = Lanes::set(points.levels[2 * leaf]);
    const V high = Lanes::set(points.levels[2 * leaf + 1]);
    unsigned wanted = 0;
    for (int i = 0; i < kBlock; i += kWidth) {
      V along = Lanes::mul(Lanes::set(normal[0]), Lanes::load(query + i));
      for (int k = 1; k < rows(); ++k) {
        along = Lanes::add(along,
                           Lanes::mul(Lanes::set(normal[k]), Lanes::load(query + k * kBlock + i)));
      }
      wanted |= Lanes::bits(Lanes::less(R::slab_bound(along, low, high), Lanes::load(least + i)))
                << i;
    }
    return wanted;
  }

  /// The same for its box.
  [[nodiscard]] unsigned near_box(int leaf) const {
    unsigned wanted = 0;
    for (int i = 0; i < kBlock; i += kWidth) {
      V bound = Lanes::set(0.0);
      for (int k = 0; k < rows(); ++k) {
        const V q = Lanes::load(query + k * kBlock + i);
        const V part = R::bound(Lanes::set(points.low[k * points.leaves + leaf]),
                                Lanes::set(points.high[k * points.leaves + leaf]), q, q);
        bound = k == 0 ? part : Lanes::add(bound, part);
      }
      const V best = Lanes::load(least + i);
      wanted |= Lanes::bits(Lanes::less(bound, best)) << i;
    }
    return wanted;
  }

  /// The leaf for every query that it may improve. Returns whether it improved any.
  bool visit(int leaf) {
    const double* at = points.points + static_cast<int64_t>(leaf) * rows() * kLeaf;
    unsigned wanted = points.normals != nullptr ? near_slab(leaf) : kAllQueries;
    wanted = wanted != 0 ? wanted & near_box(leaf) : 0;
    bool improved = false;
    while (wanted != 0) {
      const int q = __builtin_ctz(wanted);
      wanted &= wanted - 1;
      if (points.coarse != nullptr &&
          !in_doubt(points.coarse + static_cast<int64_t>(leaf) * rows() * kLeaf, q)) {
        continue;
      }
      const double value = scan(at, q);
      if (value < least[q]) {
        set_least(q, value);
        improved = true;
      }
    }
    return improved;
  }

  /// The largest best value among the queries.
  [[nodiscard]] double reach() const {
    double largest = -kEndless;
    for (int q = 0; q < kBlock; ++q) {
      largest = least[q] > largest ? least[q] : largest;
    }
    return largest;
  }

  /// Leaves whose box may hold something within `reach` of the block's box.
  [[nodiscard]] int collect(const double* q_low, const double* q_high, double reach) const {
    int count = 0;
    const V within = Lanes::set(reach);
    for (int first = 0; first < points.used; first += kWidth) {
      V bound = Lanes::set(0.0);
      for (int k = 0; k < rows(); ++k) {
        const V part = R::bound(Lanes::load(points.low + k * points.leaves + first),
                                Lanes::load(points.high + k * points.leaves + first),
                                Lanes::set(q_low[k]), Lanes::set(q_high[k]));
        bound = k == 0 ? part : Lanes::add(bound, part);
      }
      unsigned near = Lanes::bits(Lanes::less(bound, within));
      if (points.used - first < kWidth) {
        // An infinite query is no farther from the boxes that pad than from any other.
        near &= (1U << static_cast<unsigned>(points.used - first)) - 1U;
      }
      if (near != 0) {
        double bounds[kWidth];
        Lanes::store(bounds, bound);
        while (near != 0) {
          const int i = __builtin_ctz(near);
          near &= near - 1;
          room.candidates[count] = first + i;
          room.bounds[count] = bounds[i];
          ++count;
        }
      }
    }
    return count;
  }

  /// Returns a leaf that was good for the block, to start the next one with.
  int block(const double* q_low, const double* q_high, int start) {
    for (int q = 0; q < kBlock; ++q) {
      set_least(q, kEndless);
    }
    visit(start);
    double within = reach();
    const int count = collect(q_low, q_high, within);
    int nearest = -1;
    for (int c = 0; c < count; ++c) {
      if (room.candidates[c] != start && (nearest < 0 || room.bounds[c] < room.bounds[nearest])) {
        nearest = c;
      }
    }
    if (nearest < 0) {
      return start;
    }
    int good = visit(room.candidates[nearest]) ? room.candidates[nearest] : start;
    within = reach();
    for (int c = 0; c < count; ++c) {
      if (c == nearest || room.candidates[c] == start || !(room.bounds[c] < within)) {
        continue;
      }
      if (visit(room.candidates[c])) {
        good = room.candidates[c];
        within = reach();
      }
    }
    return good;
  }
};

}  // namespace
