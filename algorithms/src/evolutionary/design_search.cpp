#include "vilfredo/algorithms/evolutionary/design_search.hpp"

namespace vilfredo {
namespace {

Ask ask_for(MatrixIn unit, const UnitBox& box, bool stochastic, Context& context) {
  Ask ask = context.new_ask(unit.cols());
  ask.x = box.decode(unit);
  if (stochastic) {
    ask.sample = kScoringSample;
  }
  return ask;
}

}  // namespace

LatinHypercube::LatinHypercube(const ProblemInfo& info, const Options& options)
    : options_(options), box_(info, kName), stochastic_(info.stochastic), archive_(info) {
  check_options(options);
}

Ask LatinHypercube::ask(Context& context) {
  Rng rng = context.rng(Purpose::design, designs_++);
  return ask_for(operators::latin_hypercube(box_.dimension(), options_.points, rng), box_,
                 stochastic_, context);
}

void LatinHypercube::persist(StateIo& io) {
  io("archive", archive_);
  io("designs", designs_);
}

Sobol::Sobol(const ProblemInfo& info, const Options& options)
    : options_(options), box_(info, kName), stochastic_(info.stochastic), archive_(info) {
  check_options(options);
}

Ask Sobol::ask(Context& context) {
  const SobolSequence sequence(box_.dimension(), context.rng(Purpose::design, 0));
  const Matrix unit = sequence.points(next_, options_.batch);
  next_ += static_cast<std::uint64_t>(options_.batch);
  return ask_for(unit, box_, stochastic_, context);
}

void Sobol::persist(StateIo& io) {
  io("archive", archive_);
  io("next", next_);
}

}  // namespace vilfredo
