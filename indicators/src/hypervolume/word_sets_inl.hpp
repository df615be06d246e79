// Limit sets of many points on 16-bit ranks. Every set of at most 255 points that comes up is
// ranked anew in bytes and handed down to byte_sets_inl.hpp.
#pragma once

#include "byte_sets_inl.hpp"
#include "word_sets.hpp"

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
    for (int k = 0; k < set_.n_obj; ++k) {
      objectives[k] = static_cast<uint8_t>(k);
    }
    return exclusive(set_.ranks, set_.n, point, objectives, set_.n_obj, set_.upper);
  }

 private:
  /// Rows of points, n_obj of them `stride` apart.
  using Rows = const uint16_t*;

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
      uint16_t* to = const_cast<uint16_t*>(row(sorted, objectives[k]));
      for (int j = 0; j < n; ++j) {
        to[j] = from[members_[j]];
      }
    }
    Sum total;
    const double end = value(s, upper[s]);
    for (int j = 0; j < n; ++j) {
      const double height = end - value(s, row(sorted, s)[j]);
      total.add(height * exclusive(sorted, j, j, objectives, n_obj - 1, upper));
    }
    memory_ = level;
    return total.value();
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

  /// Volume that point `self` dominates and the first n points (but itself) do not.
  double exclusive(
      Rows rows, int n, int self, const uint8_t* objectives, int n_obj, const uint16_t* upper) {
    uint16_t corner[kByteSetObjectives];
    for (int k = 0; k < n_obj; ++k) {
      corner[objectives[k]] = upper[objectives[k]];
    }
    if (!clip_corner(rows, n, self, objectives, n_obj, corner)) {
      return 0;
    }
    double box = 1;
    for (int k = 0; k < n_obj; ++k) {
      const int objective = objectives[k];
      box *= value(objective, corner[objective]) - value(objective, row(rows, objective)[self]);
    }
    const int m = collect(rows, n, objectives, n_obj, corner);
    if (m == 0) {
      return box;
    }
    uint8_t* const level = memory_;
    uint16_t* limit = take<uint16_t>(static_cast<size_t>(set_.n_obj * set_.stride));
    for (int k = 0; k < n_obj; ++k) {
      const uint16_t* from = row(rows, objectives[k]);
      uint16_t* to = const_cast<uint16_t*>(row(limit, objectives[k]));
      const uint16_t own = from[self];
      for (int j = 0; j < m; ++j) {
        const uint16_t rank = from[members_[j]];
        to[j] = rank > own ? rank : own;
      }
    }
    const int kept = m > kByteSetPoints ? drop_dominated(limit, m, objectives, n_obj) : m;
    const double own = box - volume(limit, kept, objectives, n_obj, corner);
    memory_ = level;
    return own > 0 ? own : 0;  // below 0 by rounding only
  }

  /// Which of points 32 * block .. are among the first n and not `self`.
  static uint32_t valid_lanes(int block, int n, int self) {
    const int left = n - 32 * block;
    const uint32_t first = left >= 32 ? ~uint32_t{0} : (uint32_t{1} << left) - 1;
    return block == self >> 5 ? first & ~(uint32_t{1} << (self & 31)) : first;
  }

  /// Moves the corner for every point that is worse than `self` in one objective only, and leaves
  /// those worse in more as masks in shared_. False if a point is worse in none.
  bool clip_corner(
      Rows rows, int n, int self, const uint8_t* objectives, int n_obj, uint16_t* corner) {
    for (int block = 0; 32 * block < n; ++block) {
      const uint32_t valid = valid_lanes(block, n, self);
      uint32_t worse[kByteSetObjectives];
      uint32_t once = 0;
      uint32_t twice = 0;
      for (int k = 0; k < n_obj; ++k) {
        const uint16_t* ranks = row(rows, objectives[k]);
        worse[k] =
            valid & ~Words::at_most(Words::load(ranks + 32 * block), Words::all(ranks[self]));
        twice |= once & worse[k];
        once |= worse[k];
      }
      if ((valid & ~once) != 0) {
        return false;
      }
      shared_[block] = twice;
      const uint32_t single = once & ~twice;
      for (int k = 0; single != 0 && k < n_obj; ++k) {
        const uint16_t* ranks = row(rows, objectives[k]);
        uint16_t& edge = corner[objectives[k]];
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

  /// members_ = the points of shared_ strictly inside the corner; returns how many there are.
  int collect(Rows rows, int n, const uint8_t* objectives, int n_obj, const uint16_t* corner) {
    int count = 0;
    for (int block = 0; 32 * block < n; ++block) {
      uint32_t inside = shared_[block];
      for (int k = 0; k < n_obj && inside != 0; ++k) {
        const Words ranks = Words::load(row(rows, objectives[k]) + 32 * block);
        inside &= ~Words::at_most(Words::all(corner[objectives[k]]), ranks);
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
      shared_[block] = valid_lanes(block, n, -32);
    }
    for (int j = 0; j < n; ++j) {
      const uint32_t self = uint32_t{1} << (j & 31);
      for (int block = 0; block < blocks; ++block) {
        uint32_t better = shared_[block] & ~(block == j >> 5 ? self : 0);
        for (int k = 0; k < n_obj && better != 0; ++k) {
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
        uint16_t* ranks = const_cast<uint16_t*>(row(rows, objectives[k]));
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
      const int distinct = rank_anew(row(rows, objective), n, objective,
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

  /// Dense ranks and the values they stand for; returns how many there are.
  int rank_anew(const uint16_t* ranks, int n, int objective, uint8_t* out, double* values) {
    const size_t n_words = words();
    for (size_t w = 0; w < n_words; ++w) {
      met_[w] = 0;
    }
    for (int j = 0; j < n; ++j) {
      met_[ranks[j] >> 6] |= uint64_t{1} << (ranks[j] & 63);
    }
    int distinct = 0;
    for (size_t w = 0; w < n_words; ++w) {
      before_[w] = static_cast<uint32_t>(distinct);
      for (uint64_t left = met_[w]; left != 0; left &= left - 1) {
        values[distinct++] =
            value(objective, static_cast<uint16_t>(64 * w + static_cast<size_t>(lowest_bit(left))));
      }
    }
    for (int j = 0; j < n; ++j) {
      const uint64_t below = (uint64_t{1} << (ranks[j] & 63)) - 1;
      const size_t w = ranks[j] >> 6;
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
      [](const ByteSet& set) { return LimitSets(set).volume_of_whole(set); },
      [](const ByteSet& set, int point) { return LimitSets(set).exclusive_of_whole(set, point); }};
}

}  // namespace
