#include "vilfredo/indicators/attainment.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vilfredo {
namespace {

/// Rows of the runs; 0 if no run has a column.
Index check(std::span<const Matrix> runs) {
  if (runs.empty()) {
    throw Error(Errc::invalid_argument, "an attainment function needs at least one run");
  }
  Index rows = 0;
  for (const Matrix& run : runs) {
    rows = run.cols() > 0 && rows == 0 ? run.rows() : rows;
    detail::require_rows("a run", run, rows);
    detail::require_no_nan("a run", run);
  }
  return rows;
}

std::vector<double> distinct_values(std::span<const Matrix> runs, Index row) {
  std::vector<double> values;
  for (const Matrix& run : runs) {
    for (Index j = 0; j < run.cols(); ++j) {
      values.push_back(run(row, j));
    }
  }
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t position(const std::vector<double>& values, double value) {
  return static_cast<std::size_t>(std::ranges::lower_bound(values, value) - values.begin());
}

/// Sweeps the last objective upwards. Over every column (a distinct first value; one column alone
/// for two objectives) each run reaches down to some second value; sorted, these are the surfaces'
/// second values. What sinks while the sweep stands at one last value becomes a minimal point,
/// unless the column before is as low.
class AttainmentSweep {
 public:
  explicit AttainmentSweep(std::span<const Matrix> runs, Index d)
      : d_(d), runs_(runs.size()), surfaces_(runs.size()) {
    columns_ = d == 3 ? distinct_values(runs, 0) : std::vector<double>{0};
    levels_ = distinct_values(runs, d - 2);
    top_ = levels_.size();
    reach_.assign(columns_.size() * runs_, top_);
    sorted_.assign(columns_.size() * runs_, top_);
    before_ = sorted_;
    for (std::size_t k = 0; k < runs.size(); ++k) {
      for (Index j = 0; j < runs[k].cols(); ++j) {
        const auto column = runs[k].col(j);
        points_.push_back({column[d - 1], position(levels_, column[d - 2]),
                           d == 3 ? position(columns_, column[0]) : 0, k});
      }
    }
    std::ranges::sort(points_, [](const Point& a, const Point& b) {
      return a.last != b.last ? a.last < b.last : a.run < b.run;
    });
  }

  std::vector<Matrix> surfaces() {
    for (std::size_t first = 0; first < points_.size();) {
      std::size_t end = first;
      touched_.clear();
      for (; end < points_.size() && points_[end].last == points_[first].last; ++end) {
        lower(points_[end]);
      }
      emit(points_[first].last);
      first = end;
    }
    std::vector<Matrix> out;
    for (const std::vector<double>& flat : surfaces_) {
      out.push_back(
          Eigen::Map<const Matrix>(flat.data(), d_, static_cast<Index>(flat.size()) / d_));
    }
    return out;
  }

 private:
  struct Point {
    double last;
    std::size_t level;
    std::size_t column;
    std::size_t run;
  };

  void lower(const Point& p) {
    for (std::size_t c = p.column; c < columns_.size(); ++c) {
      std::size_t& reach = reach_[c * runs_ + p.run];
      if (reach <= p.level) {
        return;  // and so are all further columns
      }
      touched_.push_back(c);
      std::size_t* levels = sorted_.data() + c * runs_;
      auto* at = std::find(levels, levels + runs_, reach);
      for (; at != levels && *(at - 1) > p.level; --at) {
        *at = *(at - 1);
      }
      *at = p.level;
      reach = p.level;
    }
  }

  void emit(double last) {
    std::ranges::sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    for (const std::size_t c : touched_) {
      for (std::size_t t = 0; t < runs_; ++t) {
        const std::size_t level = sorted_[c * runs_ + t];
        const bool sank = level < before_[c * runs_ + t];
        if (sank && (c == 0 || sorted_[(c - 1) * runs_ + t] > level)) {
          if (d_ == 3) {
            surfaces_[t].push_back(columns_[c]);
          }
          surfaces_[t].push_back(levels_[level]);
          surfaces_[t].push_back(last);
        }
      }
    }
    for (const std::size_t c : touched_) {
      std::copy_n(sorted_.begin() + static_cast<std::ptrdiff_t>(c * runs_), runs_,
                  before_.begin() + static_cast<std::ptrdiff_t>(c * runs_));
    }
  }

  Index d_;
  std::size_t runs_;
  std::size_t top_ = 0;
  std::vector<double> columns_;
  std::vector<double> levels_;
  std::vector<std::size_t> reach_;   // by column and run
  std::vector<std::size_t> sorted_;  // by column, ascending
  std::vector<std::size_t> before_;  // sorted_ at the last standstill
  std::vector<Point> points_;
  std::vector<std::size_t> touched_;
  std::vector<std::vector<double>> surfaces_;
};

/// Least second value that a run reaches up to every first value of the grid.
std::vector<std::size_t> staircase(const Matrix& run,
                                   const std::vector<double>& x,
                                   const std::vector<double>& y) {
  std::vector<std::size_t> reach(x.size(), y.size());
  for (Index j = 0; j < run.cols(); ++j) {
    std::size_t& entry = reach[position(x, run(0, j))];
    entry = std::min(entry, position(y, run(1, j)));
  }
  for (std::size_t i = 1; i < reach.size(); ++i) {
    reach[i] = std::min(reach[i], reach[i - 1]);
  }
  return reach;
}

}  // namespace

std::vector<Matrix> attainment_surfaces(std::span<const Matrix> runs) {
  const Index d = check(runs);
  if (d == 0) {
    return std::vector<Matrix>(runs.size());
  }
  if (d != 2 && d != 3) {
    throw Error(Errc::unsupported,
                fmt::format("attainment surfaces take two or three objectives, not {}", d));
  }
  return AttainmentSweep(runs, d).surfaces();
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
  const Index d = check(runs);
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

AttainmentDifference attainment_difference(std::span<const Matrix> a, std::span<const Matrix> b) {
  const Index rows_a = check(a);
  const Index rows_b = check(b);
  if ((rows_a != 0 && rows_a != 2) || (rows_b != 0 && rows_b != 2)) {
    throw Error(Errc::unsupported, "attainment differences on a grid take two objectives");
  }
  std::vector<Matrix> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  std::erase_if(all, [](const Matrix& run) { return run.cols() == 0; });
  const std::vector<double> x = distinct_values(all, 0);
  const std::vector<double> y = distinct_values(all, 1);
  AttainmentDifference out;
  out.x = Eigen::Map<const Vector>(x.data(), static_cast<Index>(x.size()));
  out.y = Eigen::Map<const Vector>(y.data(), static_cast<Index>(y.size()));
  const auto shares = [&](std::span<const Matrix> runs) {
    Matrix counts = Matrix::Zero(out.x.size(), out.y.size());
    for (const Matrix& run : runs) {
      const std::vector<std::size_t> reach = staircase(run, x, y);
      for (std::size_t i = 0; i < reach.size(); ++i) {
        if (reach[i] < y.size()) {
          counts(static_cast<Index>(i), static_cast<Index>(reach[i])) += 1;
        }
      }
    }
    for (Index j = 1; j < counts.cols(); ++j) {
      counts.col(j) += counts.col(j - 1);
    }
    return Matrix(counts / static_cast<double>(runs.size()));
  };
  out.value = shares(a) - shares(b);
  return out;
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
