#include "least_values.hpp"

#include "leaves.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/parallel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace vilfredo::detail {

const NearestKernels& nearest_kernels() {
  static const NearestKernels chosen = [] {
    switch (isa()) {
#if defined(__x86_64__)
      case Isa::avx512:
        return nearest_kernels_avx512();
      case Isa::avx2:
        return nearest_kernels_avx2();
#endif
      default:
        return nearest_kernels_scalar();
    }
  }();
  return chosen;
}

namespace {

/// Beyond this a leaf says little about the direction of its surface.
constexpr Index kMostSlabRows = 12;

/// Queries that one worker takes at a time; a multiple of a block.
constexpr Index kQueriesPerItem = Index{64} * kBlock;

/// All pairs, for queries in the order in which they come.
void scan(PairValue value, MatrixIn points, MatrixIn queries, double* least) {
  const Index d = queries.rows();
  const PlainPoints plain{static_cast<int>(d), points.cols(), points.outerStride(), points.data()};
  std::vector<double> block(static_cast<std::size_t>(d * kBlock));
  double found[kBlock];
  for (Index first = 0; first < queries.cols(); first += kBlock) {
    const Index count = std::min<Index>(kBlock, queries.cols() - first);
    for (Index i = 0; i < kBlock; ++i) {
      const double* query =
          queries.data() + (first + std::min(i, count - 1)) * queries.outerStride();
      for (Index k = 0; k < d; ++k) {
        block[static_cast<std::size_t>(k * kBlock + i)] = query[k];
      }
    }
    nearest_kernels().scan[value](plain,
                                  {1, block.data(), nullptr, nullptr, found, nullptr, {1, 0, 1}});
    std::copy_n(found, count, least + first);
  }
}

/// Points in leaves as they come. All finite.
class Sieve {
 public:
  Sieve(PairValue value, MatrixIn points, const Bounds& bounds)
      : value_(value),
        points_(points),
        leaves_(points, Arrangement::as_given),
        coarsening_(bounds) {
    leaves_.add_coarse(coarsening_);
  }

  /// Any part of the queries; `least` has room for as many.
  void find(MatrixIn queries, double* least) const {
    Blocks blocks(queries, Arrangement::as_given);
    blocks.add_coarse(coarsening_);
    std::vector<float> room(leaves_.room() * kBlock);
    int done = 0;
    nearest_kernels().sieve[value_](leaves_.view(), blocks.view(), {room.data(), &done});
    const Index found = std::min<Index>(Index{done} * kBlock, queries.cols());
    for (Index position = 0; position < found; ++position) {
      least[position] = blocks.least(position);
    }
    scan(value_, points_, queries.rightCols(queries.cols() - found), least + found);
  }

 private:
  PairValue value_;
  Eigen::Ref<const Matrix> points_;
  Leaves leaves_;
  Coarsening coarsening_;
};

/// Points in leaves of neighbours.
class Search {
 public:
  Search(PairValue value, MatrixIn points, const Bounds& bounds)
      : value_(value), leaves_(points, Arrangement::neighbours) {
    if (!bounds.finite()) {
      return;
    }
    if (points.cols() > Grouping::kFewPoints && points.rows() > 1 &&
        points.rows() <= kMostSlabRows) {
      leaves_.add_slabs(value, bounds.largest());
    }
    coarsening_.emplace(bounds);
    leaves_.add_coarse(*coarsening_);
  }

  /// Any part of the queries; `least` has room for as many.
  void find(MatrixIn queries, double* least) const {
    Blocks blocks(queries, Arrangement::neighbours);
    if (coarsening_.has_value()) {
      blocks.add_coarse(*coarsening_);
    }
    std::vector<std::int32_t> candidates(leaves_.room());
    std::vector<double> bounds(leaves_.room());
    nearest_kernels().search[value_](leaves_.view(), blocks.view(),
                                     {candidates.data(), bounds.data()});
    for (Index position = 0; position < queries.cols(); ++position) {
      least[blocks.column(position)] = blocks.least(position);
    }
  }

 private:
  PairValue value_;
  Leaves leaves_;
  std::optional<Coarsening> coarsening_;
};

/// What costs least: all pairs in doubles, all pairs in floats first, or leaves of neighbours. The
/// turning points are measured, with as many points as queries: twice the numbers here.
NearestMethod cheapest(MatrixIn points, MatrixIn queries) {
  struct Turning {
    Index most_rows;
    double scan, sieve;
  };

  static constexpr std::array<Turning, 3> kMeasured{{{2, 300, 300}, {3, 225, 700}, {7, 150, 1250}}};
  static constexpr Turning kManyRows{0, 150, 3000};
  const auto* found = std::ranges::find_if(
      kMeasured, [&](const Turning& turning) { return points.rows() <= turning.most_rows; });
  const Turning& turning = found == kMeasured.end() ? kManyRows : *found;
  const auto n = static_cast<double>(points.cols());
  const auto m = static_cast<double>(queries.cols());
  const double pairs_per_column = n * m / (n + m);
  return pairs_per_column <= turning.scan    ? NearestMethod::scan
         : pairs_per_column <= turning.sieve ? NearestMethod::sieve
                                             : NearestMethod::search;
}

template <class Find>
void in_parts(WorkerPool* pool, MatrixIn queries, double* least, const Find& find) {
  if (pool == nullptr) {
    find(queries, least);
    return;
  }
  const Index items = (queries.cols() + kQueriesPerItem - 1) / kQueriesPerItem;
  pool->for_each(items, [&](Index item, int /*worker*/) {
    const Index begin = item * kQueriesPerItem;
    const Index count = std::min(kQueriesPerItem, queries.cols() - begin);
    find(queries.middleCols(begin, count), least + begin);
  });
}

Vector by_cheapest(PairValue value, MatrixIn points, MatrixIn queries, WorkerPool* pool) {
  return least_values_by(cheapest(points, queries), value, points, queries, pool);
}

/// Points that are tried first, and queries after which they are given up if they were no use.
constexpr std::size_t kFirstTried = 8;
constexpr Index kPatience = 64;
/// Below it looking at all of them costs no more.
constexpr Index kWorthTrying = 256;

/// The columns with the least sums of rows: in a cloud they dominate most of what is dominated.
std::vector<Index> least_sums(MatrixIn points) {
  std::vector<std::pair<double, Index>> best;
  for (Index j = 0; j < points.cols(); ++j) {
    const double* point = points.data() + j * points.outerStride();
    const double sum = std::accumulate(point, point + points.rows(), 0.0);
    if (best.size() < kFirstTried || sum < best.back().first) {
      best.resize(std::min(best.size(), kFirstTried - 1));
      const std::pair<double, Index> entry{sum, j};
      best.insert(std::ranges::upper_bound(best, entry), entry);
    }
  }
  std::vector<Index> columns;
  columns.reserve(best.size());
  for (const auto& entry : best) {
    columns.push_back(entry.second);
  }
  return columns;
}

/// The queries that none of a few points weakly dominates.
std::vector<Index> undominated(MatrixIn points, MatrixIn queries) {
  const std::vector<Index> tried = least_sums(points);
  std::vector<Index> left;
  for (Index q = 0; q < queries.cols(); ++q) {
    const double* query = queries.data() + q * queries.outerStride();
    const bool dominated =
        (q < kPatience || static_cast<Index>(left.size()) < q) &&
        std::ranges::any_of(tried, [&](Index p) {
          return weakly_dominates(points.data() + p * points.outerStride(), query, points.rows());
        });
    if (!dominated) {
      left.push_back(q);
    }
  }
  return left;
}

}  // namespace

Vector least_values_by(
    NearestMethod method, PairValue value, MatrixIn points, MatrixIn queries, WorkerPool* pool) {
  Vector result(queries.cols());
  if (method == NearestMethod::scan) {
    in_parts(pool, queries, result.data(),
             [&](MatrixIn part, double* least) { scan(value, points, part, least); });
    return result;
  }
  const auto answer = [&](const auto& found) {
    in_parts(pool, queries, result.data(),
             [&](MatrixIn part, double* least) { found.find(part, least); });
  };
  const Bounds bounds(points, queries);
  if (method == NearestMethod::sieve && bounds.finite()) {
    answer(Sieve(value, points, bounds));
  } else {
    answer(Search(value, points, bounds));
  }
  return result;
}

Vector least_values(PairValue value, MatrixIn points, MatrixIn queries, WorkerPool* pool) {
  if (value != kSquaredWorse || points.cols() < kWorthTrying) {
    return by_cheapest(value, points, queries, pool);
  }
  const std::vector<Index> left = undominated(points, queries);
  if (static_cast<Index>(left.size()) == queries.cols()) {
    return by_cheapest(value, points, queries, pool);
  }
  Vector result = Vector::Zero(queries.cols());
  if (!left.empty()) {
    const Matrix rest = queries(Eigen::all, left);
    const Vector found = by_cheapest(value, points, rest, pool);
    for (std::size_t i = 0; i < left.size(); ++i) {
      result[left[i]] = found[static_cast<Index>(i)];
    }
  }
  return result;
}

}  // namespace vilfredo::detail
