#include "sort_pairs.hpp"

#include <algorithm>
#include <cstdint>

namespace vilfredo::detail {
namespace {

constexpr std::size_t kFewPoints = 48;
constexpr std::uint32_t kFullBucket = 24;

bool before(const PlanePoint& a, const PlanePoint& b) {
  return a.x < b.x || (a.x == b.x && a.y < b.y);
}

void insertion_sort(PlanePoint* points, std::size_t n) {
  for (std::size_t i = 1; i < n; ++i) {
    const PlanePoint moving = points[i];
    std::size_t at = i;
    while (at > 0 && before(moving, points[at - 1])) {
      points[at] = points[at - 1];
      --at;
    }
    points[at] = moving;
  }
}

}  // namespace

/// One bucket per point by a monotone linear map of x; where buckets fill up (skewed or tied
/// values) they are sorted by comparison.
void sort_plane(std::vector<PlanePoint>& points, std::vector<PlanePoint>& scratch) {
  const std::size_t n = points.size();
  if (n <= kFewPoints) {
    insertion_sort(points.data(), n);
    return;
  }
  double least = points[0].x;
  double largest = points[0].x;
  for (const PlanePoint& point : points) {
    least = std::min(least, point.x);
    largest = std::max(largest, point.x);
  }
  const double scale = (static_cast<double>(n) - 1) / (largest - least);
  if (!(scale > 0 && scale < 1e300)) {
    std::ranges::sort(points, before);
    return;
  }
  static thread_local std::vector<std::uint32_t> starts;
  starts.assign(n + 2, 0);
  const auto bucket = [least, scale](double x) {
    return static_cast<std::size_t>(static_cast<std::int64_t>((x - least) * scale));
  };
  for (const PlanePoint& point : points) {
    ++starts[std::min(bucket(point.x), n - 1) + 2];
  }
  std::uint32_t fullest = 0;
  for (std::size_t b = 2; b < n + 2; ++b) {
    fullest = std::max(fullest, starts[b]);
    starts[b] += starts[b - 1];
  }
  scratch.resize(n);
  for (const PlanePoint& point : points) {
    scratch[starts[std::min(bucket(point.x), n - 1) + 1]++] = point;
  }
  points.swap(scratch);
  if (fullest <= kFullBucket) {
    insertion_sort(points.data(), n);
    return;
  }
  for (std::size_t b = 0; b < n; ++b) {
    const std::size_t first = starts[b];
    const std::size_t count = starts[b + 1] - first;
    if (count > kFullBucket) {
      std::sort(points.data() + first, points.data() + first + count, before);
    } else if (count > 1) {
      insertion_sort(points.data() + first, count);
    }
  }
}

}  // namespace vilfredo::detail
