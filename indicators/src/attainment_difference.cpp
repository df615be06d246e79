#include "attainment_grid.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/attainment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo {
namespace {

using detail::Levels;

/// All runs of both sides that have columns.
std::vector<Matrix> together(std::span<const Matrix> a, std::span<const Matrix> b) {
  std::vector<Matrix> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  std::erase_if(all, [](const Matrix& run) { return run.cols() == 0; });
  return all;
}

/// Rows of both sides; 0 if nothing has a column.
Index rows_of_both(std::span<const Matrix> a, std::span<const Matrix> b) {
  const Index rows_a = detail::rows_of(a);
  const Index rows_b = detail::rows_of(b);
  if (rows_a != 0 && rows_b != 0 && rows_a != rows_b) {
    throw Error(Errc::invalid_argument,
                fmt::format("the runs to compare have {} and {} objectives", rows_a, rows_b));
  }
  return std::max(rows_a, rows_b);
}

/// Of the runs of one side over a plane grid: the least second value that each reaches up to every
/// first value.
class Staircases {
 public:
  Staircases(std::size_t runs, const Levels& x, const Levels& y)
      : x_(x), y_(y), runs_(runs), reach_(runs * x.size(), y.size()) {}

  void add(std::size_t run, double x, double y) {
    std::size_t& reach = reach_[run * x_.size() + x_.position(x)];
    reach = std::min(reach, y_.position(y));
  }

  /// The share of runs that attain each cell. O(runs x.size() + x.size() y.size()).
  [[nodiscard]] Matrix shares() {
    Matrix counts = Matrix::Zero(static_cast<Index>(x_.size()), static_cast<Index>(y_.size()));
    for (std::size_t k = 0; k < reach_.size(); ++k) {
      const std::size_t i = k % x_.size();
      reach_[k] = i > 0 ? std::min(reach_[k], reach_[k - 1]) : reach_[k];
      if (reach_[k] < y_.size()) {
        counts(static_cast<Index>(i), static_cast<Index>(reach_[k])) += 1;
      }
    }
    for (Index j = 1; j < counts.cols(); ++j) {
      counts.col(j) += counts.col(j - 1);
    }
    return counts / static_cast<double>(runs_);
  }

 private:
  const Levels& x_;
  const Levels& y_;
  std::size_t runs_;
  std::vector<std::size_t> reach_;  // by run and first value
};

/// A point of a run along the last of three objectives.
struct LayerPoint {
  double last;
  std::size_t side;
  std::size_t run;
  Index column;
};

std::vector<LayerPoint> along_last(std::span<const Matrix> a, std::span<const Matrix> b) {
  std::vector<LayerPoint> points;
  for (std::size_t side = 0; side < 2; ++side) {
    const std::span<const Matrix> runs = side == 0 ? a : b;
    for (std::size_t k = 0; k < runs.size(); ++k) {
      for (Index j = 0; j < runs[k].cols(); ++j) {
        points.push_back({runs[k](2, j), side, k, j});
      }
    }
  }
  std::ranges::sort(points, {}, &LayerPoint::last);
  return points;
}

}  // namespace

AttainmentDifference attainment_difference(std::span<const Matrix> a, std::span<const Matrix> b) {
  const Index rows = rows_of_both(a, b);
  if (rows != 0 && rows != 2) {
    throw Error(
        Errc::unsupported,
        fmt::format("attainment differences on one grid take two objectives, not {}", rows));
  }
  const std::vector<Matrix> all = together(a, b);
  const Levels x(all, 0);
  const Levels y(all, 1);
  const auto shares = [&](std::span<const Matrix> runs) {
    Staircases staircases(runs.size(), x, y);
    for (std::size_t k = 0; k < runs.size(); ++k) {
      for (Index j = 0; j < runs[k].cols(); ++j) {
        staircases.add(k, runs[k](0, j), runs[k](1, j));
      }
    }
    return staircases.shares();
  };
  return {x.as_vector(), y.as_vector(), shares(a) - shares(b)};
}

void attainment_difference_layers(
    std::span<const Matrix> a,
    std::span<const Matrix> b,
    const std::function<void(double last, const AttainmentDifference& layer)>& each) {
  const Index rows = rows_of_both(a, b);
  if (rows == 0) {
    return;
  }
  if (rows != 3) {
    throw Error(
        Errc::unsupported,
        fmt::format("layers of attainment differences take three objectives, not {}", rows));
  }
  const std::vector<Matrix> all = together(a, b);
  const Levels x(all, 0);
  const Levels y(all, 1);
  Staircases sides[] = {Staircases(a.size(), x, y), Staircases(b.size(), x, y)};
  const std::vector<LayerPoint> points = along_last(a, b);
  AttainmentDifference layer{x.as_vector(), y.as_vector(), {}};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const LayerPoint& p = points[i];
    const Matrix& run = p.side == 0 ? a[p.run] : b[p.run];
    sides[p.side].add(p.run, run(0, p.column), run(1, p.column));
    if (i + 1 == points.size() || points[i + 1].last != p.last) {
      layer.value = sides[0].shares() - sides[1].shares();
      each(p.last, layer);
    }
  }
}

AttainmentContrast attainment_contrast(std::span<const Matrix> a, std::span<const Matrix> b) {
  const Index rows = rows_of_both(a, b);
  if (rows == 0) {
    return {};
  }
  const std::vector<Matrix> surfaces = attainment_surfaces(together(a, b));
  Index count = 0;
  for (const Matrix& surface : surfaces) {
    count += surface.cols();
  }
  Matrix points(rows, count);
  Index at = 0;
  for (const Matrix& surface : surfaces) {
    points.middleCols(at, surface.cols()) = surface;
    at += surface.cols();
  }
  const auto less = [&](Index i, Index j) {
    return std::ranges::lexicographical_compare(points.col(i), points.col(j));
  };
  std::vector<Index> order(static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < order.size(); ++k) {
    order[k] = static_cast<Index>(k);
  }
  std::ranges::sort(order, less);
  order.erase(std::unique(order.begin(), order.end(),
                          [&](Index i, Index j) { return points.col(i) == points.col(j); }),
              order.end());
  AttainmentContrast out;
  out.points = points(Eigen::all, order);
  out.value = attainment(a, out.points) - attainment(b, out.points);
  return out;
}

}  // namespace vilfredo
