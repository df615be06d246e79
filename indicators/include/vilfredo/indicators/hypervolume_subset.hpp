// Choosing the points that keep most of the hypervolume.
#pragma once

#include "vilfredo/core/types.hpp"

#include <vector>

namespace vilfredo {

/// Up to `size` columns, each the one that adds most to those before it, in the order chosen;
/// lowest column on ties. Stops early when nothing is left to gain. At least 1 - 1/e of the best
/// possible hypervolume, for it is submodular. A heap of gains that can only have fallen since they
/// were computed spares most evaluations. Throws as hypervolume_contributions(), and
/// Error{invalid_argument} for size < 0. Minoux, "Accelerated greedy algorithms", 1978; Chen,
/// Ishibuchi, Shang, CEC 2020.
[[nodiscard]] std::vector<Index> greedy_hypervolume_subset(MatrixIn front,
                                                           VectorIn reference,
                                                           Index size);

/// The `size` columns of a front of two objectives with the largest hypervolume, ascending by
/// column; fewer if fewer already dominate all. O(N log N + N * size).
/// Throws as greedy_hypervolume_subset(), and for other than two rows.
/// Bringmann, Friedrich, Klitzke, GECCO 2014; Kuhn et al., ECJ 24(3), 2016.
[[nodiscard]] std::vector<Index> best_hypervolume_subset_2d(MatrixIn front,
                                                            VectorIn reference,
                                                            Index size);

}  // namespace vilfredo
