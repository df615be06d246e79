#include "vilfredo/problems/language_model/quantisation.hpp"

#include "column_sweep.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace vilfredo {
namespace {

double to_half(double value) {
  return static_cast<double>(static_cast<float>(Eigen::half(static_cast<float>(value))));
}

struct Grid {
  double scale = 1;
  double zero = 0;
  double top = 1;

  [[nodiscard]] double nearest(double x) const {
    const double q = std::clamp(std::nearbyint(x / scale + zero), 0.0, top);
    return scale * (q - zero);
  }
};

// The grid of [low, high]; `middle` of a symmetric grid.
Grid grid_of(double low, double high, const GridOptions& options) {
  constexpr double kSmallestHalf = 5.9604644775390625e-8;  // 2^-24
  Grid grid;
  grid.top = static_cast<double>((1 << options.bits) - 1);
  grid.scale = std::max(to_half((high - low) / grid.top), kSmallestHalf);
  grid.zero = options.symmetric ? (grid.top + 1) / 2 : to_half(std::nearbyint(-low / grid.scale));
  return grid;
}

Grid fit(const std::vector<double>& values, const GridOptions& options) {
  double low = *std::ranges::min_element(values);
  double high = *std::ranges::max_element(values);
  if (options.range != GridRange::plain) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
  }
  if (options.symmetric) {
    const double largest = std::max(std::abs(low), std::abs(high));
    high = largest;
    low = -largest;
  }
  if (low == high) {
    low = -1;
    high = 1;
  }
  Grid best = grid_of(low, high, options);
  if (options.range != GridRange::mse) {
    return best;
  }
  const auto error_of = [&](const Grid& grid) {
    double sum = 0;
    for (const double x : values) {
      sum += std::pow(std::abs(grid.nearest(x) - x), 2.4);
    }
    return sum;
  };
  double least = error_of(best);
  for (int percent = 1; percent < 80; ++percent) {
    const double share = 1 - percent / 100.0;
    const Grid grid = grid_of(share * low, share * high, options);
    const double error = error_of(grid);
    if (error < least) {
      least = error;
      best = grid;
    }
  }
  return best;
}

Index group_of(const GridOptions& grid, Index inputs) {
  return grid.group == 0 ? inputs : std::min(grid.group, inputs);
}

// One grid per row for the columns listed.
std::vector<Grid> fit_rows(const Matrix& w, Index first, Index last, const GridOptions& options) {
  std::vector<Grid> out;
  std::vector<double> values(static_cast<std::size_t>(last - first));
  for (Index i = 0; i < w.rows(); ++i) {
    for (Index j = first; j < last; ++j) {
      values[static_cast<std::size_t>(j - first)] = w(i, j);
    }
    out.push_back(fit(values, options));
  }
  return out;
}

// Grids of neighbouring inputs, group after group.
std::vector<std::vector<Grid>> fit_groups(const Matrix& w, const GridOptions& options) {
  const Index group = group_of(options, w.cols());
  std::vector<std::vector<Grid>> out;
  for (Index first = 0; first < w.cols(); first += group) {
    out.push_back(fit_rows(w, first, std::min(first + group, w.cols()), options));
  }
  return out;
}

}  // namespace

WeightMatrix quantise_rtn(const WeightMatrix& weights, const GridOptions& grid) {
  check_options(grid);
  const Matrix w = weights.cast<double>();
  const std::vector<std::vector<Grid>> grids = fit_groups(w, grid);
  const Index group = group_of(grid, w.cols());
  WeightMatrix out(w.rows(), w.cols());
  for (Index j = 0; j < w.cols(); ++j) {
    const std::vector<Grid>& rows = grids[static_cast<std::size_t>(j / group)];
    for (Index i = 0; i < w.rows(); ++i) {
      out(i, j) = static_cast<float>(rows[static_cast<std::size_t>(i)].nearest(w(i, j)));
    }
  }
  return out;
}

WeightMatrix quantise_gptq(const WeightMatrix& weights,
                           const HessianFactor& factor,
                           const GptqOptions& options) {
  check_options(options);
  if (factor.upper.rows() != weights.cols()) {
    throw Error(Errc::invalid_argument, fmt::format("a factor of {} inputs for a layer of {}",
                                                    factor.upper.rows(), weights.cols()));
  }
  Matrix w = detail::ordered_weights(weights, factor);
  const Index group = group_of(options.grid, w.cols());
  std::vector<std::vector<Grid>> grids;
  if (options.static_groups) {
    grids = fit_groups(weights.cast<double>(), options.grid);
  }
  std::vector<Grid> current;
  // With groups a block ends with its group, so that the weights a grid is fitted to are up to
  // date.
  const Index block = options.static_groups || group >= w.cols()
                          ? options.block
                          : std::max(group, options.block / group * group);
  detail::sweep_columns(
      w, factor.upper, block, [](Index, Index, const Matrix&) {},
      [&](Index j, const Matrix& now, Vector& q) {
        if (options.static_groups) {
          current =
              grids[static_cast<std::size_t>(factor.order[static_cast<std::size_t>(j)] / group)];
        } else if (j % group == 0) {
          current = fit_rows(now, j, std::min(j + group, now.cols()), options.grid);
        }
        for (Index i = 0; i < now.rows(); ++i) {
          q[i] = current[static_cast<std::size_t>(i)].nearest(now(i, j));
        }
      });
  return detail::restored_weights(w, factor);
}

std::int64_t quantised_bits(Index rows, Index inputs, const GridOptions& grid, int zero_bits) {
  const Index group = group_of(grid, inputs);
  const Index groups = (inputs + group - 1) / group;
  return static_cast<std::int64_t>(rows) * inputs * grid.bits +
         static_cast<std::int64_t>(rows) * groups * (16 + (grid.symmetric ? 0 : zero_bits));
}

std::int64_t sparse_bits(Index rows, Index inputs, Index non_zero) {
  return static_cast<std::int64_t>(non_zero) * 16 + static_cast<std::int64_t>(rows) * inputs;
}

}  // namespace vilfredo
