// Hypervolume and contributions by several threads.
//
// Arguments, edge rules and errors as of the functions without a pool. The bits do not depend on
// the number of threads. Below five objectives, where a sweep is a matter of milliseconds, and
// beyond the range of double the caller does the work alone.
#pragma once

#include "vilfredo/core/types.hpp"
#include "vilfredo/indicators/hypervolume_contributions.hpp"

namespace vilfredo {

class WorkerPool;

/// As hypervolume(). From five objectives on the sum, over the columns along the last objective, of
/// what each dominates and none before it; every such region is one piece of work. It agrees with
/// hypervolume() to about 1e-14, not to the bit, for that one adds up other regions.
[[nodiscard]] double hypervolume(MatrixIn front, VectorIn reference, WorkerPool& pool);

/// The bits of hypervolume_contributions(). From five objectives on every column is one piece of
/// work.
[[nodiscard]] Vector hypervolume_contributions(MatrixIn front,
                                               VectorIn reference,
                                               DominatedPoints mode,
                                               WorkerPool& pool);

}  // namespace vilfredo
