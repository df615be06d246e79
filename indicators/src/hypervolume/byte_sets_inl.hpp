// Limit sets (While, Bradstreet, Barone 2012) on byte ranks.
//
//   volume(S)       = sum over p in S of
//                     (r_s - p_s) * exclusive(p | the points of S at or below p in s), s left out
//   exclusive(p|Q)  = box(p) - volume({ max(p, q) : q in Q })
//
// Up to 64 points are one vector per objective, so "who is worse than p in objective k" is one
// comparison to a 64-bit mask, the limit set one maximum, and no point is moved or sorted below
// the top. Four things shrink a limit set before it is recursed into:
//   - a q that is worse than p in one objective only cuts a slab off p's box: the box's upper
//     corner moves, q goes, and all beyond the corner;
//   - objectives in which no q is worse than p are a common factor;
//   - dominated members go;
//   - the sum runs over the objective s with the fewest points tied at p's value.
#pragma once

#include "byte_frames_inl.hpp"

namespace {

class LimitSets : FrameMeasure {
 public:
  explicit LimitSets(const ByteSet& set) : FrameMeasure(set.values) {
    uint8_t* memory = static_cast<uint8_t*>(set.scratch);
    const size_t rows_size = static_cast<size_t>(set.n_obj) * kByteSetStride;
    for (int depth = 0; depth <= set.n_obj && depth < kByteSetObjectives + 1; ++depth) {
      frames_[depth].rows = memory + static_cast<size_t>(depth) * rows_size;
    }
  }

  /// The whole set as a frame. Its rows are the caller's and are only read.
  Frame whole(const ByteSet& set) const {
    Frame frame;
    frame.rows = const_cast<uint8_t*>(set.ranks);
    frame.n_obj = set.n_obj;
    frame.slice = set.n_obj - 1;
    for (int k = 0; k < set.n_obj; ++k) {
      frame.objectives[k] = static_cast<uint8_t>(k);
      frame.upper[k] = set.upper[k];
    }
    for (int w = 0; w < 4; ++w) {
      const int left = set.n - 64 * w;
      frame.alive[w] = left >= 64 ? ~uint64_t{0} : left > 0 ? (uint64_t{1} << left) - 1 : 0;
    }
    return frame;
  }

  double volume_of_whole(const ByteSet& set) {
    return set.n <= 64    ? volume_of_whole<1>(set)
           : set.n <= 128 ? volume_of_whole<2>(set)
                          : volume_of_whole<4>(set);
  }

  double exclusive_of_whole(const ByteSet& set, int point) {
    Frame frame = whole(set);
    frame.alive[point >> 6] &= ~(uint64_t{1} << (point & 63));
    return set.n <= 64 ? exclusive<1>(frame, point, frame.alive, frame.objectives, frame.n_obj, 0)
           : set.n <= 128
               ? exclusive<2>(frame, point, frame.alive, frame.objectives, frame.n_obj, 0)
               : exclusive<4>(frame, point, frame.alive, frame.objectives, frame.n_obj, 0);
  }

 private:
  template <int W>
  double volume_of_whole(const ByteSet& set) {
    Frame frame = whole(set);
    drop_dominated<W>(frame);
    int fewest = 1 << 30;
    for (int k = 0; k < frame.n_obj; ++k) {
      uint8_t least = 255;
      for (int j = 0; j < set.n; ++j) {
        least = frame.row(k)[j] < least ? frame.row(k)[j] : least;
      }
      const int tied = count_at_most<W>(frame, k, least);
      if (tied < fewest) {
        fewest = tied;
        frame.slice = k;
      }
    }
    if (W > 1 && set.n_obj > 3 && count<W>(frame.alive) <= 64) {
      // No recursion is as deep as the last of the frames.
      Frame packed = frame;
      packed.rows = frames_[set.n_obj].rows;
      close_gaps<W>(frame, packed);
      return volume<1>(packed, 0);
    }
    return volume<W>(frame, 0);
  }

  /// Volume of the frame's points in its objectives; those dominated may be among them. `depth`
  /// frames are in use.
  template <int W>
  double volume(const Frame& frame, int depth) {
    const int n = count<W>(frame.alive);
    if (n <= 3) {
      uint8_t lanes[3];
      list_lanes<W>(frame.alive, lanes);
      return volume_of_few(frame, lanes, n);
    }
    if (frame.n_obj == 1) {
      return length<W>(frame);
    }
    if (frame.n_obj == 2) {
      return area<W>(frame);
    }
    if (W == 1 && frame.n_obj == 3) {
      return spatial_volume(frame);
    }
    return volume_by_slices<W>(frame, depth);
  }

  template <int W>
  double volume_by_slices(const Frame& frame, int depth) {
    const int s = frame.objectives[frame.slice];
    uint8_t others[kByteSetObjectives];
    int n_others = 0;
    for (int k = 0; k < frame.n_obj; ++k) {
      if (k != frame.slice) {
        others[n_others++] = frame.objectives[k];
      }
    }
    const uint8_t* row = frame.row(s);
    uint8_t position[64 * W];
    uint8_t order[64 * W];
    positions<W>(row, frame.alive, position);
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = frame.alive[w]; left != 0; left &= left - 1) {
        const int lane = 64 * w + lowest_bit(left);
        order[position[lane]] = static_cast<uint8_t>(lane);
      }
    }
    const int n = count<W>(frame.alive);
    uint64_t rivals[W] = {};
    for (int j = 0; j < 3; ++j) {
      rivals[order[j] >> 6] |= uint64_t{1} << (order[j] & 63);
    }
    double total = volume_of_few(frame, order, 3);
    for (int j = 3; j < n; ++j) {
      const int lane = order[j];
      const double own = exclusive<W>(frame, lane, rivals, others, n_others, depth);
      if (own > 0) {
        total += extent(frame, s, row[lane]) * own;
        displace<W>(frame, lane, others, n_others, rivals);
      }
    }
    return total;
  }

  /// Drops the rivals that the point of `lane` dominates and makes it one of them.
  template <int W>
  static void displace(
      const Frame& frame, int lane, const uint8_t* objectives, int n_obj, uint64_t* rivals) {
    uint64_t dominated[W];
    for (int w = 0; w < W; ++w) {
      dominated[w] = rivals[w];
    }
    for (int k = 0; k < n_obj; ++k) {
      const uint8_t* row = frame.row(objectives[k]);
      const Bytes own = Bytes::all(row[lane]);
      for (int w = 0; w < W; ++w) {
        dominated[w] &= Bytes::at_most(own, Bytes::load(row + 64 * w));
      }
    }
    for (int w = 0; w < W; ++w) {
      rivals[w] &= ~dominated[w];
    }
    rivals[lane >> 6] |= uint64_t{1} << (lane & 63);
  }

  /// Volume, in the given objectives, of what the point of `lane` dominates and the `rivals` do
  /// not.
  template <int W>
  double exclusive(const Frame& frame,
                   int lane,
                   const uint64_t* rivals,
                   const uint8_t* objectives,
                   int n_obj,
                   int depth) {
    switch (n_obj) {
      case 3:
        return exclusive_in<W, 3>(frame, lane, rivals, objectives, n_obj, depth);
      case 4:
        return exclusive_in<W, 4>(frame, lane, rivals, objectives, n_obj, depth);
      case 5:
        return exclusive_in<W, 5>(frame, lane, rivals, objectives, n_obj, depth);
      case 6:
        return exclusive_in<W, 6>(frame, lane, rivals, objectives, n_obj, depth);
      default:
        return exclusive_in<W, 0>(frame, lane, rivals, objectives, n_obj, depth);
    }
  }

  /// The same where the compiler knows the number of objectives, kObj, if it is not 0.
  template <int W, int kObj>
  double exclusive_in(const Frame& frame,
                      int lane,
                      const uint64_t* rivals,
                      const uint8_t* objectives,
                      int any_n_obj,
                      int depth) {
    const int n_obj = kObj > 0 ? kObj : any_n_obj;
    uint64_t worse[kObj > 0 ? kObj : kByteSetObjectives][W];
    uint64_t once[W] = {};
    uint64_t twice[W] = {};
    for (int k = 0; k < n_obj; ++k) {
      const uint8_t* row = frame.row(objectives[k]);
      const Bytes own = Bytes::all(row[lane]);
      for (int w = 0; w < W; ++w) {
        worse[k][w] = rivals[w] & ~Bytes::at_most(Bytes::load(row + 64 * w), own);
        twice[w] |= once[w] & worse[k][w];
        once[w] |= worse[k][w];
      }
    }
    uint64_t single = 0;
    for (int w = 0; w < W; ++w) {
      if ((rivals[w] & ~once[w]) != 0) {
        return 0;
      }
      single |= once[w] & ~twice[w];
    }
    Frame& next = frames_[depth];
    for (int k = 0; k < n_obj; ++k) {
      next.upper[objectives[k]] = frame.upper[objectives[k]];
    }
    if (single != 0) {
      clip<W, kObj>(frame, objectives, n_obj, worse, once, twice, next);
    }
    // From here on `twice` holds those that share part of the clipped box.
    double common = 1;
    double box = 1;
    next.n_obj = 0;
    for (int k = 0; k < n_obj; ++k) {
      const int objective = objectives[k];
      uint64_t any = 0;
      for (int w = 0; w < W; ++w) {
        any |= worse[k][w] & twice[w];
      }
      // Without a branch, for which objectives remain is as good as random.
      const double side = extent(next, objective, frame.row(objective)[lane]);
      next.objectives[next.n_obj] = static_cast<uint8_t>(objective);
      next.n_obj += any != 0 ? 1 : 0;
      box *= any != 0 ? side : 1;
      common *= any != 0 ? 1 : side;
    }
    if (next.n_obj == 0) {
      return common;
    }
    const double shared = shared_volume<W>(frame, lane, twice, next, depth);
    const double own = box - shared;
    return own > 0 ? common * own : 0;  // below 0 by rounding only
  }

  /// Moves the upper corner for rivals that are worse in one objective and takes from `twice` what
  /// lies beyond it.
  template <int W, int kObj>
  static void clip(const Frame& frame,
                   const uint8_t* objectives,
                   int any_n_obj,
                   const uint64_t (*worse)[W],
                   const uint64_t* once,
                   uint64_t* twice,
                   Frame& next) {
    const int n_obj = kObj > 0 ? kObj : any_n_obj;
    uint64_t single[W];
    for (int w = 0; w < W; ++w) {
      single[w] = once[w] & ~twice[w];
    }
    for (int k = 0; k < n_obj; ++k) {
      const uint8_t* row = frame.row(objectives[k]);
      uint8_t upper = next.upper[objectives[k]];
      for (int w = 0; w < W; ++w) {
        const uint8_t least = Bytes::least(row + 64 * w, single[w] & worse[k][w]);
        upper = least < upper ? least : upper;
      }
      next.upper[objectives[k]] = upper;
      for (int w = 0; w < W; ++w) {
        twice[w] &= ~Bytes::at_most(Bytes::all(upper), Bytes::load(row + 64 * w));
      }
    }
  }

  /// Volume of the limit set of `lane` and `members` in the objectives of `next`, which it becomes.
  template <int W>
  double shared_volume(
      const Frame& frame, int lane, const uint64_t* members, Frame& next, int depth) {
    if constexpr (W > 1) {
      const int n = count<W>(members);
      if (n <= 64) {
        pack<W>(frame, lane, members, n, next);
        return shared_volume_in_place<1>(frame, lane, next, depth);
      }
      if (W == 4 && n <= 128) {
        pack<W>(frame, lane, members, n, next);
        return shared_volume_in_place<2>(frame, lane, next, depth);
      }
    }
    for (int k = 0; k < next.n_obj; ++k) {
      const int objective = next.objectives[k];
      const uint8_t* from = frame.row(objective);
      uint8_t* to = next.rows + objective * kByteSetStride;
      const Bytes own = Bytes::all(from[lane]);
      for (int w = 0; w < W; ++w) {
        Bytes::larger(Bytes::load(from + 64 * w), own).store(to + 64 * w);
      }
    }
    for (int w = 0; w < W; ++w) {
      next.alive[w] = members[w];
    }
    return shared_volume_in_place<W>(frame, lane, next, depth);
  }

  /// The limit set in consecutive lanes.
  template <int W>
  static void pack(const Frame& frame, int lane, const uint64_t* members, int n, Frame& next) {
    uint8_t lanes[W * 64];
    list_lanes<W>(members, lanes);
    for (int k = 0; k < next.n_obj; ++k) {
      const int objective = next.objectives[k];
      const uint8_t* from = frame.row(objective);
      uint8_t* to = next.rows + objective * kByteSetStride;
      const uint8_t own = from[lane];
      for (int j = 0; j < n; ++j) {
        const uint8_t rank = from[lanes[j]];
        to[j] = rank > own ? rank : own;
      }
    }
    for (int w = 0; w < 4; ++w) {
      const int left = n - 64 * w;
      next.alive[w] = left >= 64 ? ~uint64_t{0} : left > 0 ? (uint64_t{1} << left) - 1 : 0;
    }
  }

  /// Moves what is alive in `from`, at most 64 points, to the first lanes of `to`, which may be the
  /// same: one word instead of W from here on.
  template <int W>
  static void close_gaps(const Frame& from, Frame& to) {
    uint8_t lanes[W * 64];
    list_lanes<W>(from.alive, lanes);
    const int n = count<W>(from.alive);
    for (int k = 0; k < from.n_obj; ++k) {
      const uint8_t* ranks = from.row(from.objectives[k]);
      uint8_t* packed = to.rows + from.objectives[k] * kByteSetStride;
      for (int j = 0; j < n; ++j) {
        packed[j] = ranks[lanes[j]];
      }
    }
    to.alive[0] = n == 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1;
    to.alive[1] = to.alive[2] = to.alive[3] = 0;
  }

  template <int W>
  double shared_volume_in_place(const Frame& frame, int lane, Frame& next, int depth) {
    if (next.n_obj > 2 && count<W>(next.alive) > 3) {
      drop_dominated<W>(next);
      if (W > 1 || next.n_obj > 3) {
        choose_slice<W>(frame, lane, next);
      }
      if (W > 1 && next.n_obj > 3 && count<W>(next.alive) <= 64) {
        close_gaps<W>(next, next);
        return volume<1>(next, depth + 1);
      }
    }
    return volume<W>(next, depth + 1);
  }

  template <int W>
  static void drop_dominated(Frame& frame) {
    for (int w = 0; w < W; ++w) {
      for (uint64_t left = frame.alive[w]; left != 0; left &= left - 1) {
        const uint64_t self = left & (~left + 1);
        const int lane = 64 * w + lowest_bit(left);
        uint64_t better[W];
        for (int v = 0; v < W; ++v) {
          better[v] = frame.alive[v];
        }
        for (int k = 0; k < frame.n_obj; ++k) {
          const uint8_t* row = frame.row(frame.objectives[k]);
          const Bytes own = Bytes::all(row[lane]);
          for (int v = 0; v < W; ++v) {
            better[v] &= Bytes::at_most(Bytes::load(row + 64 * v), own);
          }
        }
        better[w] &= ~self;
        uint64_t any = 0;
        for (int v = 0; v < W; ++v) {
          any |= better[v];
        }
        // Of equal points the one met last stays.
        frame.alive[w] &= any != 0 ? ~self : ~uint64_t{0};
      }
    }
  }

  template <int W>
  static void choose_slice(const Frame& parent, int lane, Frame& frame) {
    int fewest = 1 << 30;
    for (int k = 0; k < frame.n_obj; ++k) {
      const int objective = frame.objectives[k];
      const int tied = count_at_most<W>(frame, objective, parent.row(objective)[lane]);
      if (tied < fewest) {
        fewest = tied;
        frame.slice = k;
      }
    }
  }

  Frame frames_[kByteSetObjectives + 1];
};

}  // namespace
