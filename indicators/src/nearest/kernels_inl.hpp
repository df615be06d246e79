// Search for least pair values over Lanes; included by one source per instruction set.
//
// A leaf is skipped for a query if the value of the query and the nearest corner of the leaf's box
// cannot improve on the query's best so far. Rounding is monotone in every operation used, so the
// computed bound never exceeds the computed value of a pair, and what is found is the least value
// of all pairs to the last bit, whatever was skipped.
#pragma once

#include "kernels.hpp"
#include "lanes_inl.hpp"

namespace {

using vilfredo::detail::kBlock;
using vilfredo::detail::kLeaf;
using vilfredo::detail::kRatio;
using vilfredo::detail::kShift;
using vilfredo::detail::kSquaredDistance;
using vilfredo::detail::kSquaredWorse;
using vilfredo::detail::NearestKernels;
using vilfredo::detail::PointLeaves;
using vilfredo::detail::QueryBlocks;
using vilfredo::detail::SearchRoom;

using V = Lanes::V;
constexpr int kWidth = Lanes::kWidth;
constexpr double kEndless = __builtin_inf();

/// One row's part of a pair value, and how parts join.
template <int kPair>
struct Row {
  static V part(V p, V q) {
    if constexpr (kPair == kSquaredDistance) {
      const V difference = Lanes::sub(p, q);
      return Lanes::mul(difference, difference);
    } else if constexpr (kPair == kSquaredWorse) {
      const V difference = Lanes::max(Lanes::sub(p, q), Lanes::set(0.0));
      return Lanes::mul(difference, difference);
    } else if constexpr (kPair == kShift) {
      return Lanes::sub(p, q);
    } else {
      return Lanes::div(p, q);
    }
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

  static V join(V a, V b) {
    return kPair == kShift || kPair == kRatio ? Lanes::max(a, b) : Lanes::add(a, b);
  }
};

template <int kPair, int kRows>
struct Search {
  using R = Row<kPair>;

  const PointLeaves& points;
  const SearchRoom& room;
  const int d;
  const double* query;  // of the present block
  double* least;
  double floor;

  [[nodiscard]] int rows() const { return kRows > 0 ? kRows : d; }

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
        value[i] = R::join(value[i], R::part(Lanes::load(leaf + k * kLeaf + i * kWidth), by));
      }
    }
    for (int width = kParts / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; ++i) {
        value[i] = Lanes::min(value[i], value[i + width]);
      }
    }
    return Lanes::least(value[0]);
  }

  /// The leaf for every query that it may improve. Returns whether it improved any.
  bool visit(int leaf) {
    const double* at = points.points + static_cast<int64_t>(leaf) * rows() * kLeaf;
    unsigned wanted = 0;
    for (int i = 0; i < kBlock; i += kWidth) {
      V bound = Lanes::set(0.0);
      for (int k = 0; k < rows(); ++k) {
        const V q = Lanes::load(query + k * kBlock + i);
        const V part = R::bound(Lanes::set(points.low[k * points.leaves + leaf]),
                                Lanes::set(points.high[k * points.leaves + leaf]), q, q);
        bound = k == 0 ? part : R::join(bound, part);
      }
      const V best = Lanes::load(least + i);
      wanted |= (Lanes::less(bound, best) & Lanes::less(Lanes::set(floor), best)) << i;
    }
    bool improved = false;
    while (wanted != 0) {
      const int q = __builtin_ctz(wanted);
      wanted &= wanted - 1;
      const double value = scan(at, q);
      if (value < least[q]) {
        least[q] = value;
        improved = true;
      }
    }
    return improved;
  }

  /// The largest best value among queries that are still above the floor, or -inf.
  [[nodiscard]] double reach() const {
    double largest = -kEndless;
    for (int q = 0; q < kBlock; ++q) {
      largest = least[q] > largest ? least[q] : largest;
    }
    return largest > floor ? largest : -kEndless;
  }

  /// Leaves whose box may hold something within `reach` of the block's box.
  [[nodiscard]] int collect(const double* q_low, const double* q_high, double reach) const {
    int count = 0;
    const V limit = Lanes::set(reach);
    for (int first = 0; first < points.leaves; first += kWidth) {
      V bound = Lanes::set(0.0);
      for (int k = 0; k < rows(); ++k) {
        const V part = R::bound(Lanes::load(points.low + k * points.leaves + first),
                                Lanes::load(points.high + k * points.leaves + first),
                                Lanes::set(q_low[k]), Lanes::set(q_high[k]));
        bound = k == 0 ? part : R::join(bound, part);
      }
      unsigned near = Lanes::less(bound, limit);
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
      least[q] = kEndless;
    }
    visit(start);
    double within = reach();
    if (within == -kEndless) {
      return start;
    }
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

template <int kPair, int kRows>
double search_rows(const PointLeaves& points,
                   const QueryBlocks& queries,
                   const SearchRoom& room,
                   double floor,
                   bool rising) {
  Search<kPair, kRows> search{points, room, points.d, nullptr, nullptr, floor};
  int start = 0;
  for (int b = 0; b < queries.blocks; ++b) {
    search.query = queries.queries + static_cast<int64_t>(b) * points.d * kBlock;
    search.least = queries.least + static_cast<int64_t>(b) * kBlock;
    start = search.block(queries.low + static_cast<int64_t>(b) * points.d,
                         queries.high + static_cast<int64_t>(b) * points.d, start);
    for (int q = 0; rising && q < kBlock; ++q) {
      search.floor = search.least[q] > search.floor ? search.least[q] : search.floor;
    }
  }
  return search.floor;
}

template <int kPair>
double search_any(const PointLeaves& points,
                  const QueryBlocks& queries,
                  const SearchRoom& room,
                  double floor,
                  bool rising) {
  switch (points.d) {
    case 2:
      return search_rows<kPair, 2>(points, queries, room, floor, rising);
    case 3:
      return search_rows<kPair, 3>(points, queries, room, floor, rising);
    case 4:
      return search_rows<kPair, 4>(points, queries, room, floor, rising);
    case 5:
      return search_rows<kPair, 5>(points, queries, room, floor, rising);
    default:
      return search_rows<kPair, 0>(points, queries, room, floor, rising);
  }
}

NearestKernels all_nearest_kernels() {
  return {{search_any<kSquaredDistance>, search_any<kSquaredWorse>, search_any<kShift>,
           search_any<kRatio>}};
}

}  // namespace
