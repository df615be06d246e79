// Sets of points on byte ranks, and their volume where it needs no recursion: of up to three
// points, and in up to three objectives.
#pragma once

#include "byte_sets.hpp"
#include "rank_vectors_inl.hpp"

namespace {

using vilfredo::detail::ByteSet;
using vilfredo::detail::kByteSetObjectives;
using vilfredo::detail::kByteSetStride;

inline int lowest_bit(uint64_t word) {
  return __builtin_ctzll(word);
}

inline int count_bits(uint64_t word) {
  return __builtin_popcountll(word);
}

/// A set that one step of the recursion works on; a lane is a point, and `alive` says which count.
struct Frame {
  uint8_t* rows;  ///< ranks of objective k at rows + k * kByteSetStride
  uint64_t alive[4];
  uint8_t objectives[kByteSetObjectives];  ///< those that still differ
  uint8_t upper[kByteSetObjectives];       ///< by objective
  int n_obj;
  int slice;  ///< position in `objectives` of the one to sum over

  [[nodiscard]] const uint8_t* row(int objective) const {
    return rows + objective * kByteSetStride;
  }
};

/// Reads the values behind the ranks. W is the number of words that a set takes.
class FrameMeasure {
 protected:
  explicit FrameMeasure(const double* values) : values_(values) {}

  [[nodiscard]] double value(int objective, uint8_t rank) const {
    return values_[objective * kByteSetStride + rank];
  }

  [[nodiscard]] double extent(const Frame& frame, int objective, uint8_t rank) const {
    return value(objective, frame.upper[objective]) - value(objective, rank);
  }

  template <int W>
  static int count(const uint64_t* mask) {
    int total = 0;
    for (int w = 0; w < W; ++w) {
      total += count_bits(mask[w]);
    }
    return total;
  }

  template <int W>
  static void list_lanes(const uint64_t* mask, uint8_t* lanes) {
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = mask[w]; left != 0; left &= left - 1) {
        *lanes++ = static_cast<uint8_t>(64 * w + lowest_bit(left));
      }
    }
  }

  /// How many of `alive` come before each lane in order of a row, equal ones by lane.
  template <int W>
  static void positions(const uint8_t* row, const uint64_t* alive, uint8_t* position) {
    Bytes ranks[W];
    for (int w = 0; w < W; ++w) {
      ranks[w] = Bytes::load(row + 64 * w);
    }
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = alive[w]; left != 0; left &= left - 1) {
        const uint64_t self = left & (~left + 1);
        const int lane = 64 * w + lowest_bit(left);
        const Bytes own = Bytes::all(row[lane]);
        int before = 0;
        for (int v = 0; v < W; ++v) {
          const uint64_t at_most = Bytes::at_most(ranks[v], own) & alive[v];
          const uint64_t less = at_most & ~Bytes::at_most(own, ranks[v]);
          const uint64_t equal_first = v < w ? ~uint64_t{0} : v > w ? 0 : self - 1;
          before += count_bits(less | (at_most & equal_first));
        }
        position[lane] = static_cast<uint8_t>(before);
      }
    }
  }

  template <int W>
  static int count_at_most(const Frame& frame, int objective, uint8_t rank) {
    const Bytes limit = Bytes::all(rank);
    int total = 0;
    for (int w = 0; w < W; ++w) {
      const Bytes ranks = Bytes::load(frame.row(objective) + 64 * w);
      total += count_bits(frame.alive[w] & Bytes::at_most(ranks, limit));
    }
    return total;
  }

  /// Inclusion and exclusion for up to three points.
  double volume_of_few(const Frame& frame, const uint8_t* lanes, int n) const {
    if (n == 0) {
      return 0;
    }
    double a = 1, b = 1, c = 1, ab = 1, ac = 1, bc = 1, abc = 1;
    for (int k = 0; k < frame.n_obj; ++k) {
      const int objective = frame.objectives[k];
      const uint8_t* row = frame.row(objective);
      const double end = value(objective, frame.upper[objective]);
      const uint8_t p = row[lanes[0]];
      a *= end - value(objective, p);
      if (n >= 2) {
        const uint8_t q = row[lanes[1]];
        const uint8_t pq = p > q ? p : q;
        b *= end - value(objective, q);
        ab *= end - value(objective, pq);
        if (n == 3) {
          const uint8_t s = row[lanes[2]];
          c *= end - value(objective, s);
          ac *= end - value(objective, p > s ? p : s);
          bc *= end - value(objective, q > s ? q : s);
          abc *= end - value(objective, pq > s ? pq : s);
        }
      }
    }
    if (n == 1) {
      return a;
    }
    const double two = a + (b - ab);
    return n == 2 ? two : two + (c - (ac + (bc - abc)));
  }

  template <int W>
  double length(const Frame& frame) const {
    const int objective = frame.objectives[0];
    uint8_t least = 255;
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = frame.alive[w]; left != 0; left &= left - 1) {
        const uint8_t rank = frame.row(objective)[64 * w + lowest_bit(left)];
        least = rank < least ? rank : least;
      }
    }
    return extent(frame, objective, least);
  }

  /// Two objectives: the least y of every x, met in order of x.
  template <int W>
  double area(const Frame& frame) const {
    const uint8_t* x = frame.row(frame.objectives[0]);
    const uint8_t* y = frame.row(frame.objectives[1]);
    uint64_t met[4] = {};
    uint8_t least[kByteSetStride];
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = frame.alive[w]; left != 0; left &= left - 1) {
        const int lane = 64 * w + lowest_bit(left);
        const int at = x[lane];
        const uint64_t bit = uint64_t{1} << (at & 63);
        const bool first = (met[at >> 6] & bit) == 0;
        least[at] = first || y[lane] < least[at] ? y[lane] : least[at];
        met[at >> 6] |= bit;
      }
    }
    uint8_t lowest = frame.upper[frame.objectives[1]];
    double total = 0;
    for (int w = 0; w < 4; ++w) {
      for (uint64_t left = met[w]; left != 0; left &= left - 1) {
        const uint8_t at = static_cast<uint8_t>(64 * w + lowest_bit(left));
        if (least[at] < lowest) {
          total += extent(frame, frame.objectives[0], at) *
                   (value(frame.objectives[1], lowest) - value(frame.objectives[1], least[at]));
          lowest = least[at];
        }
      }
    }
    return total;
  }

  /// Three objectives: points enter in order of z into a staircase in (x, y), whose steps are the
  /// bits of one word, numbered in order of x. See spatial_sweep.hpp.
  double spatial_volume(const Frame& frame) const {
    const int ox = frame.objectives[0];
    const int oy = frame.objectives[1];
    const int oz = frame.objectives[2];
    const uint64_t alive = frame.alive[0];
    uint8_t x_position[64];
    uint8_t z_position[64];
    uint8_t by_z[64];
    positions<1>(frame.row(ox), frame.alive, x_position);
    positions<1>(frame.row(oz), frame.alive, z_position);
    for (uint64_t left = alive; left != 0; left &= left - 1) {
      const int lane = lowest_bit(left);
      by_z[z_position[lane]] = static_cast<uint8_t>(lane);
    }
    const double* values_x = values_ + ox * kByteSetStride;
    const double* values_y = values_ + oy * kByteSetStride;
    const double right_end = values_x[frame.upper[ox]];
    double step_x[64];
    uint8_t step_y[64];
    uint64_t steps = 0;
    double total = 0;
    const int n = count_bits(alive);
    for (int k = 0; k < n; ++k) {
      const int lane = by_z[k];
      const int at = x_position[lane];
      const uint8_t y = frame.row(oy)[lane];
      const uint64_t left = steps & ((uint64_t{1} << at) - 1);
      uint8_t upper = left == 0 ? frame.upper[oy] : step_y[63 - __builtin_clzll(left)];
      if (upper <= y) {
        continue;
      }
      const double height = values_y[y];
      double from = values_x[frame.row(ox)[lane]];
      step_x[at] = from;
      step_y[at] = y;
      uint64_t right = steps & ~((uint64_t{2} << at) - 1);
      double gain = 0;
      for (;;) {
        const int next = right == 0 ? 64 : lowest_bit(right);
        const double to = right == 0 ? right_end : step_x[next];
        gain += (to - from) * (values_y[upper] - height);
        if (right == 0 || step_y[next] <= y) {
          break;
        }
        from = to;
        upper = step_y[next];
        right &= right - 1;
      }
      steps = left | (uint64_t{1} << at) | right;
      total += gain * extent(frame, oz, frame.row(oz)[lane]);
    }
    return total;
  }

 private:
  const double* values_;
};

}  // namespace
