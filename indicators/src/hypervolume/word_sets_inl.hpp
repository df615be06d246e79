// Limit sets of many points on 16-bit ranks. Every set of at most 255 points that comes up is
// ranked anew in bytes and handed down to byte_sets_inl.hpp.
#pragma once

#include "byte_sets_inl.hpp"
#include "word_sets.hpp"
#include "word_sweep_inl.hpp"

namespace {

using vilfredo::detail::kByteSetPoints;
using vilfredo::detail::WordSet;

/// Neumaier's sum of terms that are not negative: the error of thousands of terms stays near one
/// rounding.
class Sum {
 public:
  void add(double term) {
    const double next = sum_ + term;
    error_ += sum_ >= term ? (sum_ - next) + term : (term - next) + sum_;
    sum_ = next;
  }

  [[nodiscard]] double value() const { return sum_ + error_; }

 private:
  double sum_ = 0;
  double error_ = 0;
};

class WideLimitSets {
 public:
  explicit WideLimitSets(const WordSet& set)
      : set_(set), memory_(static_cast<uint8_t*>(set.scratch)) {
    byte_ranks_ = take<uint8_t>(static_cast<size_t>(set.n_obj) * kByteSetStride);
    byte_values_ = take<double>(static_cast<size_t>(set.n_obj) * kByteSetStride);
    byte_scratch_ = take<uint8_t>(vilfredo::detail::byte_set_scratch(set.n_obj));
    met_ = take<uint64_t>(words());
    before_ = take<uint32_t>(words());
    shared_ = take<uint32_t>(static_cast<size_t>(set.stride) / 32);
    members_ = take<uint32_t>(static_cast<size_t>(set.stride));
    starts_ = take<uint32_t>(static_cast<size_t>(set.n_ranks) + 1);
  }

  double volume_of_whole() {
    uint8_t objectives[kByteSetObjectives];
    for (int k = 0; k < set_.n_obj; ++k) {
      objectives[k] = static_cast<uint8_t>(k);
    }
    return volume(set_.ranks, set_.n, objectives, set_.n_obj, set_.upper);
  }

  double exclusive_of_whole(int point) {
    uint8_t objectives[kByteSetObjectives];
    Point p{};
    for (int k = 0; k < set_.n_obj; ++k) {
      objectives[k] = static_cast<uint8_t>(k);
      p.rank[k] = row(set_.ranks, k)[point];
    }
    // The rows are only read.
    Rivals rivals = {const_cast<uint16_t*>(set_.ranks),
                     take<uint32_t>(static_cast<size_t>(set_.stride) / 32), set_.n, set_.n - 1};
    for (int block = 0; 32 * block < set_.n; ++block) {
      rivals.alive[block] = first_lanes(block, set_.n);
    }
    rivals.alive[point >> 5] &= ~(uint32_t{1} << (point & 31));
    return exclusive(p, rivals, objectives, set_.n_obj, set_.upper);
  }

 private:
  /// Rows of points, n_obj of them `stride` apart.
  using Rows = const uint16_t*;

  struct Point {
    uint16_t rank[kByteSetObjectives];
  };

  /// Points that may share a limit set: those alive among the first `end` of the rows.
  struct Rivals {
    uint16_t* rows;
    uint32_t* alive;
    int end;
    int count;
  };

  template <class T>
  T* take(size_t count) {
    T* begin = reinterpret_cast<T*>(memory_);
    memory_ += (count * sizeof(T) + 63) / 64 * 64;
    return begin;
  }

  [[nodiscard]] size_t words() const { return static_cast<size_t>(set_.n_ranks) / 64 + 1; }

  [[nodiscard]] double value(int objective, uint16_t rank) const {
    return set_.values[static_cast<size_t>(objective) * static_cast<size_t>(set_.n_ranks) + rank];
  }

  [[nodiscard]] const uint16_t* row(Rows rows, int objective) const {
    return rows + static_cast<size_t>(objective) * static_cast<size_t>(set_.stride);
  }

  [[nodiscard]] uint16_t* own_row(uint16_t* rows, int objective) const {
    return rows + static_cast<size_t>(objective) * static_cast<size_t>(set_.stride);
  }

  /// Volume in the given objectives of n points, of which some may be dominated.
  double volume(Rows rows, int n, const uint8_t* objectives, int n_obj, const uint16_t* upper) {
    if (n <= kByteSetPoints) {
      return byte_volume(rows, n, objectives, n_obj, upper);
    }
    uint8_t* const level = memory_;
    uint16_t* sorted = take<uint16_t>(static_cast<size_t>(set_.n_obj * set_.stride));
    const int s = objectives[n_obj - 1];
    sort_by(row(rows, s), n);
    for (int k = 0; k < n_obj; ++k) {
      const uint16_t* from = row(rows, objectives[k]);
      uint16_t* to = own_row(sorted, objectives[k]);
      for (int j = 0; j < n; ++j) {
        to[j] = from[members_[j]];
      }
    }
    const double total = sum_over(sorted, n, objectives, n_obj, upper);
    memory_ = level;
    return total;
  }

  /// The sum over points in order of the last objective. Only points that none met so far dominates
  /// in the others can matter; they are kept in rows of their own.
  double sum_over(Rows sorted, int n, const uint8_t* objectives, int n_obj, const uint16_t* upper) {
    const int s = objectives[n_obj - 1];
    Rivals rivals = {take<uint16_t>(static_cast<size_t>(set_.n_obj * set_.stride)),
                     take<uint32_t>(static_cast<size_t>(set_.stride) / 32), 0, 0};
    Sum total;
    for (int j = 0; j < n; ++j) {
      Point p{};
      for (int k = 0; k < n_obj; ++k) {
        p.rank[objectives[k]] = row(sorted, objectives[k])[j];
      }
      const double area = exclusive(p, rivals, objectives, n_obj - 1, upper);
      if (area > 0) {
        total.add((value(s, upper[s]) - value(s, p.rank[s])) * area);
        displace(p, rivals, objectives, n_obj - 1);
      }
    }
    return total.value();
  }

  /// Drops the rivals that p dominates and makes p one of them.
  void displace(const Point& p, Rivals& rivals, const uint8_t* objectives, int n_obj) {
    for (int block = 0; 32 * block < rivals.end; ++block) {
      uint32_t dominated = rivals.alive[block];
      for (int k = 0; k < n_obj && dominated != 0; ++k) {
        const Words ranks = Words::load(row(rivals.rows, objectives[k]) + 32 * block);
        dominated &= Words::at_most(Words::all(p.rank[objectives[k]]), ranks);
      }
      rivals.alive[block] &= ~dominated;
      rivals.count -= __builtin_popcount(dominated);
    }
    if (rivals.end == set_.stride || rivals.end > 2 * rivals.count + 64) {
      close_gaps(rivals, objectives, n_obj);
    }
    for (int k = 0; k < n_obj; ++k) {
      own_row(rivals.rows, objectives[k])[rivals.end] = p.rank[objectives[k]];
    }
    if ((rivals.end & 31) == 0) {
      rivals.alive[rivals.end >> 5] = 0;
    }
    rivals.alive[rivals.end >> 5] |= uint32_t{1} << (rivals.end & 31);
    ++rivals.end;
    ++rivals.count;
  }

  /// Moves the rivals that are alive to the front.
  void close_gaps(Rivals& rivals, const uint8_t* objectives, int n_obj) {
    int count = 0;
    for (int block = 0; 32 * block < rivals.end; ++block) {
      for (uint32_t left = rivals.alive[block]; left != 0; left &= left - 1) {
        members_[count++] = static_cast<uint32_t>(32 * block + __builtin_ctz(left));
      }
    }
    for (int k = 0; k < n_obj; ++k) {
      uint16_t* ranks = own_row(rivals.rows, objectives[k]);
      for (int j = 0; j < count; ++j) {
        ranks[j] = ranks[members_[j]];
      }
    }
    for (int block = 0; 32 * block < rivals.end; ++block) {
      rivals.alive[block] = first_lanes(block, count);
    }
    rivals.end = count;
    rivals.count = count;
  }

  /// members_ = the points in order of a row, equal ones by number.
  void sort_by(const uint16_t* ranks, int n) {
    for (int r = 0; r <= set_.n_ranks; ++r) {
      starts_[r] = 0;
    }
    for (int j = 0; j < n; ++j) {
      ++starts_[ranks[j] + 1];
    }
    for (int r = 0; r < set_.n_ranks; ++r) {
      starts_[r + 1] += starts_[r];
    }
    for (int j = 0; j < n; ++j) {
      members_[starts_[ranks[j]]++] = static_cast<uint32_t>(j);
    }
  }

  /// Volume that p dominates and its rivals do not.
  double exclusive(const Point& p,
                   const Rivals& rivals,
                   const uint8_t* objectives,
                   int n_obj,
                   const uint16_t* upper) {
    Point corner{};
    for (int k = 0; k < n_obj; ++k) {
      corner.rank[objectives[k]] = upper[objectives[k]];
    }
    if (!clip_corner(p, rivals, objectives, n_obj, corner)) {
      return 0;
    }
    double box = 1;
    for (int k = 0; k < n_obj; ++k) {
      const int objective = objectives[k];
      box *= value(objective, corner.rank[objective]) - value(objective, p.rank[objective]);
    }
    const int m = collect(rivals, objectives, n_obj, corner);
    if (m == 0) {
      return box;
    }
    uint8_t* const level = memory_;
    uint16_t* limit = take<uint16_t>(static_cast<size_t>(set_.n_obj * set_.stride));
    for (int k = 0; k < n_obj; ++k) {
      const uint16_t* from = row(rivals.rows, objectives[k]);
      uint16_t* to = own_row(limit, objectives[k]);
      const uint16_t own = p.rank[objectives[k]];
      for (int j = 0; j < m; ++j) {
        const uint16_t rank = from[members_[j]];
        to[j] = rank > own ? rank : own;
      }
    }
    const int kept = m > kByteSetPoints ? drop_dominated(limit, m, objectives, n_obj) : m;
    const double own = box - volume(limit, kept, objectives, n_obj, corner.rank);
    memory_ = level;
    return own > 0 ? own : 0;  // below 0 by rounding only
  }

  /// The lanes of a block that are among the first n.
  static uint32_t first_lanes(int block, int n) {
    const int left = n - 32 * block;
    return left >= 32 ? ~uint32_t{0} : left > 0 ? (uint32_t{1} << left) - 1 : 0;
  }

  /// Moves the corner for every rival that is worse than p in one objective only, and leaves those
  /// worse in more as masks in shared_. False if a rival is worse in none.
  bool clip_corner(
      const Point& p, const Rivals& rivals, const uint8_t* objectives, int n_obj, Point& corner) {
    for (int block = 0; 32 * block < rivals.end; ++block) {
      const uint32_t alive = rivals.alive[block];
      uint32_t worse[kByteSetObjectives];
      uint32_t once = 0;
      uint32_t twice = 0;
      for (int k = 0; k < n_obj; ++k) {
        const uint16_t* ranks = row(rivals.rows, objectives[k]);
        worse[k] = alive & ~Words::at_most(Words::load(ranks + 32 * block),
                                           Words::all(p.rank[objectives[k]]));
        twice |= once & worse[k];
        once |= worse[k];
      }
      if ((alive & ~once) != 0) {
        return false;
      }
      shared_[block] = twice;
      const uint32_t single = once & ~twice;
      for (int k = 0; single != 0 && k < n_obj; ++k) {
        const uint16_t* ranks = row(rivals.rows, objectives[k]);
        uint16_t& edge = corner.rank[objectives[k]];
        uint32_t nearer = single & worse[k];
        if (nearer != 0) {
          nearer &= ~Words::at_most(Words::all(edge), Words::load(ranks + 32 * block));
        }
        for (; nearer != 0; nearer &= nearer - 1) {
          const uint16_t rank = ranks[32 * block + __builtin_ctz(nearer)];
          edge = rank < edge ? rank : edge;
        }
      }
    }
    return true;
  }

  /// members_ = the rivals of shared_ strictly inside the corner; returns how many there are.
  int collect(const Rivals& rivals, const uint8_t* objectives, int n_obj, const Point& corner) {
    int count = 0;
    for (int block = 0; 32 * block < rivals.end; ++block) {
      uint32_t inside = shared_[block];
      for (int k = 0; k < n_obj && inside != 0; ++k) {
        const Words ranks = Words::load(row(rivals.rows, objectives[k]) + 32 * block);
        inside &= ~Words::at_most(Words::all(corner.rank[objectives[k]]), ranks);
      }
      for (; inside != 0; inside &= inside - 1) {
        members_[count++] = static_cast<uint32_t>(32 * block + __builtin_ctz(inside));
      }
    }
    return count;
  }

  /// Moves the non-dominated points to the front, one of equal ones, and returns their number.
  int drop_dominated(uint16_t* rows, int n, const uint8_t* objectives, int n_obj) {
    const int blocks = (n + 31) / 32;
    for (int block = 0; block < blocks; ++block) {
      shared_[block] = first_lanes(block, n);
    }
    for (int j = 0; j < n; ++j) {
      const uint32_t self = uint32_t{1} << (j & 31);
      for (int block = 0; block < blocks; ++block) {
        uint32_t better = shared_[block] & ~(block == j >> 5 ? self : 0);
        for (int k = 0; k < n_obj; ++k) {
          const uint16_t* ranks = row(rows, objectives[k]);
          better &= Words::at_most(Words::load(ranks + 32 * block), Words::all(ranks[j]));
        }
        if (better != 0) {
          shared_[j >> 5] &= ~self;
          break;
        }
      }
    }
    int count = 0;
    for (int j = 0; j < n; ++j) {
      if ((shared_[j >> 5] >> (j & 31) & 1) == 0) {
        continue;
      }
      for (int k = 0; k < n_obj; ++k) {
        uint16_t* ranks = own_row(rows, objectives[k]);
        ranks[count] = ranks[j];
      }
      ++count;
    }
    return count;
  }

  /// At most 255 points, ranked anew in bytes; objectives in which all are equal are a factor.
  double byte_volume(
      Rows rows, int n, const uint8_t* objectives, int n_obj, const uint16_t* upper) {
    if (n == 0) {
      return 0;
    }
    double common = 1;
    uint8_t byte_upper[kByteSetObjectives];
    int kept = 0;
    for (int k = 0; k < n_obj; ++k) {
      const int objective = objectives[k];
      double* values = byte_values_ + kept * kByteSetStride;
      const int distinct = rank_anew(row(rows, objective), n, objective, upper[objective],
                                     byte_ranks_ + kept * kByteSetStride, values);
      const double end = value(objective, upper[objective]);
      if (distinct == 1 && n_obj > 1) {
        common *= end - values[0];
        continue;
      }
      values[distinct] = end;
      byte_upper[kept++] = static_cast<uint8_t>(distinct);
    }
    if (kept == 0) {
      return common;
    }
    const ByteSet set = {byte_ranks_, byte_values_, byte_upper, kept, n, byte_scratch_};
    return common * LimitSets(set).volume_of_whole(set);
  }

  /// Dense ranks of n ranks below `end` and the values they stand for; returns how many there are.
  int rank_anew(
      const uint16_t* ranks, int n, int objective, int end, uint8_t* out, double* values) {
    uint16_t least = ranks[0];
    for (int j = 1; j < n; ++j) {
      least = ranks[j] < least ? ranks[j] : least;
    }
    const int first = least >> 6;
    const int last = end >> 6;
    for (int w = first; w <= last; ++w) {
      met_[w] = 0;
    }
    for (int j = 0; j < n; ++j) {
      met_[ranks[j] >> 6] |= uint64_t{1} << (ranks[j] & 63);
    }
    int distinct = 0;
    for (int w = first; w <= last; ++w) {
      before_[w] = static_cast<uint32_t>(distinct);
      for (uint64_t left = met_[w]; left != 0; left &= left - 1) {
        values[distinct++] = value(objective, static_cast<uint16_t>(64 * w + lowest_bit(left)));
      }
    }
    for (int j = 0; j < n; ++j) {
      const uint64_t below = (uint64_t{1} << (ranks[j] & 63)) - 1;
      const int w = ranks[j] >> 6;
      out[j] =
          static_cast<uint8_t>(before_[w] + static_cast<uint32_t>(count_bits(met_[w] & below)));
    }
    return distinct;
  }

  const WordSet& set_;
  uint8_t* memory_;  ///< free from here on
  uint8_t* byte_ranks_;
  double* byte_values_;
  uint8_t* byte_scratch_;
  uint64_t* met_;
  uint32_t* before_;
  uint32_t* shared_;
  uint32_t* members_;
  uint32_t* starts_;
};

inline vilfredo::detail::LimitSetKernels kernels_of_this_file() {
  return {
      [](const WordSet& set) { return WideLimitSets(set).volume_of_whole(); },
      [](const WordSet& set, int point) { return WideLimitSets(set).exclusive_of_whole(point); },
      [](const SweepSet& set) { return WordSweep(set).volume(); },
      [](const ByteSet& set) { return LimitSets(set).volume_of_whole(set); },
      [](const ByteSet& set, int point) { return LimitSets(set).exclusive_of_whole(set, point); }};
}

}  // namespace
