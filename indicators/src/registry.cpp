#include "vilfredo/indicators/registry.hpp"

#include "vilfredo/indicators/coverage_indicators.hpp"
#include "vilfredo/indicators/distance_indicators.hpp"
#include "vilfredo/indicators/distribution_indicators.hpp"
#include "vilfredo/indicators/epsilon_indicators.hpp"
#include "vilfredo/indicators/expected_utility_indicator.hpp"
#include "vilfredo/indicators/hypervolume_difference_indicator.hpp"
#include "vilfredo/indicators/hypervolume_indicator.hpp"
#include "vilfredo/indicators/r2_exact_indicator.hpp"
#include "vilfredo/indicators/r2_indicator.hpp"
#include "vilfredo/indicators/volume_indicators.hpp"

namespace vilfredo {

void register_builtin_indicators(IndicatorRegistry& registry) {
  registry.add<AveragedHausdorffIndicator>();
  registry.add<CocoHypervolumeIndicator>();
  registry.add<ConeHypervolumeIndicator>();
  registry.add<CoverageByReferenceIndicator>();
  registry.add<CoverageIndicator>();
  registry.add<EpsilonAdditiveIndicator>();
  registry.add<EpsilonMultiplicativeIndicator>();
  registry.add<ExactR2Indicator>();
  registry.add<ExpectedUtilityIndicator>();
  registry.add<GdIndicator>();
  registry.add<GdPlusIndicator>();
  registry.add<GeneralisedSpreadIndicator>();
  registry.add<HypervolumeIndicator>();
  registry.add<IgdIndicator>();
  registry.add<IgdPlusIndicator>();
  registry.add<LogHypervolumeDifferenceIndicator>();
  registry.add<R2Indicator>();
  registry.add<SpacingIndicator>();
  registry.add<SparsityIndicator>();
  registry.add<SpreadIndicator>();
}

}  // namespace vilfredo
