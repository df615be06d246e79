#include "divided_ranks.hpp"

#include <algorithm>
#include <numeric>

namespace vilfredo::detail {

namespace {

/// Below this pairs are compared one by one.
constexpr std::size_t kFewPoints = 24;
constexpr std::size_t kFewPairs = 400;

constexpr std::size_t kChunk = std::size_t{1} << 16U;

}  // namespace

DividedRanks::Id* DividedRanks::Room::take(std::size_t n) {
  while (at_.chunk < chunks_.size() && chunks_[at_.chunk].size() - at_.used < n) {
    at_ = {at_.chunk + 1, 0};
  }
  if (at_.chunk == chunks_.size()) {
    chunks_.emplace_back(std::max(n, kChunk));
  }
  Id* begin = chunks_[at_.chunk].data() + at_.used;
  at_.used += n;
  return begin;
}

void DividedRanks::Reach::add(double value, std::uint32_t rank) {
  auto at = std::ranges::lower_bound(steps_, value, {}, &Step::value);
  if (at != steps_.begin() && std::prev(at)->rank >= rank) {
    return;
  }
  if (at != steps_.end() && at->value == value && at->rank >= rank) {
    return;
  }
  auto end = at;
  while (end != steps_.end() && end->rank <= rank) {
    ++end;
  }
  if (at == end) {
    steps_.insert(at, {value, rank});
    return;
  }
  *at = {value, rank};
  steps_.erase(std::next(at), end);
}

std::uint32_t DividedRanks::Reach::after(double value) const {
  const auto at = std::ranges::upper_bound(steps_, value, {}, &Step::value);
  return at == steps_.begin() ? 0 : std::prev(at)->rank + 1;
}

std::uint32_t DividedRanks::rank(const double* points,
                                 std::size_t m,
                                 std::size_t n_obj,
                                 std::uint32_t* ranks) {
  points_ = points;
  n_obj_ = n_obj;
  ranks_ = ranks;
  std::fill_n(ranks, m, 0U);
  all_.resize(m);
  std::iota(all_.begin(), all_.end(), Id{0});
  room_.give_back({});
  rank_set(all_, n_obj - 1);
  return m == 0 ? 0 : *std::max_element(ranks, ranks + m) + 1;
}

bool DividedRanks::dominates(Id a, Id b, std::size_t k) const {
  const double* p = points_ + a * n_obj_;
  const double* q = points_ + b * n_obj_;
  for (std::size_t i = 0; i <= k; ++i) {
    if (p[i] > q[i]) {
      return false;
    }
  }
  return true;
}

double DividedRanks::median(Set first, Set second, std::size_t k) {
  values_.clear();
  for (const Set set : {first, second}) {
    for (const Id point : set) {
      values_.push_back(value(point, k));
    }
  }
  const auto middle = values_.begin() + static_cast<std::ptrdiff_t>(values_.size() / 2);
  std::nth_element(values_.begin(), middle, values_.end());
  return *middle;
}

DividedRanks::Parts DividedRanks::divide(Set set, std::size_t k, double at) {
  // [below | equal | above | below and equal]
  Id* begin = room_.take(2 * set.size());
  std::size_t below = 0;
  std::size_t equal = 0;
  for (const Id point : set) {
    const double x = value(point, k);
    below += x < at ? 1 : 0;
    equal += x == at ? 1 : 0;
  }
  Id* next_below = begin;
  Id* next_equal = begin + below;
  Id* next_above = begin + below + equal;
  Id* next_at_most = begin + set.size();
  for (const Id point : set) {
    const double x = value(point, k);
    if (x <= at) {
      *next_at_most++ = point;
    }
    (x < at ? *next_below++ : x == at ? *next_equal++ : *next_above++) = point;
  }
  return {{begin, below},
          {begin + below, equal},
          {begin + below + equal, set.size() - below - equal},
          {begin + set.size(), below + equal}};
}

void DividedRanks::rank_set(Set set, std::size_t k) {
  if (set.size() <= kFewPoints) {
    rank_few(set, k);
    return;
  }
  if (k == 1) {
    rank_two(set);
    return;
  }
  const Room::Mark mark = room_.mark();
  const Parts parts = divide(set, k, median(set, {}, k));
  if (parts.equal.size() == set.size()) {
    room_.give_back(mark);
    rank_set(set, k - 1);
    return;
  }
  rank_set(parts.below, k);
  hand_over(parts.below, parts.equal, k - 1);
  rank_set(parts.equal, k - 1);
  hand_over(parts.at_most, parts.above, k - 1);
  rank_set(parts.above, k);
  room_.give_back(mark);
}

void DividedRanks::rank_few(Set set, std::size_t k) {
  for (std::size_t j = 1; j < set.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      if (ranks_[set[i]] >= ranks_[set[j]] && dominates(set[i], set[j], k)) {
        ranks_[set[j]] = ranks_[set[i]] + 1;
      }
    }
  }
}

void DividedRanks::rank_two(Set set) {
  reach_.clear();
  for (const Id point : set) {
    raise(point, reach_.after(value(point, 1)));
    reach_.add(value(point, 1), ranks_[point]);
  }
}

void DividedRanks::hand_over(Set lower, Set upper, std::size_t k) {
  if (lower.empty() || upper.empty()) {
    return;
  }
  if (lower.size() * upper.size() <= kFewPairs) {
    hand_over_few(lower, upper, k);
    return;
  }
  if (k == 1) {
    hand_over_two(lower, upper);
    return;
  }
  const auto by_k = [this, k](Id a, Id b) { return value(a, k) < value(b, k); };
  const auto [lower_least, lower_most] = std::ranges::minmax(lower, by_k);
  const auto [upper_least, upper_most] = std::ranges::minmax(upper, by_k);
  if (value(lower_least, k) > value(upper_most, k)) {
    return;
  }
  if (value(lower_most, k) <= value(upper_least, k)) {
    hand_over(lower, upper, k - 1);
    return;
  }
  const Room::Mark mark = room_.mark();
  const double middle = median(lower, upper, k);
  const Parts low = divide(lower, k, middle);
  const Parts high = divide(upper, k, middle);
  hand_over(low.below, high.below, k);
  hand_over(low.at_most, high.equal, k - 1);
  hand_over(low.at_most, high.above, k - 1);
  hand_over(low.above, high.above, k);
  room_.give_back(mark);
}

void DividedRanks::hand_over_few(Set lower, Set upper, std::size_t k) {
  for (const Id to : upper) {
    for (const Id from : lower) {
      if (ranks_[from] >= ranks_[to] && dominates(from, to, k)) {
        ranks_[to] = ranks_[from] + 1;
      }
    }
  }
}

void DividedRanks::hand_over_two(Set lower, Set upper) {
  reach_.clear();
  std::size_t next = 0;
  for (const Id to : upper) {
    for (; next < lower.size() && value(lower[next], 0) <= value(to, 0); ++next) {
      reach_.add(value(lower[next], 1), ranks_[lower[next]]);
    }
    raise(to, reach_.after(value(to, 1)));
  }
}

}  // namespace vilfredo::detail
