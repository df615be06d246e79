// The front in leaves of neighbours, for reference points that its best points do not settle.
#pragma once

#include "kernels.hpp"
#include "nearest/grouping.hpp"
#include "vilfredo/core/ordering.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo::detail {

/// Columns so that runs of `size` are neighbours: along the only direction that a front of two
/// objectives has, else by Grouping.
[[nodiscard]] std::vector<std::int32_t> neighbours(MatrixIn columns, Index size);

class FrontLeaves {
 public:
  /// The points stay with the caller. O(n_obj N log N).
  explicit FrontLeaves(MatrixIn points);

  [[nodiscard]] const std::int32_t* order() const { return order_.data(); }

  [[nodiscard]] std::int32_t begin(std::int32_t leaf) const { return leaf * kEpsilonLeaf; }

  [[nodiscard]] std::int32_t end(std::int32_t leaf) const {
    return std::min(begin(leaf) + kEpsilonLeaf, static_cast<std::int32_t>(order_.size()));
  }

  struct Near {
    double value;
    std::int32_t leaf;
  };

  /// Leaves whose low corner has a value of at most `limit` with the query, best first; valid
  /// until the next call.
  [[nodiscard]] const std::vector<Near>& near(int (*kernel)(const LeafWork& work),
                                              const double* query,
                                              double limit);

 private:
  int d_;
  int used_;
  int leaves_;
  std::vector<std::int32_t> order_;
  std::vector<double> low_;
  std::vector<std::int32_t> found_;
  std::vector<double> values_;
  std::vector<Near> near_;
};

}  // namespace vilfredo::detail
