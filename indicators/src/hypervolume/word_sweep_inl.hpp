// The sweep of Guerreiro, Fonseca, Emmerich (2012) on 16-bit ranks: the (x, y, z) parts of the
// points that still matter lie in three arrays in order of z, and each new point passes over them
// 32 at a time.
#pragma once

#include "rank_vectors_inl.hpp"
#include "word_sweep.hpp"

namespace {

using vilfredo::detail::SweepSet;

class WordSweep {
 public:
  explicit WordSweep(const SweepSet& set)
      : set_(set),
        x_(static_cast<uint16_t*>(set.scratch)),
        y_(x_ + room(set.n)),
        z_(y_ + room(set.n)),
        steps_(reinterpret_cast<Step*>(z_ + room(set.n))) {
    for (int j = 0; j < 3 * room(set.n); ++j) {
      x_[j] = kNowhere;
    }
  }

  double volume() {
    // Neumaier's sum; no term is negative.
    double sum = 0;
    double error = 0;
    for (int j = 0; j < set_.n; ++j) {
      const double gain = enter(set_.ranks[0][j], set_.ranks[1][j], set_.ranks[2][j]);
      const double term = gain * set_.heights[j];
      const double next = sum + term;
      error += sum >= term ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }
    return sum + error;
  }

 private:
  /// A step of the staircase that bounds what p has for itself at one z: from x to the x of the
  /// next step (the last: to right_), up to y. The first begins at p.
  struct Step {
    uint16_t x, y;
  };

  static constexpr uint16_t kNowhere = 65535;
  static constexpr double kRefresh = 1024;

  static constexpr int room(int n) { return (n + 95) / 32 * 32; }

  [[nodiscard]] double at_x(uint16_t rank) const { return set_.values[0][rank]; }

  [[nodiscard]] double at_y(uint16_t rank) const { return set_.values[1][rank]; }

  [[nodiscard]] double at_z(uint16_t rank) const { return set_.values[2][rank]; }

  /// Volume that p adds in (x, y, z); takes p in and drops what it dominates.
  double enter(uint16_t px, uint16_t py, uint16_t pz) {
    px_ = px;
    py_ = py;
    if (!begin_cross_section(pz)) {
      return 0;
    }
    const double gain = sweep_up(pz);
    displace(pz);
    return gain;
  }

  /// The cross-section at p's own z. Points at or below it that cover p in x or in y shorten its
  /// rectangle; the few left inside are cut out. False if a point covers p.
  bool begin_cross_section(uint16_t pz) {
    const Words own_x = Words::all(px_);
    const Words own_y = Words::all(py_);
    const Words own_z = Words::all(pz);
    Words right = Words::all(set_.upper[0]);
    Words top = Words::all(set_.upper[1]);
    uint32_t covered = 0;
    int place = 0;
    int block = 0;
    for (; block < count_ && z_[block] <= pz; block += 32) {
      const Words z = Words::load(z_ + block);
      const Words x = Words::where_at_most(Words::load(x_ + block), z, own_z);
      const Words y = Words::where_at_most(Words::load(y_ + block), z, own_z);
      covered |= Words::at_most(x, own_x) & Words::at_most(y, own_y);
      right = Words::smaller(right, Words::where_at_most(x, y, own_y));
      top = Words::smaller(top, Words::where_at_most(y, x, own_x));
      place += __builtin_popcount(~Words::at_most(own_z, z));
    }
    if (covered != 0) {
      return false;
    }
    place_ = place;
    right_ = right.smallest();
    steps_[0] = {px_, top.smallest()};
    n_steps_ = 1;
    const Words right_edge = Words::all(right_);
    const Words top_edge = Words::all(steps_[0].y);
    for (int b = 0; b < block; b += 32) {
      uint32_t inside = ~Words::at_most(right_edge, Words::load(x_ + b)) &
                        ~Words::at_most(top_edge, Words::load(y_ + b));
      if (inside != 0) {
        inside &= Words::at_most(Words::load(z_ + b), own_z);
      }
      for (; inside != 0; inside &= inside - 1) {
        const int j = b + __builtin_ctz(inside);
        cut(x_[j], y_[j]);
      }
    }
    tail_ = block >= 32 ? block - 32 : 0;
    return true;
  }

  /// Volume of the region as it shrinks from p's z up to the reference.
  double sweep_up(uint16_t pz) {
    double area = sum_of_steps();
    double refresh_below = area / kRefresh;
    double from = at_z(pz);
    double total = 0;
    const Words own_z = Words::all(pz);
    for (int block = tail_; block < count_; block += 32) {
      uint32_t inside = ~Words::at_most(Words::all(right_), Words::load(x_ + block)) &
                        ~Words::at_most(Words::all(steps_[0].y), Words::load(y_ + block));
      if (block == tail_) {
        inside &= ~Words::at_most(Words::load(z_ + block), own_z);
      }
      for (; inside != 0; inside &= inside - 1) {
        const int j = block + __builtin_ctz(inside);
        if (x_[j] >= right_ || y_[j] >= steps_[0].y) {
          continue;  // outside by now
        }
        const double to = at_z(z_[j]);
        total += area * (to - from);
        from = to;
        area -= cut(x_[j], y_[j]);
        if (n_steps_ == 0) {
          return total;
        }
        if (area <= refresh_below) {
          area = sum_of_steps();
          refresh_below = area / kRefresh;
        }
      }
    }
    return total + area * (at_z(set_.upper[2]) - from);
  }

  /// Removes what (x, y) dominates from the cross-section and returns its area.
  double cut(uint16_t x, uint16_t y) {
    x = x > px_ ? x : px_;
    y = y > py_ ? y : py_;
    int first = n_steps_ - 1;  // the step that holds x
    while (steps_[first].x > x) {
      --first;
    }
    if (steps_[first].y <= y) {
      return 0;
    }
    const double height = at_y(y);
    double lost = 0;
    double from = at_x(x);
    int end = first;
    for (; end < n_steps_ && steps_[end].y > y; ++end) {
      const double to = at_x(end + 1 < n_steps_ ? steps_[end + 1].x : right_);
      lost += (to - from) * (at_y(steps_[end].y) - height);
      from = to;
    }
    first += steps_[first].x < x ? 1 : 0;  // the steps [first, end) go
    if (y == py_) {
      n_steps_ = first;
      right_ = x;
    } else {
      const int moved = n_steps_ - end;
      __builtin_memmove(steps_ + first + 1, steps_ + end,
                        static_cast<size_t>(moved) * sizeof(Step));
      steps_[first] = {x, y};
      n_steps_ = first + 1 + moved;
    }
    return lost;
  }

  [[nodiscard]] double sum_of_steps() const {
    double total = 0;
    const double low = at_y(py_);
    double from = at_x(steps_[0].x);
    for (int k = 0; k < n_steps_; ++k) {
      const double to = at_x(k + 1 < n_steps_ ? steps_[k + 1].x : right_);
      total += (to - from) * (at_y(steps_[k].y) - low);
      from = to;
    }
    return total;
  }

  /// Puts p at place_ and closes the gaps of those it dominates, which lie at or above its z.
  void displace(uint16_t pz) {
    const Words own_x = Words::all(px_);
    const Words own_y = Words::all(py_);
    int shift = 1;       // of what comes next
    int begin = place_;  // of the run not moved yet
    for (int block = place_ / 32 * 32; block < count_; block += 32) {
      uint32_t gone = Words::at_most(own_x, Words::load(x_ + block)) &
                      Words::at_most(own_y, Words::load(y_ + block));
      if (gone == 0) {
        continue;
      }
      gone &= block < place_ ? ~uint32_t{0} << (place_ - block) : ~uint32_t{0};
      gone &= count_ - block < 32 ? (uint32_t{1} << (count_ - block)) - 1 : ~uint32_t{0};
      for (; gone != 0; gone &= gone - 1) {
        const int j = block + __builtin_ctz(gone);
        move(begin, j, shift);
        begin = j + 1;
        --shift;
      }
    }
    move(begin, count_, shift);
    x_[place_] = px_;
    y_[place_] = py_;
    z_[place_] = pz;
    for (int j = count_ + shift; j < count_; ++j) {
      x_[j] = y_[j] = z_[j] = kNowhere;
    }
    count_ += shift;
  }

  void move(int begin, int end, int shift) {
    if (shift == 0 || begin >= end) {
      return;
    }
    const size_t bytes = static_cast<size_t>(end - begin) * sizeof(uint16_t);
    __builtin_memmove(x_ + begin + shift, x_ + begin, bytes);
    __builtin_memmove(y_ + begin + shift, y_ + begin, bytes);
    __builtin_memmove(z_ + begin + shift, z_ + begin, bytes);
  }

  const SweepSet& set_;
  uint16_t* x_;
  uint16_t* y_;
  uint16_t* z_;
  int count_ = 0;
  Step* steps_;
  int n_steps_ = 0;
  uint16_t px_ = 0, py_ = 0, right_ = 0;
  int place_ = 0;  ///< how many lie below p's z
  int tail_ = 0;   ///< the first block with points above p's z
};

}  // namespace
