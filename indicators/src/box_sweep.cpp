#include "box_sweep.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace vilfredo::detail {
namespace {

/// A set of integers in [0, size) with predecessor and successor search, 64 ways a level.
class IntegerSet {
 public:
  explicit IntegerSet(std::size_t size) {
    do {
      size = size / 64 + 1;
      levels_.emplace_back(size, 0);
    } while (size > 1);
  }

  void insert(std::size_t value) {
    for (auto& level : levels_) {
      level[value / 64] |= bit(value);
      value /= 64;
    }
  }

  void erase(std::size_t value) {
    for (auto& level : levels_) {
      level[value / 64] &= ~bit(value);
      if (level[value / 64] != 0) {
        return;
      }
      value /= 64;
    }
  }

  /// The largest member below `value`, or -1.
  [[nodiscard]] std::int64_t below(std::size_t value) const {
    for (std::size_t l = 0; l < levels_.size(); ++l) {
      const std::uint64_t rest = levels_[l][value / 64] & (bit(value) - 1);
      if (rest != 0) {
        value = value / 64 * 64 + static_cast<std::size_t>(63 - std::countl_zero(rest));
        while (l-- > 0) {
          value = value * 64 + static_cast<std::size_t>(63 - std::countl_zero(levels_[l][value]));
        }
        return static_cast<std::int64_t>(value);
      }
      value /= 64;
    }
    return -1;
  }

  /// The least member above `value`, or -1.
  [[nodiscard]] std::int64_t above(std::size_t value) const {
    for (std::size_t l = 0; l < levels_.size(); ++l) {
      const std::uint64_t rest = levels_[l][value / 64] & ~(bit(value) | (bit(value) - 1));
      if (rest != 0) {
        value = value / 64 * 64 + static_cast<std::size_t>(std::countr_zero(rest));
        while (l-- > 0) {
          value = value * 64 + static_cast<std::size_t>(std::countr_zero(levels_[l][value]));
        }
        return static_cast<std::int64_t>(value);
      }
      value /= 64;
    }
    return -1;
  }

 private:
  [[nodiscard]] static std::uint64_t bit(std::size_t value) {
    return std::uint64_t{1} << (value % 64);
  }

  std::vector<std::vector<std::uint64_t>> levels_;
};

}  // namespace

void BoxSweep::run(MatrixIn points, VectorIn floor, VectorIn ceiling, const EmitBox& emit) {
  prepare(points, floor, ceiling);
  for (Index k = 0; k < d_; ++k) {
    if (!(floor_[k] < ceiling_[k])) {
      return;
    }
  }
  if (d_ == 1) {
    lower_ = floor_;
    upper_[0] = n_ == 0 ? ceiling_[0] : std::max(sorted_(0, 0), floor_[0]);
    if (lower_[0] < upper_[0]) {
      emit(lower_.data(), upper_.data());
    }
  } else if (d_ == 3) {
    sweep_staircase(emit);
  } else {
    sweep_bounds(emit);
  }
}

void BoxSweep::prepare(MatrixIn points, VectorIn floor, VectorIn ceiling) {
  d_ = ceiling.size();
  floor_ = floor;
  ceiling_ = ceiling;
  lower_.resize(d_);
  upper_.resize(d_);
  std::vector<double> levels;
  std::vector<Index> below;
  for (Index j = 0; j < points.cols(); ++j) {
    bool counts = true;
    for (Index k = 0; k < d_; ++k) {
      counts = counts && points(k, j) < ceiling[k];
    }
    if (counts) {
      below.push_back(j);
      levels.push_back(points(d_ - 1, j));
    }
  }
  n_ = static_cast<Index>(below.size());
  if (n_ > std::numeric_limits<std::int32_t>::max() - 2) {
    throw Error(Errc::unsupported, "a box decomposition takes at most 2^31 - 3 points");
  }
  order_.resize(below.size());
  argsort(levels.data(), 1, below.size(), order_.data(), ordering_);
  sorted_.resize(d_, n_);
  for (Index j = 0; j < n_; ++j) {
    sorted_.col(j) = points.col(below[order_[static_cast<std::size_t>(j)]]);
  }
  ranks_.assign(static_cast<std::size_t>((d_ - 1) * (n_ + 1)), 0);
  heights_.resize(static_cast<std::size_t>((d_ - 1) * (n_ + 2)));
  for (Index k = 0; k + 1 < d_; ++k) {
    rank_coordinate(k);
  }
}

/// Equal values take ranks in sweep order, so that a later equal point is rather dominated than
/// not.
void BoxSweep::rank_coordinate(Index row) {
  argsort(sorted_.data() + row, static_cast<std::size_t>(d_), static_cast<std::size_t>(n_),
          order_.data(), ordering_);
  double* heights = heights_.data() + row * (n_ + 2);
  std::int32_t* ranks = ranks_.data() + row * (n_ + 1);
  heights[0] = floor_[row];
  heights[n_ + 1] = ceiling_[row];
  for (Index position = 0; position < n_; ++position) {
    const auto point = static_cast<Index>(order_[static_cast<std::size_t>(position)]);
    ranks[point] = static_cast<std::int32_t>(position + 1);
    heights[position + 1] = std::max(sorted_(row, point), floor_[row]);
  }
}

/// Three objectives: the bounds lie between neighbours of a staircase in the first two. Each step
/// is kept with the point at its right end: x_1 up to that point's, x_2 from that point's value to
/// its left neighbour's.
void BoxSweep::sweep_staircase(const EmitBox& emit) {
  const auto n = static_cast<std::size_t>(n_);
  IntegerSet steps(n + 2);
  std::vector<std::int32_t> second(n + 2,
                                   0);  // by rank in x_1; the sentinel n + 1 reaches the floor
  std::vector<double> born(n + 2, floor_[2]);
  steps.insert(n + 1);
  const auto close = [&](std::size_t step, std::int32_t top, double until) {
    lower_ << floor_[0], height(1, second[step]), born[step];
    upper_ << height(0, static_cast<std::int32_t>(step)), height(1, top), until;
    if (lower_[0] < upper_[0] && lower_[1] < upper_[1] && lower_[2] < upper_[2]) {
      emit(lower_.data(), upper_.data());
    }
  };
  for (Index p = 0; p < n_; ++p) {
    const auto at = static_cast<std::size_t>(rank(0, p));
    const std::int32_t level = rank(1, p);
    const double now = std::max(sorted_(2, p), floor_[2]);
    const std::int64_t left = steps.below(at);
    std::int32_t top =
        left < 0 ? static_cast<std::int32_t>(n_ + 1) : second[static_cast<std::size_t>(left)];
    if (top < level) {
      continue;
    }
    const std::int32_t reaches = top;
    auto step = static_cast<std::size_t>(steps.above(at));
    close(step, top, now);
    while (second[step] > level) {
      top = second[step];
      steps.erase(step);
      step = static_cast<std::size_t>(steps.above(step));
      close(step, top, now);
    }
    born[step] = now;
    steps.insert(at);
    second[at] = level;
    born[at] = now;
    VILFREDO_ASSERT(reaches > level, "a new step has a positive height in ranks");
  }
  auto top = static_cast<std::int32_t>(n_ + 1);
  for (std::int64_t step = steps.above(0); step >= 0;
       step = steps.above(static_cast<std::size_t>(step))) {
    close(static_cast<std::size_t>(step), top, ceiling_[2]);
    top = second[static_cast<std::size_t>(step)];
  }
}

void BoxSweep::sweep_bounds(const EmitBox& emit) {
  const auto rows = static_cast<std::size_t>(d_ - 1);
  bound_.assign(rows, {static_cast<std::int32_t>(n_ + 1)});
  definer_.assign(rows, {static_cast<std::int32_t>(n_)});
  born_.assign(1, floor_[d_ - 1]);
  for (Index p = 0; p < n_; ++p) {
    find_ended(p);
    holes_.clear();
    const double now = std::max(sorted_(d_ - 1, p), floor_[d_ - 1]);
    for (const std::int32_t bound : ended_) {
      emit_bound(bound, now, emit);
    }
    for (const std::int32_t bound : ended_) {
      replace_bound(bound, p);
    }
    // Last hole first, so that what moves into a hole is never a hole itself.
    for (std::size_t h = holes_.size(); h-- > 0;) {
      const auto hole = static_cast<std::size_t>(holes_[h]);
      for (std::size_t k = 0; k < rows; ++k) {
        bound_[k][hole] = bound_[k].back();
        bound_[k].pop_back();
        definer_[k][hole] = definer_[k].back();
        definer_[k].pop_back();
      }
      born_[hole] = born_.back();
      born_.pop_back();
    }
  }
  for (std::size_t bound = 0; bound < born_.size(); ++bound) {
    emit_bound(static_cast<Index>(bound), ceiling_[d_ - 1], emit);
  }
}

/// The bounds above the point in every row.
void BoxSweep::find_ended(Index point) {
  constexpr std::size_t kBlock = 128;
  ended_.clear();
  const std::size_t total = born_.size();
  std::int32_t above[kBlock];
  for (std::size_t first = 0; first < total; first += kBlock) {
    const std::size_t count = std::min(kBlock, total - first);
    std::fill_n(above, count, -1);
    for (std::size_t k = 0; k < bound_.size(); ++k) {
      const std::int32_t* values = bound_[k].data() + first;
      const std::int32_t limit = rank(static_cast<Index>(k), point);
      for (std::size_t i = 0; i < count; ++i) {
        above[i] &= -static_cast<std::int32_t>(values[i] > limit);
      }
    }
    std::int32_t any = 0;
    for (std::size_t i = 0; i < count; ++i) {
      any |= above[i];
    }
    for (std::size_t i = 0; any != 0 && i < count; ++i) {
      if (above[i] != 0) {
        ended_.push_back(static_cast<std::int32_t>(first + i));
      }
    }
  }
}

/// max over k != skipped of the rank that the k-th definer has in `row`; k stops at `row` if
/// `skipped` is negative.
std::int32_t BoxSweep::definer_limit(Index bound, Index row, Index skipped) const {
  std::int32_t limit = 0;
  const Index last = skipped < 0 ? row : d_ - 1;
  for (Index k = 0; k < last; ++k) {
    if (k != skipped) {
      limit = std::max(
          limit, rank(row, definer_[static_cast<std::size_t>(k)][static_cast<std::size_t>(bound)]));
    }
  }
  return limit;
}

void BoxSweep::emit_bound(Index bound, double until, const EmitBox& emit) {
  bool empty = false;
  for (Index k = 0; k + 1 < d_; ++k) {
    lower_[k] = height(k, definer_limit(bound, k, -1));
    upper_[k] = height(k, bound_[static_cast<std::size_t>(k)][static_cast<std::size_t>(bound)]);
    empty = empty || !(lower_[k] < upper_[k]);
  }
  lower_[d_ - 1] = born_[static_cast<std::size_t>(bound)];
  upper_[d_ - 1] = until;
  if (!empty && lower_[d_ - 1] < until) {
    emit(lower_.data(), upper_.data());
  }
}

/// The first new bound takes the place of the ended one, more go to the end, none leaves a hole.
void BoxSweep::replace_bound(Index bound, Index point) {
  const auto rows = static_cast<std::size_t>(d_ - 1);
  const auto old = static_cast<std::size_t>(bound);
  const double now = std::max(sorted_(d_ - 1, point), floor_[d_ - 1]);
  std::int64_t in_place = -1;
  for (std::size_t j = 0; j < rows; ++j) {
    const auto row = static_cast<Index>(j);
    if (rank(row, point) <= definer_limit(bound, row, row)) {
      continue;
    }
    if (in_place < 0) {
      in_place = row;
      continue;
    }
    for (std::size_t k = 0; k < rows; ++k) {
      bound_[k].push_back(k == j ? rank(row, point) : bound_[k][old]);
      definer_[k].push_back(k == j ? static_cast<std::int32_t>(point) : definer_[k][old]);
    }
    born_.push_back(now);
  }
  if (in_place < 0) {
    holes_.push_back(static_cast<std::int32_t>(bound));
    return;
  }
  const auto j = static_cast<std::size_t>(in_place);
  bound_[j][old] = rank(in_place, point);
  definer_[j][old] = static_cast<std::int32_t>(point);
  born_[old] = now;
}

}  // namespace vilfredo::detail
