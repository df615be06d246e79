// Eigen cuts large matrix products by the sizes of the caches it finds; the cut decides the order
// of the sums and with it the last bits.
#pragma once

namespace vilfredo::detail {

/// Sets those sizes to constants, once per process: equal bits on every machine of one instruction
/// set. Called before any product that may be large enough to be cut.
void fix_eigen_blocking();

}  // namespace vilfredo::detail
