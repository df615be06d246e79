#include "vilfredo/indicators/point_measures.hpp"

#include "input_checks.hpp"
#include "reference_frame_parts.hpp"
#include "vilfredo/core/crowding_distance.hpp"
#include "vilfredo/core/nondominated_sorting.hpp"
#include "vilfredo/indicators/hypervolume_subset.hpp"
#include "vilfredo/indicators/r2_exact.hpp"

#include <vector>

namespace vilfredo {

ReferenceFrame PointMeasureRegistry::in_frame(const ReferenceFrame& frame) {
  ReferenceFrame out;
  out.ideal = Vector::Zero(frame.ideal.size());
  out.nadir = Vector::Ones(frame.ideal.size());
  if (frame.reference.size() > 0) {
    out.reference = frame.normalised(frame.reference);
  }
  return out;
}

HypervolumeContributions::HypervolumeContributions(const ReferenceFrame& frame,
                                                   const Options& options)
    : reference_(detail::reference_point_of(kName, frame)), dominated_(options.dominated) {}

Vector HypervolumeContributions::operator()(MatrixIn front) const {
  return hypervolume_contributions(front, reference_, dominated_);
}

ExactR2Contributions::ExactR2Contributions(const ReferenceFrame& frame, const Options&)
    : ideal_(detail::ideal_of(kName, frame)) {}

Vector ExactR2Contributions::operator()(MatrixIn front) const {
  return r2_exact_contributions(front, ideal_);
}

Vector NonDominatedRank::operator()(MatrixIn front) const {
  Vector out(front.cols());
  const std::vector<Index> ranks = non_dominated_ranks(front);
  for (Index j = 0; j < front.cols(); ++j) {
    out[j] = static_cast<double>(ranks[static_cast<std::size_t>(j)]);
  }
  return out;
}

Vector CrowdingDistance::operator()(MatrixIn front) const {
  detail::require_finite("the front", front);
  NonDominatedSorting sorting;
  sorting.sort(front);
  KeySorter<std::uint32_t> sorter;
  Vector out(front.cols());
  std::vector<double> distances;
  for (Index rank = 0; rank < sorting.fronts(); ++rank) {
    const std::span<const Index> members = sorting.front(rank);
    distances.resize(members.size());
    crowding_distance(front, members, distances, sorter);
    for (std::size_t i = 0; i < members.size(); ++i) {
      out[members[i]] = distances[i];
    }
  }
  return out;
}

HypervolumeSubset::HypervolumeSubset(const ReferenceFrame& frame, const Options& options)
    : reference_(detail::reference_point_of(kName, frame)), options_(options) {}

Vector HypervolumeSubset::operator()(MatrixIn front) const {
  const std::vector<Index> chosen =
      options_.method == SubsetMethod::greedy
          ? greedy_hypervolume_subset(front, reference_, options_.size)
          : best_hypervolume_subset_2d(front, reference_, options_.size);
  Vector out = Vector::Zero(front.cols());
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    out[chosen[i]] = static_cast<double>(i + 1);
  }
  return out;
}

void register_builtin_point_measures(PointMeasureRegistry& registry) {
  registry.add<CrowdingDistance>();
  registry.add<ExactR2Contributions>();
  registry.add<HypervolumeContributions>();
  registry.add<HypervolumeSubset>();
  registry.add<NonDominatedRank>();
  registry.add<R2Contributions>();
}

}  // namespace vilfredo
