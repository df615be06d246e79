// The decomposition skeleton's part in changing its weights.
#include "decomposition_engine.hpp"

#include <algorithm>

namespace vilfredo {

/// Weights change between generations and only while every sub-problem has a feasible solution.
void Decomposition::Engine::adapt(Context& context) {
  adapting_.settle();
  if (!adapting_.due(generation_, context.progress()) || adapting_.external().size() == 0 ||
      std::ranges::any_of(violation_, [](double violation) { return violation > 0; })) {
    return;
  }
  Matrix weights = slots_.weights();
  if (const auto* psa = std::get_if<PsaAdaptation>(&adapting_.options())) {
    weights::psa_step(population_.f, adapting_.external().f, psa->delta, weights);
  } else {
    reassign();
    exchange_subproblems(weights);
  }
  slots_.set_weights(weights);
  arrange_neighbours();
}

/// Every sub-problem takes the best of its own solution and the external population.
void Decomposition::Engine::reassign() {
  const Population& external = adapting_.external();
  for (Index k = 0; k < external.size(); ++k) {
    const Point point{.x = external.x.data() + k * info_.n_var,
                      .f = external.f.data() + k * info_.n_obj,
                      .g = external.g.data() + k * info_.n_con,
                      .id = external.ids[static_cast<std::size_t>(k)],
                      .violation = 0};
    for (Index slot = 0; slot < slots_.size(); ++slot) {
      const double value = slots_.value_of(point.f, slot);
      if (value < slots_.value(slot)) {
        place(slot, point);
        slots_.put(slot, point.f, value);
      }
    }
  }
}

void Decomposition::Engine::exchange_subproblems(Matrix& weights) {
  const Population& external = adapting_.external();
  for (const weights::Exchange& exchange :
       weights::sparsity_exchanges(population_.f, external.f, slots_.ideal(), adapting_.count(),
                                   scalarisations::takes_direction(policies_.scalarisation))) {
    place(exchange.slot, {.x = external.x.data() + exchange.member * info_.n_var,
                          .f = external.f.data() + exchange.member * info_.n_obj,
                          .g = external.g.data() + exchange.member * info_.n_con,
                          .id = external.ids[static_cast<std::size_t>(exchange.member)],
                          .violation = 0});
    weights.col(exchange.slot) = exchange.weight;
    slots_.put(exchange.slot, external.f.col(exchange.member).data());
  }
}

}  // namespace vilfredo
