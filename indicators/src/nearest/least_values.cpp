#include "least_values.hpp"

#include "grouping.hpp"
#include "leaf_direction.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/parallel.hpp"

#include <algorithm>
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

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
/// Gaps below this have squares that lose digits at the lower end of the doubles.
constexpr double kTinyLevel = 1e-140;

/// Beyond this a leaf says little about the direction of its surface.
constexpr Index kMostSlabRows = 12;

/// Coordinates in [-1, 1] that floats can hold.
struct Coarsening {
  Vector centre;
  double scale = 1;
  CoarseError error{1, 0, 1};

  /// All entries finite.
  Coarsening(MatrixIn points, MatrixIn queries) {
    const Index d = points.rows();
    Vector low = Vector::Constant(d, kInfinity);
    Vector high = Vector::Constant(d, -kInfinity);
    for (MatrixIn set : {points, queries}) {
      for (Index j = 0; j < set.cols(); ++j) {
        const double* values = set.col(j).data();
        for (Index k = 0; k < d; ++k) {
          low[k] = std::min(low[k], values[k]);
          high[k] = std::max(high[k], values[k]);
        }
      }
    }
    centre = 0.5 * low + 0.5 * high;
    const double reach = (high - centre).cwiseMax(centre - low).maxCoeff();
    const double largest = low.cwiseAbs().cwiseMax(high.cwiseAbs()).maxCoeff();
    scale = reach > 0 ? std::ldexp(1.0, std::clamp(-1 - std::ilogb(reach), -1000, 1000)) : 1;
    // Per row: two roundings to float and one of the difference, all of numbers up to 2, and those
    // of the shift.
    const double row = 0x1p-21 + 8 * kEpsilon * largest * scale;
    const auto rows = static_cast<double>(d);
    error = {scale, row * std::sqrt(rows), 1 + (rows + 8) * 0x1p-21};
  }

  /// Row by row, `width` wide.
  void write(const double* values, Index width, float* out) const {
    for (Index k = 0; k < centre.size(); ++k) {
      for (Index i = 0; i < width; ++i) {
        out[k * width + i] = static_cast<float>((values[k * width + i] - centre[k]) * scale);
      }
    }
  }
};

class Leaves {
 public:
  explicit Leaves(MatrixIn points) {
    const Grouping grouping(points, kLeaf);
    d_ = points.rows();
    used_ = grouping.groups();
    leaves_ = (used_ + 7) / 8 * 8;
    points_.resize(static_cast<std::size_t>(used_ * d_ * kLeaf));
    low_.assign(static_cast<std::size_t>(d_ * leaves_), kInfinity);
    high_.assign(static_cast<std::size_t>(d_ * leaves_), kInfinity);
    for (Index leaf = 0; leaf < used_; ++leaf) {
      grouping.write(leaf, points_.data() + leaf * d_ * kLeaf, low_.data() + leaf,
                     high_.data() + leaf, leaves_);
    }
  }

  /// `largest` is at least the magnitude of every entry of points and queries.
  void add_slabs(PairValue value, double largest) {
    normals_.resize(static_cast<std::size_t>(used_ * d_));
    levels_.resize(static_cast<std::size_t>(used_ * 2));
    const LeafDirection direction{d_, value};
    const auto d = static_cast<double>(d_);
    const double rounding = 4 * kEpsilon * (d + 2) * std::sqrt(d) * largest + kTinyLevel;
    for (Index leaf = 0; leaf < used_; ++leaf) {
      double* normal = normals_.data() + leaf * d_;
      double* level = levels_.data() + leaf * 2;
      direction.find(points_.data() + leaf * d_ * kLeaf, normal, level);
      level[0] -= rounding;
      level[1] += rounding;
    }
  }

  void add_coarse(const Coarsening& coarsening) {
    coarse_.resize(points_.size());
    for (Index leaf = 0; leaf < used_; ++leaf) {
      const Index at = leaf * d_ * kLeaf;
      coarsening.write(points_.data() + at, kLeaf, coarse_.data() + at);
    }
  }

  [[nodiscard]] PointLeaves view() const {
    return {.d = static_cast<int>(d_),
            .used = static_cast<int>(used_),
            .leaves = static_cast<int>(leaves_),
            .points = points_.data(),
            .low = low_.data(),
            .high = high_.data(),
            .normals = normals_.empty() ? nullptr : normals_.data(),
            .levels = levels_.data(),
            .coarse = coarse_.empty() ? nullptr : coarse_.data()};
  }

  /// Entries that a search needs room for.
  [[nodiscard]] std::size_t room() const { return static_cast<std::size_t>(leaves_); }

 private:
  Index d_ = 0;
  Index used_ = 0;
  Index leaves_ = 0;
  std::vector<double> points_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<double> normals_;
  std::vector<double> levels_;
  std::vector<float> coarse_;
};

class Blocks {
 public:
  explicit Blocks(MatrixIn queries) : grouping_(queries, kBlock) {
    const Index d = queries.rows();
    const Index blocks = grouping_.groups();
    values_.resize(static_cast<std::size_t>(blocks * d * kBlock));
    low_.resize(static_cast<std::size_t>(blocks * d));
    high_.resize(low_.size());
    least_.resize(static_cast<std::size_t>(blocks * kBlock));
    for (Index b = 0; b < blocks; ++b) {
      grouping_.write(b, values_.data() + b * d * kBlock, low_.data() + b * d, high_.data() + b * d,
                      1);
    }
  }

  void add_coarse(const Coarsening& coarsening) {
    error_ = coarsening.error;
    coarse_.resize(values_.size());
    const Index size = coarsening.centre.size() * kBlock;
    for (Index b = 0; b < grouping_.groups(); ++b) {
      coarsening.write(values_.data() + b * size, kBlock, coarse_.data() + b * size);
    }
  }

  [[nodiscard]] QueryBlocks view() {
    return {static_cast<int>(grouping_.groups()),
            values_.data(),
            low_.data(),
            high_.data(),
            least_.data(),
            coarse_.data(),
            error_};
  }

  [[nodiscard]] Index column(Index position) const { return grouping_.column(position); }

  [[nodiscard]] double least(Index position) const {
    return least_[static_cast<std::size_t>(position)];
  }

 private:
  Grouping grouping_;
  std::vector<double> values_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<double> least_;
  std::vector<float> coarse_;
  CoarseError error_{1, 0, 1};
};

bool finite(MatrixIn values) {
  bool all = true;
  for (Index j = 0; j < values.cols(); ++j) {
    const double* column = values.col(j).data();
    for (Index k = 0; k < values.rows(); ++k) {
      all &= column[k] - column[k] == 0;
    }
  }
  return all;
}

/// Queries that one worker takes at a time; a multiple of a block.
constexpr Index kQueriesPerItem = Index{64} * kBlock;

/// The points of one search and what all its queries share.
class Search {
 public:
  Search(PairValue value, MatrixIn points, MatrixIn queries) : value_(value), leaves_(points) {
    if (!finite(points) || !finite(queries)) {
      return;
    }
    if (points.cols() > Grouping::kFewPoints && points.rows() > 1 &&
        points.rows() <= kMostSlabRows) {
      leaves_.add_slabs(value,
                        std::max(points.cwiseAbs().maxCoeff(), queries.cwiseAbs().maxCoeff()));
    }
    coarsening_.emplace(points, queries);
    leaves_.add_coarse(*coarsening_);
  }

  /// Any part of the queries; `least` has room for as many.
  void find(MatrixIn queries, double* least) const {
    Blocks blocks(queries);
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

/// Whether looking at every pair costs less than grouping points and queries with their neighbours.
/// The turning points are measured: n columns each, 1440 of two and three rows, 2000 of up to
/// seven, 1000 of more, where a leaf excludes little but its coarse coordinates are quick.
bool scanning_is_cheaper(MatrixIn points, MatrixIn queries) {
  const Index d = points.rows();
  const auto n = static_cast<double>(points.cols());
  const auto m = static_cast<double>(queries.cols());
  return n * m <= (n + m) * (d <= 3 ? 720 : d <= 7 ? 1000 : 500);
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

Vector search_all(PairValue value, MatrixIn points, MatrixIn queries, WorkerPool* pool) {
  Vector result(queries.cols());
  if (scanning_is_cheaper(points, queries)) {
    in_parts(pool, queries, result.data(),
             [&](MatrixIn part, double* least) { scan(value, points, part, least); });
  } else {
    const Search search(value, points, queries);
    in_parts(pool, queries, result.data(),
             [&](MatrixIn part, double* least) { search.find(part, least); });
  }
  return result;
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

Vector least_values(PairValue value, MatrixIn points, MatrixIn queries, WorkerPool* pool) {
  if (value != kSquaredWorse || points.cols() < kWorthTrying) {
    return search_all(value, points, queries, pool);
  }
  const std::vector<Index> left = undominated(points, queries);
  if (static_cast<Index>(left.size()) == queries.cols()) {
    return search_all(value, points, queries, pool);
  }
  Vector result = Vector::Zero(queries.cols());
  if (!left.empty()) {
    const Matrix rest = queries(Eigen::all, left);
    const Vector found = search_all(value, points, rest, pool);
    for (std::size_t i = 0; i < left.size(); ++i) {
      result[left[i]] = found[static_cast<Index>(i)];
    }
  }
  return result;
}

}  // namespace vilfredo::detail
