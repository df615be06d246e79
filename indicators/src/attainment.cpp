#include "vilfredo/indicators/attainment.hpp"

#include "attainment_grid.hpp"
#include "input_checks.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/parallel.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace vilfredo {
namespace {

using detail::Levels;

struct Point {
  double last;
  std::size_t level;
  std::size_t column;
  std::size_t run;
};

/// The points of all runs along the last objective, on the levels of the others.
struct SortedRuns {
  Index d;
  std::size_t runs;
  Levels columns;  ///< distinct first values; one for two objectives
  Levels levels;   ///< distinct values of the last objective but one
  std::vector<Point> points;

  SortedRuns(std::span<const Matrix> sets, Index rows)
      : d(rows),
        runs(sets.size()),
        columns(rows == 3 ? Levels(sets, 0) : Levels()),
        levels(sets, rows - 2) {
    for (std::size_t k = 0; k < sets.size(); ++k) {
      for (Index j = 0; j < sets[k].cols(); ++j) {
        const auto column = sets[k].col(j);
        points.push_back({column[d - 1], levels.position(column[d - 2]),
                          d == 3 ? columns.position(column[0]) : 0, k});
      }
    }
    std::ranges::sort(points, [](const Point& a, const Point& b) {
      return a.last != b.last ? a.last < b.last : a.run < b.run;
    });
  }

  [[nodiscard]] std::size_t width() const { return d == 3 ? columns.size() : 1; }
};

/// Sweeps the last objective upwards. Over every column (a distinct first value; one column alone
/// for two objectives) each run reaches down to some second value; sorted, these are the surfaces'
/// second values. What sinks while the sweep stands at one last value becomes a minimal point,
/// unless the column before is as low. Some columns beside one another can be swept alone: they
/// need nothing but the column before them.
class AttainmentSweep {
 public:
  AttainmentSweep(const SortedRuns& of, std::size_t begin, std::size_t end)
      : of_(of), first_(begin), begin_(begin > 0 ? begin - 1 : 0), end_(end), surfaces_(of.runs) {
    reach_.assign((end_ - begin_) * of_.runs, of_.levels.size());
    sorted_ = reach_;
    before_ = reach_;
  }

  /// Flat minimal points of every surface, in ascending order of (last objective, column).
  std::vector<std::vector<double>> surfaces() {
    const std::vector<Point>& points = of_.points;
    for (std::size_t from = 0; from < points.size();) {
      std::size_t to = from;
      touched_.clear();
      for (; to < points.size() && points[to].last == points[from].last; ++to) {
        lower(points[to]);
      }
      emit(points[from].last);
      from = to;
    }
    return std::move(surfaces_);
  }

 private:
  [[nodiscard]] std::size_t at(std::size_t column) const { return (column - begin_) * of_.runs; }

  void lower(const Point& p) {
    for (std::size_t c = std::max(p.column, begin_); c < end_; ++c) {
      std::size_t& reach = reach_[at(c) + p.run];
      if (reach <= p.level) {
        return;  // and so are all further columns
      }
      touched_.push_back(c);
      std::size_t* levels = sorted_.data() + at(c);
      auto* place = std::find(levels, levels + of_.runs, reach);
      for (; place != levels && *(place - 1) > p.level; --place) {
        *place = *(place - 1);
      }
      *place = p.level;
      reach = p.level;
    }
  }

  void emit(double last) {
    std::ranges::sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    for (const std::size_t c : touched_) {
      for (std::size_t t = 0; c >= first_ && t < of_.runs; ++t) {
        const std::size_t level = sorted_[at(c) + t];
        const bool sank = level < before_[at(c) + t];
        if (sank && (c == 0 || sorted_[at(c - 1) + t] > level)) {
          if (of_.d == 3) {
            surfaces_[t].push_back(of_.columns.value(c));
          }
          surfaces_[t].push_back(of_.levels.value(level));
          surfaces_[t].push_back(last);
        }
      }
    }
    for (const std::size_t c : touched_) {
      std::copy_n(sorted_.begin() + static_cast<std::ptrdiff_t>(at(c)), of_.runs,
                  before_.begin() + static_cast<std::ptrdiff_t>(at(c)));
    }
  }

  const SortedRuns& of_;
  std::size_t first_;  // the first column whose points are wanted
  std::size_t begin_;  // the column before it, if there is one
  std::size_t end_;
  std::vector<std::size_t> reach_;   // by column and run
  std::vector<std::size_t> sorted_;  // by column, ascending
  std::vector<std::size_t> before_;  // sorted_ at the last standstill
  std::vector<std::size_t> touched_;
  std::vector<std::vector<double>> surfaces_;
};

/// Columns that one worker sweeps at a time.
constexpr std::size_t kColumnsPerItem = 64;

Matrix joined(const std::vector<std::vector<std::vector<double>>>& parts, std::size_t t, Index d) {
  std::vector<double> flat;
  for (const auto& part : parts) {
    flat.insert(flat.end(), part[t].begin(), part[t].end());
  }
  const Eigen::Map<const Matrix> points(flat.data(), d, static_cast<Index>(flat.size()) / d);
  if (parts.size() == 1) {
    return points;
  }
  std::vector<Index> order(static_cast<std::size_t>(points.cols()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(order,
                           [&](Index i, Index j) { return points(d - 1, i) < points(d - 1, j); });
  return points(Eigen::all, order);
}

std::vector<Matrix> surfaces_by(std::span<const Matrix> runs, WorkerPool* pool) {
  const Index d = detail::rows_of(runs);
  if (d == 0) {
    return std::vector<Matrix>(runs.size());
  }
  if (d != 2 && d != 3) {
    throw Error(Errc::unsupported,
                fmt::format("attainment surfaces take two or three objectives, not {}", d));
  }
  const SortedRuns sorted(runs, d);
  const std::size_t width = sorted.width();
  const std::size_t step = pool != nullptr ? kColumnsPerItem : width;
  std::vector<std::vector<std::vector<double>>> parts((width + step - 1) / step);
  const auto sweep = [&](Index item, int /*worker*/) {
    const auto k = static_cast<std::size_t>(item);
    parts[k] = AttainmentSweep(sorted, k * step, std::min((k + 1) * step, width)).surfaces();
  };
  if (pool != nullptr) {
    pool->for_each(static_cast<Index>(parts.size()), sweep);
  } else {
    sweep(0, 0);
  }
  std::vector<Matrix> out;
  for (std::size_t t = 0; t < runs.size(); ++t) {
    out.push_back(joined(parts, t, d));
  }
  return out;
}

}  // namespace

Index detail::rows_of(std::span<const Matrix> runs) {
  if (runs.empty()) {
    throw Error(Errc::invalid_argument, "an attainment function needs at least one run");
  }
  Index rows = 0;
  for (const Matrix& run : runs) {
    rows = run.cols() > 0 && rows == 0 ? run.rows() : rows;
    require_rows("a run", run, rows);
    require_no_nan("a run", run);
  }
  return rows;
}

std::vector<Matrix> attainment_surfaces(std::span<const Matrix> runs) {
  return surfaces_by(runs, nullptr);
}

std::vector<Matrix> attainment_surfaces(std::span<const Matrix> runs, WorkerPool& pool) {
  return surfaces_by(runs, &pool);
}

Matrix attainment_surface(std::span<const Matrix> runs, double quantile) {
  if (!(quantile >= 0 && quantile <= 1)) {
    throw Error(Errc::invalid_argument,
                fmt::format("the quantile of an attainment surface is {}; it must lie in [0, 1]",
                            quantile));
  }
  const double t = std::max(1.0, std::ceil(quantile * static_cast<double>(runs.size())));
  return attainment_surfaces(runs)[static_cast<std::size_t>(t) - 1];
}

Vector attainment(std::span<const Matrix> runs, MatrixIn at) {
  const Index d = detail::rows_of(runs);
  detail::require_no_nan("the points asked for", at);
  if (d > 0) {
    detail::require_rows("the points asked for", at, d);
  }
  Vector alpha = Vector::Zero(at.cols());
  for (Index j = 0; j < at.cols(); ++j) {
    for (const Matrix& run : runs) {
      bool attained = false;
      for (Index i = 0; i < run.cols() && !attained; ++i) {
        attained = weakly_dominates(run.col(i).data(), at.col(j).data(), d);
      }
      alpha[j] += attained ? 1 : 0;
    }
  }
  return alpha / static_cast<double>(runs.size());
}

VorobevExpectation vorobev_expectation(std::span<const Matrix> runs, VectorIn reference) {
  const std::vector<Matrix> surfaces = attainment_surfaces(runs);
  detail::require_finite("the reference point", reference);
  const auto count = static_cast<double>(runs.size());
  std::vector<double> volumes;
  double mean = 0;
  for (const Matrix& run : runs) {
    volumes.push_back(hypervolume(run, reference));
    mean += volumes.back() / count;
  }
  if (!std::isfinite(mean)) {
    throw Error(Errc::invalid_argument,
                "the Vorob'ev expectation needs runs of finite hypervolume; scale the objectives");
  }
  // Volumes of the surfaces fall with t.
  std::size_t chosen = 0;
  double volume = hypervolume(surfaces[0], reference);
  for (std::size_t t = 1; t < surfaces.size(); ++t) {
    const double next = hypervolume(surfaces[t], reference);
    if (next < mean) {
      break;
    }
    chosen = t;
    volume = next;
  }
  VorobevExpectation out{surfaces[chosen], static_cast<double>(chosen + 1) / count, mean, 0};
  for (std::size_t k = 0; k < runs.size(); ++k) {
    Matrix joint(reference.size(), runs[k].cols() + out.surface.cols());
    if (runs[k].cols() == 0) {
      joint = out.surface;
    } else if (out.surface.cols() == 0) {
      joint = runs[k];
    } else {
      joint << runs[k], out.surface;
    }
    out.deviation += (2 * hypervolume(joint, reference) - volumes[k] - volume) / count;
  }
  return out;
}

}  // namespace vilfredo
