#include "vilfredo/indicators/expected_utility_indicator.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/expected_utility.hpp"
#include "vilfredo/indicators/simplex_lattice.hpp"

#include <cstdint>
#include <limits>

namespace vilfredo {
namespace {

IndicatorValue value(MatrixIn front, const LatticeWeights& lattice) {
  if (front.cols() == 0) {
    return IndicatorValue::exactly(-std::numeric_limits<double>::infinity());
  }
  const Index divisions =
      lattice.divisions > 0 ? lattice.divisions : default_r2_divisions(front.rows());
  return IndicatorValue::exactly(expected_utility(front, simplex_lattice(front.rows(), divisions)));
}

IndicatorValue value(MatrixIn front, const ListedWeights& list) {
  Matrix weights(static_cast<Index>(list.weights.front().size()),
                 static_cast<Index>(list.weights.size()));
  for (Index j = 0; j < weights.cols(); ++j) {
    for (Index k = 0; k < weights.rows(); ++k) {
      weights(k, j) = list.weights[static_cast<std::size_t>(j)][static_cast<std::size_t>(k)];
    }
  }
  return IndicatorValue::exactly(expected_utility(front, weights));
}

IndicatorValue value(MatrixIn front, const AllWeights&) {
  return IndicatorValue::exactly(expected_utility_exact(front));
}

IndicatorValue value(MatrixIn front, const SampledWeights& sampled) {
  return expected_utility_sampled(front, sampled.samples, static_cast<std::uint64_t>(sampled.seed));
}

}  // namespace

ExpectedUtilityIndicator::ExpectedUtilityIndicator(const ReferenceFrame&, const Options& options)
    : options_(options) {
  if (const auto* list = std::get_if<ListedWeights>(&options_.weights)) {
    bool rectangular = !list->weights.empty() && !list->weights.front().empty();
    for (const auto& w : list->weights) {
      rectangular = rectangular && w.size() == list->weights.front().size();
    }
    if (!rectangular) {
      throw Error(Errc::invalid_argument,
                  "expected_utility needs a list of weight vectors of one length");
    }
  }
}

IndicatorValue ExpectedUtilityIndicator::operator()(MatrixIn front) const {
  return std::visit([&](const auto& weights) { return value(front, weights); }, options_.weights);
}

}  // namespace vilfredo
