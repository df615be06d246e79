// max over z of min over a of max over i of the value of a pair.
#pragma once

#include "front_leaves.hpp"
#include "kernels.hpp"
#include "pair_values.hpp"
#include "planar_max_min_max.hpp"
#include "vilfredo/core/types.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace vilfredo::detail {

/// Sixteen reference points at a time meet points of the front until each has one whose value is
/// at most the largest minimum so far (the floor). A few points settle nearly all of them, so first
/// everything meets a short list, and who settles moves ahead in it. What is left meets the whole
/// front, or the leaves of it that may help, or in two dimensions its staircase.
template <class Pair>
class MaxMinMax {
 public:
  /// front: its columns side by side, at least one; both as epsilon.hpp asks.
  MaxMinMax(MatrixIn front, MatrixIn reference_set)
      : d_(static_cast<int>(reference_set.rows())),
        n_(static_cast<std::int32_t>(front.cols())),
        hot_(std::min(n_, kHot)),
        front_(front),
        reference_set_(reference_set),
        order_(static_cast<std::size_t>(n_)),
        gathered_(static_cast<std::size_t>(d_ * kEpsilonBlock)) {
    for (std::int32_t j = 0; j < n_; ++j) {
      order_[static_cast<std::size_t>(j)] = j;
    }
  }

  double run() {
    const auto m = static_cast<std::int32_t>(reference_set_.cols());
    if (m > 4 * kEpsilonBlock) {
      for (int q = 0; q < kEpsilonBlock; ++q) {
        columns_[q] = static_cast<std::int32_t>(std::int64_t{m} * q / kEpsilonBlock);
      }
      load(kEpsilonBlock);
      meet_all();
    }
    if (d_ == 2 && spread_) {
      return PlanarMaxMinMax<Pair>(front_, reference_set_).run(floor_);
    }
    turn_all();
    for (std::int32_t first = 0; first < m; first += kEpsilonBlock) {
      queries_ = turned_.data() + std::int64_t{first} * d_;
      begin_block(std::min(kEpsilonBlock, m - first));
      meet_few(first);
      if (d_ == 2 && spread_) {
        return PlanarMaxMinMax<Pair>(front_, reference_set_).run(floor_);
      }
    }
    meet_worst();
    if (d_ <= kMostLeafRows && n_ > kFewPoints && open_.size() > 2 * kEpsilonBlock) {
      meet_leaves();
    } else {
      meet_rest();
    }
    return floor_ + 0.0;
  }

 private:
  struct Open {
    std::int32_t column;
    double least;
  };

  static constexpr std::int32_t kHot = 24;
  static constexpr std::int32_t kAtOnce = 8;
  static constexpr std::int32_t kPart = 64;
  static constexpr std::size_t kManyOpen = 12;
  static constexpr std::ptrdiff_t kManyBest = 12;
  static constexpr std::int32_t kFewPoints = 512;
  static constexpr int kMostLeafRows = 6;
  static constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  /// All of the reference set block by block, each row by row; what pads the last block repeats its
  /// last column.
  void turn_all() {
    const auto m = static_cast<std::int32_t>(reference_set_.cols());
    const std::int32_t blocks = (m + kEpsilonBlock - 1) / kEpsilonBlock;
    turned_.resize(static_cast<std::size_t>(blocks) * static_cast<std::size_t>(d_ * kEpsilonBlock));
    double* to = turned_.data();
    for (std::int32_t first = 0; first < m; first += kEpsilonBlock, to += d_ * kEpsilonBlock) {
      for (int q = 0; q < kEpsilonBlock; ++q) {
        turn(std::min(first + q, m - 1), to + q);
      }
    }
    for (double& value : turned_) {
      value = Pair::query(value);
    }
  }

  void turn(std::int32_t column, double* to) const {
    const double* z = reference_set_.data() + column * reference_set_.outerStride();
    for (int k = 0; k < d_; ++k) {
      to[k * kEpsilonBlock] = z[k];
    }
  }

  /// A block of `count` queries that have met nothing yet.
  void begin_block(int count) {
    std::fill_n(least_, kEpsilonBlock, kInfinity);
    settled_ =
        count == kEpsilonBlock ? 0 : kWholeBlock & ~((1U << static_cast<unsigned>(count)) - 1U);
    n_hits_ = 0;
  }

  /// The first `count` of columns_, with nothing met yet.
  void load(int count) {
    for (int q = 0; q < kEpsilonBlock; ++q) {
      columns_[q] = columns_[std::min(q, count - 1)];
      turn(columns_[q], gathered_.data() + q);
    }
    for (double& value : gathered_) {
      value = Pair::query(value);
    }
    queries_ = gathered_.data();
    begin_block(count);
  }

  void load(const Open* open, int count) {
    for (int q = 0; q < count; ++q) {
      columns_[q] = open[q].column;
    }
    load(count);
    for (int q = 0; q < count; ++q) {
      least_[q] = open[q].least;
      settled_ |= least_[q] <= floor_ ? 1U << static_cast<unsigned>(q) : 0U;
    }
  }

  [[nodiscard]] unsigned unsettled() const { return kWholeBlock & ~settled_; }

  [[nodiscard]] double lane_floor() const { return floor_for_lanes<Pair>(floor_); }

  /// Values above it do not settle.
  [[nodiscard]] double doubt() const {
    return Pair::kExactLanes ? floor_ : lane_floor() * (1 + 16 * kEpsilon);
  }

  /// The loaded block meets order[begin .. end); the places that settled are appended to hits_.
  void meet(const std::int32_t* order, std::int32_t begin, std::int32_t end) {
    while (unsettled() != 0 && begin < end) {
      const Settled state = (epsilon_kernels().*Pair::settle)({front_.data(), order, begin, end, d_,
                                                               queries_, lane_floor(), doubt(),
                                                               settled_, least_, hits_ + n_hits_});
      settled_ = state.settled;
      n_hits_ += state.hits;
      for (unsigned left = state.doubtful; left != 0; left &= left - 1) {
        const int q = std::countr_zero(left);
        if (exact_value(order[state.position], columns_[q]) <= floor_) {
          settled_ |= 1U << static_cast<unsigned>(q);
        }
      }
      begin = state.position + 1;
    }
  }

  /// The block of columns from `first` on.
  void meet_few(std::int32_t first) {
    for (int q = 0; !Pair::kExactLanes && q < kEpsilonBlock; ++q) {
      columns_[q] = first + q;
    }
    const std::int32_t at_once = std::min(hot_, kAtOnce);
    settled_ = lower(0, at_once);
    if (unsettled() == 0) {
      return;
    }
    meet(order_.data(), at_once, hot_);
    if (unsettled() == 0) {
      const std::int32_t last = n_hits_ == 0 ? 0 : hits_[n_hits_ - 1];
      std::swap(order_[static_cast<std::size_t>(last)], order_[static_cast<std::size_t>(last / 2)]);
      return;
    }
    for (unsigned left = unsettled(); left != 0; left &= left - 1) {
      const int q = std::countr_zero(left);
      open_.push_back({first + q, least_[q]});
    }
    if (open_.size() >= enough_) {
      // So that the short list learns what it lacks while most are still to come.
      enough_ *= 2;
      meet_worst();
      spread_ = spread_ || open_.size() > kManyOpen;
    }
  }

  /// The open ones with the largest values so far raise the floor most.
  void meet_worst() {
    drop_settled();
    const auto count = std::min<std::size_t>(open_.size(), kEpsilonBlock);
    if (count == 0) {
      return;
    }
    std::nth_element(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(count - 1),
                     open_.end(), [](const Open& a, const Open& b) {
                       return a.least != b.least ? a.least > b.least : a.column < b.column;
                     });
    load(open_.data(), static_cast<int>(count));
    meet_all();
    open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(count));
    drop_settled();
  }

  void drop_settled() {
    std::erase_if(open_, [this](const Open& one) { return one.least <= floor_; });
  }

  /// Few of these queries will settle, so all meet all.
  void meet_all() {
    if (n_ < kFewPoints) {
      meet_until_settled();
      return;
    }
    lower_by_all();
    raise_floor();
    std::array<std::int32_t, kEpsilonBlock> best{};
    for (int q = 0; q < kEpsilonBlock; ++q) {
      best[static_cast<std::size_t>(q)] = place_of_least(q);
    }
    std::ranges::sort(best);
    spread_ = std::unique(best.begin(), best.end()) - best.begin() > kManyBest;
    for (const std::int32_t place : best) {
      promote(place);
    }
  }

  /// The loaded block meets the front until nothing is open.
  void meet_until_settled() {
    meet(order_.data(), 0, n_);
    raise_floor();
    for (int i = 0; i < n_hits_; ++i) {
      promote(hits_[i]);
    }
  }

  void promote(std::int32_t place) {
    if (place >= hot_) {
      std::swap(order_[static_cast<std::size_t>(place)],
                order_[static_cast<std::size_t>(next_hot_)]);
      next_hot_ = next_hot_ + 1 < hot_ ? next_hot_ + 1 : hot_ / 2;
    }
  }

  /// The loaded block meets the whole front without an early end, and last_part_ says where each
  /// least value came from.
  void lower_by_all() {
    std::array<double, kEpsilonBlock> before{};
    std::fill_n(last_part_, kEpsilonBlock, 0);
    for (std::int32_t begin = 0; begin < n_; begin += kPart) {
      std::copy_n(least_, kEpsilonBlock, before.begin());
      settled_ = lower(begin, std::min(begin + kPart, n_));
      for (std::size_t q = 0; q < kEpsilonBlock; ++q) {
        last_part_[q] = least_[q] < before[q] ? begin : last_part_[q];
      }
    }
  }

  unsigned lower(std::int32_t begin, std::int32_t end) {
    return (epsilon_kernels().*Pair::lower)({front_.data(), order_.data(), begin, end, d_, queries_,
                                             lane_floor(), doubt(), settled_, least_, nullptr});
  }

  /// In order_, by what lanes computed; -1 if points moved meanwhile.
  [[nodiscard]] std::int32_t place_of_least(int q) const {
    const std::int32_t begin = last_part_[q];
    for (std::int32_t place = begin; place < std::min(begin + kPart, n_); ++place) {
      const double* a = front_.data() + Index{order_[static_cast<std::size_t>(place)]} * d_;
      double worst = -kInfinity;
      for (int k = 0; k < d_; ++k) {
        worst = std::max(worst, Pair::in_lanes(a[k], queries_[k * kEpsilonBlock + q]));
      }
      if (worst == least_[q]) {
        return place;
      }
    }
    return -1;
  }

  void meet_rest() {
    for (std::size_t first = 0; first < open_.size(); first += kEpsilonBlock) {
      load(open_.data() + first,
           static_cast<int>(std::min<std::size_t>(kEpsilonBlock, open_.size() - first)));
      meet_until_settled();
    }
  }

  void meet_leaves() {
    FrontLeaves leaves(front_);
    Matrix queries(d_, static_cast<Index>(open_.size()));
    for (std::size_t i = 0; i < open_.size(); ++i) {
      queries.col(static_cast<Index>(i)) = reference_set_.col(open_[i].column);
    }
    std::vector<Open> sorted;
    sorted.reserve(open_.size());
    for (const std::int32_t i : neighbours(queries, kEpsilonBlock)) {
      sorted.push_back(open_[static_cast<std::size_t>(i)]);
    }
    std::vector<std::int32_t> recent;
    for (std::size_t first = 0; first < sorted.size(); first += kEpsilonBlock) {
      load(sorted.data() + first,
           static_cast<int>(std::min<std::size_t>(kEpsilonBlock, sorted.size() - first)));
      meet(recent.data(), 0, static_cast<std::int32_t>(recent.size()));
      n_hits_ = 0;
      meet_near(leaves);
      for (int i = 0; i < n_hits_; ++i) {
        recent.insert(recent.begin(), leaves.order()[hits_[i]]);
      }
      recent.resize(std::min<std::size_t>(recent.size(), kEpsilonBlock));
      raise_floor();
    }
  }

  /// First what may settle a query, then what its least value needs.
  void meet_near(FrontLeaves& leaves) {
    if (unsettled() == 0) {
      return;
    }
    for (const FrontLeaves::Near& near :
         leaves.near(epsilon_kernels().*Pair::near, nearest(), doubt())) {
      meet(leaves.order(), leaves.begin(near.leaf), leaves.end(near.leaf));
      if (unsettled() == 0) {
        return;
      }
    }
    for (const FrontLeaves::Near& near :
         leaves.near(epsilon_kernels().*Pair::near, nearest(), reach())) {
      if (near.value > reach()) {
        return;
      }
      if (near.value > doubt()) {
        meet(leaves.order(), leaves.begin(near.leaf), leaves.end(near.leaf));
      }
    }
  }

  /// Per row the best that the unsettled queries have.
  const double* nearest() {
    nearest_.resize(static_cast<std::size_t>(d_));
    for (int k = 0; k < d_; ++k) {
      const double* row = queries_ + k * kEpsilonBlock;
      double best = row[std::countr_zero(unsettled())];
      for (unsigned left = unsettled(); left != 0; left &= left - 1) {
        best = Pair::nearer(best, row[std::countr_zero(left)]);
      }
      nearest_[static_cast<std::size_t>(k)] = best;
    }
    return nearest_.data();
  }

  [[nodiscard]] double reach() const {
    double largest = -kInfinity;
    for (unsigned left = unsettled(); left != 0; left &= left - 1) {
      largest = std::max(largest, least_[std::countr_zero(left)]);
    }
    return largest;
  }

  /// By the queries left, for which least_ is now the least of all points. The query with the
  /// largest bound first: mostly it settles the others.
  void raise_floor() {
    for (unsigned open = unsettled(); open != 0;) {
      int largest = std::countr_zero(open);
      for (unsigned left = open; left != 0; left &= left - 1) {
        const int q = std::countr_zero(left);
        largest = least_[q] > least_[largest] ? q : largest;
      }
      if (least_[largest] <= floor_) {
        return;
      }
      floor_ = std::max(floor_, least_value(largest));
      open &= ~(1U << static_cast<unsigned>(largest));
    }
  }

  [[nodiscard]] double exact_value(Index point, Index query) const {
    double largest = -kInfinity;
    for (Index k = 0; k < d_; ++k) {
      largest = std::max(largest, Pair::exact(front_(k, point), reference_set_(k, query)));
    }
    return largest;
  }

  /// Of a query that nothing settled; least_ bounds it from above.
  [[nodiscard]] double least_value(int q) const {
    if (Pair::kExactLanes) {
      return least_[q];
    }
    const double limit = least_[q] * (1 + 16 * kEpsilon);
    double least = kInfinity;
    for (Index point = 0; point < n_; ++point) {
      const double* a = front_.col(point).data();
      bool close = true;
      for (int k = 0; k < d_ && close; ++k) {
        close = !(a[k] * queries_[k * kEpsilonBlock + q] > limit);
      }
      if (close) {
        least = std::min(least, exact_value(point, columns_[q]));
      }
    }
    return least;
  }

  int d_;
  std::int32_t n_;
  std::int32_t hot_;  // points of order_ that all meet first
  std::int32_t next_hot_ = 0;
  Eigen::Ref<const Matrix> front_;
  Eigen::Ref<const Matrix> reference_set_;
  std::vector<std::int32_t> order_;
  double floor_ = -kInfinity;
  std::vector<Open> open_;
  std::size_t enough_ = 2 * kEpsilonBlock;
  bool spread_ = false;  // too many different points are best for a short list
  std::vector<double> nearest_;
  std::vector<double> turned_;    // the reference set
  std::vector<double> gathered_;  // queries from here and there

  // The block at hand.
  std::int32_t columns_[kEpsilonBlock] = {};
  const double* queries_ = nullptr;
  double least_[kEpsilonBlock] = {};
  std::int32_t last_part_[kEpsilonBlock] = {};
  unsigned settled_ = 0;
  std::int32_t hits_[2 * kEpsilonBlock] = {};  // each settled at least one query
  int n_hits_ = 0;
};

}  // namespace vilfredo::detail
