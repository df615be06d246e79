#include "vilfredo/algorithms/evolutionary/design_search.hpp"

namespace vilfredo {

Ask LatinHypercube::ask(Context& context) {
  Rng rng = context.rng(Purpose::design, designs_++);
  return box_.ask(operators::latin_hypercube(box_.dimension(), options_.points, rng), context);
}

void LatinHypercube::persist(StateIo& io) {
  io("archive", archive_);
  io("designs", designs_);
}

Ask Sobol::ask(Context& context) {
  const SobolSequence sequence(box_.dimension(), context.rng(Purpose::design, 0));
  const Matrix unit = sequence.points(next_, options_.batch);
  next_ += static_cast<std::uint64_t>(options_.batch);
  return box_.ask(unit, context);
}

void Sobol::persist(StateIo& io) {
  io("archive", archive_);
  io("next", next_);
}

}  // namespace vilfredo
