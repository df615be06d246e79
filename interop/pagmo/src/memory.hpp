// What a pagmo algorithm remembers between two calls of evolve(), as state of a run.
#pragma once

#include "vilfredo/core/state.hpp"

#include <pagmo/algorithm.hpp>
#include <pagmo/problem.hpp>

namespace vilfredo::interop {

/// Saves or restores the memory of `algorithm`; `problem` is what its populations refer to.
///
/// nsga2 and moead have none once they are seeded anew for each step. nspso and maco: pagmo 2.18
/// leaves velocities and personal bests of the one and the true population of the other out of its
/// own serialisation, so their members are saved here one by one. Everything else goes through
/// pagmo's binary archive; throws Error{unsupported} if the algorithm cannot be archived.
void persist_memory(StateIo& io, pagmo::algorithm& algorithm, const pagmo::problem& problem);

/// Throws Error{unsupported} if `algorithm` has a memory that cannot be saved: pso, pso_gen and
/// de1220 with memory = true lose part of it in pagmo's serialisation.
void refuse_lossy_memory(const pagmo::algorithm& algorithm);

}  // namespace vilfredo::interop
