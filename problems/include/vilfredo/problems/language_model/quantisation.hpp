// Weights of a linear layer on a grid of few bits: rounded to nearest (RTN), and with what rounding
// loses made up for by the weights not yet rounded (GPTQ). Results are the values the grid stands
// for, in the layer's own format.
#pragma once

#include "vilfredo/core/options.hpp"
#include "vilfredo/problems/language_model/layer_hessian.hpp"

#include <array>
#include <cstdint>
#include <tuple>

namespace vilfredo {

enum class GridRange : std::uint8_t {
  plain,      ///< from the least to the largest weight
  with_zero,  ///< that range, extended to hold 0
  mse  ///< with_zero shrunk by 0 to 79 hundredths, whichever has the least sum of |error|^2.4
};

constexpr auto enum_names(GridRange) {
  return std::array{EnumName<GridRange>{"plain", GridRange::plain},
                    EnumName<GridRange>{"with_zero", GridRange::with_zero},
                    EnumName<GridRange>{"mse", GridRange::mse}};
}

/// One scale and zero per row and group of consecutive inputs; q = clamp(round(x / scale + zero),
/// 0, 2^bits - 1) stands for scale (q - zero). Scale and zero are rounded to half precision before
/// anything is computed with them.
struct GridOptions {
  int bits = 4;
  Index group = 0;
  GridRange range = GridRange::with_zero;
  bool symmetric = false;

  static constexpr auto fields() {
    return std::tuple{
        field("bits", &GridOptions::bits, closed(1, 8), "per weight"),
        field("group", &GridOptions::group, at_least(0), "inputs per scale; 0: the whole row"),
        field("range", &GridOptions::range, "what the grid spans"),
        field("symmetric", &GridOptions::symmetric, "the zero is the middle of the grid")};
  }
};

/// Throws Error{invalid_argument} for options out of range. O(size), 80 times that with mse.
[[nodiscard]] WeightMatrix quantise_rtn(const WeightMatrix& weights, const GridOptions& grid);

struct GptqOptions {
  GridOptions grid = {};
  Index block = 128;
  bool static_groups = false;

  static constexpr auto fields() {
    return std::tuple{
        field("grid", &GptqOptions::grid, "of what is rounded to"),
        field("block", &GptqOptions::block, at_least(1),
              "columns whose errors reach the rest at once: speed, and the last bits only"),
        field("static_groups", &GptqOptions::static_groups,
              "grids are fitted to the original weights, so that groups are neighbouring inputs "
              "whatever the order")};
  }
};

/// Columns in the order of the factor; a group's grid is fitted when its first column comes, to the
/// weights as changed until then (groups are then counted along the order). One factor serves all
/// widths; ColumnOrder::by_moment is the published option act_order. With a diagonal H nothing is
/// made up for and the result is quantise_rtn's, bit for bit. Frantar, Ashkboos, Hoefler, Alistarh,
/// "GPTQ", ICLR 2023. O(rows inputs^2).
[[nodiscard]] WeightMatrix quantise_gptq(const WeightMatrix& weights,
                                         const HessianFactor& factor,
                                         const GptqOptions& options);

/// Bits to store a layer: the weights and, per row and group, a scale of 16 bits and a zero of
/// `zero_bits` (16, or as many as a weight; 0 for symmetric grids).
[[nodiscard]] std::int64_t quantised_bits(Index rows,
                                          Index inputs,
                                          const GridOptions& grid,
                                          int zero_bits = 16);

/// Bits to store a layer of that many non-zero weights: 16 for each, and a bitmap.
[[nodiscard]] std::int64_t sparse_bits(Index rows, Index inputs, Index non_zero);

}  // namespace vilfredo
