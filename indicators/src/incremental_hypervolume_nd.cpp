#include "vilfredo/indicators/incremental_hypervolume_nd.hpp"

#include "hypervolume/exclusive_region.hpp"
#include "hypervolume/limit_sets.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vilfredo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTurnoverPerVolume = 32;

}  // namespace

/// The kept points in ascending order of their last objective, equal ones by age.
struct IncrementalHypervolume::Kept {
  std::vector<double> points;                   // n_obj x n
  detail::DepthOrderedPoints<double> by_depth;  // the same, of three objectives
  detail::ExclusiveRegion<double> region;
  detail::LimitSets<double> limit_sets;
  std::vector<const double*> others;
  HypervolumeWorkspace workspace;

  [[nodiscard]] std::size_t size(std::size_t d) const { return points.size() / d; }

  void insert(std::span<const double> f) {
    const std::size_t d = f.size();
    std::size_t place = size(d);
    while (place > 0 && points[(place - 1) * d + d - 1] > f[d - 1]) {
      --place;
    }
    const auto at = static_cast<std::ptrdiff_t>(place);
    points.insert(points.begin() + at * static_cast<std::ptrdiff_t>(d), f.begin(), f.end());
    if (d == 3) {
      by_depth.x.insert(by_depth.x.begin() + at, f[0]);
      by_depth.y.insert(by_depth.y.begin() + at, f[1]);
      by_depth.z.insert(by_depth.z.begin() + at, f[2]);
    }
  }

  /// Keeps the points for which `stays(point)` holds.
  template <class Stays>
  void filter(std::size_t d, const Stays& stays) {
    const std::size_t n = size(d);
    std::size_t write = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const double* p = points.data() + j * d;
      if (!stays(p)) {
        continue;
      }
      if (write != j) {
        std::copy(p, p + d, points.data() + write * d);
      }
      ++write;
    }
    if (write != n) {
      points.resize(write * d);
      rebuild_depth(d);
    }
  }

  void rebuild_depth(std::size_t d) {
    if (d != 3) {
      return;
    }
    by_depth = {};
    for (std::size_t j = 0; j < size(d); ++j) {
      by_depth.x.push_back(points[3 * j]);
      by_depth.y.push_back(points[3 * j + 1]);
      by_depth.z.push_back(points[3 * j + 2]);
    }
  }
};

IncrementalHypervolume::IncrementalHypervolume(VectorIn reference)
    : reference_(reference), kept_(std::make_unique<Kept>()) {
  if (reference.size() < 3 || !reference.allFinite()) {
    throw Error(Errc::invalid_argument,
                "incremental hypervolume needs a finite reference point of three entries or more; "
                "two objectives have IncrementalHypervolume2D");
  }
}

IncrementalHypervolume::~IncrementalHypervolume() = default;
IncrementalHypervolume::IncrementalHypervolume(IncrementalHypervolume&&) noexcept = default;
IncrementalHypervolume& IncrementalHypervolume::operator=(IncrementalHypervolume&&) noexcept =
    default;

Index IncrementalHypervolume::size() const {
  return static_cast<Index>(kept_->size(static_cast<std::size_t>(reference_.size())));
}

Eigen::Map<const Matrix> IncrementalHypervolume::points() const {
  return {kept_->points.data(), reference_.size(), size()};
}

void IncrementalHypervolume::check(std::span<const double> f) const {
  if (f.size() != static_cast<std::size_t>(reference_.size())) {
    throw Error(Errc::invalid_argument,
                "a point of incremental hypervolume needs as many entries as the reference point");
  }
  for (const double value : f) {
    if (std::isnan(value) || value == -kInfinity) {
      throw Error(Errc::invalid_argument,
                  "incremental hypervolume takes no point with NaN or -infinity");
    }
  }
}

double IncrementalHypervolume::exclusive(std::span<const double> f) {
  const std::size_t d = f.size();
  if (d == 3) {
    return kept_->region.volume(f[0], f[1], f[2], kept_->by_depth, reference_.data());
  }
  const std::size_t n = kept_->size(d);
  kept_->limit_sets.prepare(n, d);
  kept_->others.resize(n);
  for (std::size_t j = 0; j < n; ++j) {
    kept_->others[j] = kept_->points.data() + j * d;
  }
  return kept_->limit_sets.exclusive(f.data(), kept_->others.data(), n, d, reference_.data());
}

double IncrementalHypervolume::insert(std::span<const double> f) {
  check(f);
  const Index d = reference_.size();
  for (Index i = 0; i < d; ++i) {
    if (!(f[static_cast<std::size_t>(i)] < reference_[i])) {
      return 0;
    }
  }
  const Eigen::Map<const Matrix> kept = points();
  for (Index j = 0; j < kept.cols(); ++j) {
    if (weakly_dominates(kept.col(j).data(), f.data(), d)) {
      return 0;
    }
  }
  // Those that f dominates lie inside its box: what they cover is not gained.
  const double gain = exclusive(f);
  kept_->filter(f.size(), [&f, d](const double* p) { return !weakly_dominates(f.data(), p, d); });
  kept_->insert(f);
  const double before = value();
  change(gain);
  // Out of range of double only, where the box is infinite and the rest of it as well.
  return std::isnan(gain) ? value() - before : gain;
}

double IncrementalHypervolume::remove(std::span<const double> f) {
  check(f);
  const Index before = size();
  kept_->filter(f.size(), [&f](const double* p) { return !std::equal(f.begin(), f.end(), p); });
  if (size() == before) {
    return 0;
  }
  const double loss = exclusive(f);
  change(-loss);
  return loss;
}

void IncrementalHypervolume::change(double amount) {
  const double before = volume_.value();
  volume_.add(amount);
  turnover_ += std::abs(amount);
  if (!std::isfinite(before) || !std::isfinite(volume_.value()) || size() == 0 ||
      turnover_ > kTurnoverPerVolume * volume_.value()) {
    compute_afresh();
  }
}

void IncrementalHypervolume::compute_afresh() {
  volume_ = {};
  volume_.add(hypervolume(points(), reference_, kept_->workspace));
  turnover_ = volume_.value();
}

void IncrementalHypervolume::inserted(Id, std::span<const double> f) {
  insert(f);
}

void IncrementalHypervolume::removed(Id, std::span<const double> f) {
  remove(f);
}

void IncrementalHypervolume::persist(StateIo& io) {
  io("points", kept_->points);
  io("volume", volume_);
  io("turnover", turnover_);
  if (io.reading()) {
    kept_->rebuild_depth(static_cast<std::size_t>(reference_.size()));
  }
}

}  // namespace vilfredo
