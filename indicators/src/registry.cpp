#include "vilfredo/indicators/registry.hpp"

#include "vilfredo/indicators/distance_indicators.hpp"
#include "vilfredo/indicators/epsilon_indicators.hpp"
#include "vilfredo/indicators/hypervolume_indicator.hpp"
#include "vilfredo/indicators/r2_indicator.hpp"

namespace vilfredo {

void register_builtin_indicators(IndicatorRegistry& registry) {
  registry.add<AveragedHausdorffIndicator>();
  registry.add<EpsilonAdditiveIndicator>();
  registry.add<EpsilonMultiplicativeIndicator>();
  registry.add<GdIndicator>();
  registry.add<GdPlusIndicator>();
  registry.add<HypervolumeIndicator>();
  registry.add<IgdIndicator>();
  registry.add<IgdPlusIndicator>();
  registry.add<R2Indicator>();
}

}  // namespace vilfredo
