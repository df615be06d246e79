// The numbers that the adaptive scalarising functions keep per sub-problem: see
// adaptive_scalarisation.hpp.
#pragma once

#include "slot_table.hpp"
#include "vilfredo/algorithms/decomposition/scalarisation.hpp"
#include "vilfredo/core/rng.hpp"
#include "vilfredo/core/types.hpp"

#include <span>

namespace vilfredo::detail {

/// True for the functions whose shapes change between generations.
[[nodiscard]] bool shapes_evolve(const Scalarisation& chosen);

/// Sets the shapes that follow from the weights alone. To be called when weights change; does
/// nothing for the other functions.
void shape_by_weights(const Scalarisation& chosen, SlotTable& slots);

/// At the beginning of a generation. `f` holds the present solutions, `violation` is 0 for those
/// that count; `rng` decides which sub-problems choose again.
void evolve_shapes(const Scalarisation& chosen,
                   const Matrix& f,
                   std::span<const double> violation,
                   double progress,
                   Rng& rng,
                   SlotTable& slots);

}  // namespace vilfredo::detail
