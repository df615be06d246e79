#include "vilfredo/core/dominance.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace vilfredo {

namespace {

/// Columns in lexicographic order of their objectives, ties by column.
std::vector<Index> lexicographic(MatrixIn f) {
  std::vector<Index> order(static_cast<std::size_t>(f.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    for (Index k = 0; k < f.rows(); ++k) {
      if (f(k, a) != f(k, b)) {
        return f(k, a) < f(k, b);
      }
    }
    return a < b;
  });
  return order;
}

bool equal_columns(MatrixIn f, Index a, Index b) {
  for (Index k = 0; k < f.rows(); ++k) {
    if (f(k, a) != f(k, b)) {
      return false;
    }
  }
  return true;
}

/// In lexicographic order nothing later dominates anything earlier.
class Filter {
 public:
  Filter(MatrixIn f, Duplicates duplicates) : f_(f), duplicates_(duplicates) {}

  bool accepts(Index column) {
    const bool repeated = !kept_.empty() && equal_columns(f_, column, kept_.back());
    if (repeated) {
      if (duplicates_ == Duplicates::keep) {
        kept_.push_back(column);
      }
      return duplicates_ == Duplicates::keep;
    }
    const bool dominated = f_.rows() == 2 ? !(f_(1, column) < lowest_second_) : scan(column);
    if (!dominated) {
      kept_.push_back(column);
      lowest_second_ = f_(f_.rows() > 1 ? 1 : 0, column);
    }
    return !dominated;
  }

 private:
  [[nodiscard]] bool scan(Index column) const {
    return std::ranges::any_of(kept_, [&](Index other) {
      return weakly_dominates(f_.col(other).data(), f_.col(column).data(), f_.rows());
    });
  }

  const Eigen::Ref<const Matrix>& f_;
  Duplicates duplicates_;
  std::vector<Index> kept_;
  double lowest_second_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::vector<Index> non_dominated(MatrixIn f, Duplicates duplicates) {
  std::vector<Index> out;
  Filter filter(f, duplicates);
  for (const Index column : lexicographic(f)) {
    if (filter.accepts(column)) {
      out.push_back(column);
    }
  }
  std::ranges::sort(out);
  return out;
}

std::vector<Index> non_dominated_ranks(MatrixIn f) {
  std::vector<Index> rank(static_cast<std::size_t>(f.cols()), 0);
  std::vector<std::vector<Index>> fronts;
  const auto dominated_in = [&](const std::vector<Index>& front, Index column) {
    return std::any_of(front.rbegin(), front.rend(), [&](Index other) {
      return compare(f.col(other).data(), f.col(column).data(), f.rows()) == Dominance::first;
    });
  };
  for (const Index column : lexicographic(f)) {
    // A column dominated in front r is dominated in every front before it: binary search.
    std::size_t low = 0;
    std::size_t high = fronts.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (dominated_in(fronts[middle], column)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == fronts.size()) {
      fronts.emplace_back();
    }
    fronts[low].push_back(column);
    rank[static_cast<std::size_t>(column)] = static_cast<Index>(low);
  }
  return rank;
}

}  // namespace vilfredo
