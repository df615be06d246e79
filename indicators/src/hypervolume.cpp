#include "vilfredo/indicators/hypervolume.hpp"

#include "hypervolume/workspace.hpp"

#include <limits>

namespace vilfredo {

HypervolumeWorkspace::HypervolumeWorkspace() : buffers_(std::make_unique<Buffers>()) {}

HypervolumeWorkspace::~HypervolumeWorkspace() = default;
HypervolumeWorkspace::HypervolumeWorkspace(HypervolumeWorkspace&&) noexcept = default;
HypervolumeWorkspace& HypervolumeWorkspace::operator=(HypervolumeWorkspace&&) noexcept = default;

namespace {

/// Points from which on it pays to look for one that dominates many before they are sorted.
constexpr std::size_t kCrowd = 512;

/// The kernel for the number of points and objectives, in double.
double volume_in_double(HypervolumeWorkspace::Buffers& buffers, VectorIn reference) {
  const detail::InsidePoints& inside = buffers.inside;
  const double* points = inside.points();
  const std::size_t n = inside.size();
  const std::size_t n_obj = static_cast<std::size_t>(reference.size());
  const double* lowest = inside.lowest().data();
  const double* highest = inside.highest().data();
  if (n_obj == 2) {
    return buffers.planar.area(points, n, reference.data(), lowest, highest);
  }
  if (n_obj == 3) {
    return buffers.spatial.volume(points, n, reference.data(), lowest, highest);
  }
  if (n_obj == 4 && detail::RankedSweep4D::can_hold(n)) {
    return buffers.sweep_4d.volume(points, n, reference.data());
  }
  if (n_obj >= detail::kFirstLimitSetDimension && detail::RankedPoints::can_hold(n, n_obj)) {
    buffers.ranked.assign(points, n, n_obj, reference.data());
    return buffers.ranked.volume();
  }
  return detail::volume(buffers.limit_sets, points, n, n_obj, reference.data());
}

}  // namespace

double hypervolume(MatrixIn front, VectorIn reference, HypervolumeWorkspace& workspace) {
  HypervolumeWorkspace::Buffers& buffers = workspace.buffers();
  detail::InsidePoints& inside = buffers.inside;
  inside.gather(front, reference);
  const std::size_t n = inside.size();
  const std::size_t n_obj = static_cast<std::size_t>(reference.size());
  if (n == 0) {
    return 0;
  }
  if (inside.unbounded()) {
    return std::numeric_limits<double>::infinity();
  }
  if (detail::fits_double_range(inside, reference)) {
    if ((n_obj == 3 || n_obj == 4) && n >= kCrowd) {
      inside.drop_dominated_crowd(reference);
    }
    return volume_in_double(buffers, reference);
  }
  const detail::WideInstance wide(inside, reference);
  detail::LimitSets<long double> limit_sets;
  return wide.restore(
      detail::volume(limit_sets, wide.points.data(), n, n_obj, wide.reference.data()));
}

double hypervolume(MatrixIn front, VectorIn reference) {
  HypervolumeWorkspace workspace;
  return hypervolume(front, reference, workspace);
}

}  // namespace vilfredo
