#include "hypervolume/inside_points.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace vilfredo::detail {
namespace {

constexpr int kLargestProduct = 1000;  // of the 1023 binary orders above 1
constexpr int kWidestSpread = 900;     // of the 1074 below 1; the rest is for the number of terms

struct AxisExponents {
  int growth = 0;  ///< sum over rows of the exponent of the longest extent, where above 1
  int least = 0;   ///< sum over rows of the exponent of the shortest extent
  bool finite = true;
};

AxisExponents axis_exponents(const InsidePoints& inside, VectorIn reference) {
  AxisExponents result;
  for (std::size_t i = 0; i < inside.lowest().size(); ++i) {
    const double shortest = reference[static_cast<Index>(i)] - inside.highest()[i];
    const double longest = reference[static_cast<Index>(i)] - inside.lowest()[i];
    if (!std::isfinite(longest)) {
      result.finite = false;
      return result;
    }
    result.growth += std::max(0, std::ilogb(longest) + 1);
    result.least += std::ilogb(shortest);
  }
  return result;
}

/// Exponent of the largest single box, a lower bound of the hypervolume.
int largest_box_exponent(const InsidePoints& inside, VectorIn reference) {
  const std::size_t d = static_cast<std::size_t>(reference.size());
  int largest = std::numeric_limits<int>::min();
  for (std::size_t j = 0; j < inside.size(); ++j) {
    int exponent = 0;
    for (std::size_t i = 0; i < d; ++i) {
      exponent += std::ilogb(reference[static_cast<Index>(i)] - inside.points()[j * d + i]);
    }
    largest = std::max(largest, exponent);
  }
  return largest;
}

}  // namespace

/// Measures the rows of n points side by side; false if one is not strictly inside, or not finite.
bool InsidePoints::all_inside(const double* points, std::size_t n, VectorIn reference) {
  const std::size_t d = static_cast<std::size_t>(reference.size());
  const double zeros = d == 2   ? measure_rows<2>(points, n)
                       : d == 3 ? measure_rows<3>(points, n)
                       : d == 4 ? measure_rows<4>(points, n)
                                : measure_rows(points, n);
  bool inside = zeros == 0;
  for (std::size_t i = 0; i < d; ++i) {
    inside &= highest_[i] < reference[static_cast<Index>(i)];
  }
  return inside;
}

/// Fills lowest_ and highest_; returns 0, or NaN if a value is not finite.
double InsidePoints::measure_rows(const double* points, std::size_t n) {
  const std::size_t d = lowest_.size();
  double zero = 0;
  for (std::size_t i = 0; i < d; ++i) {
    double low = points[i];
    double high = points[i];
    for (std::size_t j = 0; j < n; ++j) {
      const double a = points[j * d + i];
      low = a < low ? a : low;
      high = a > high ? a : high;
      zero += a * 0.0;
    }
    lowest_[i] = low;
    highest_[i] = high;
  }
  return zero;
}

/// The same for a number of rows that the compiler knows, two values at a time; more than one chain
/// of minima, for one alone waits for its own latency.
template <std::size_t kRows>
double InsidePoints::measure_rows(const double* points, std::size_t n) {
  typedef double Pair __attribute__((vector_size(16)));
  constexpr std::size_t kPairs = kRows == 2 ? 4 : kRows;  // of whole points
  Pair low[kPairs], high[kPairs], zero[kPairs];
  const auto first = [points](std::size_t lane) { return points[lane % kRows]; };
  for (std::size_t k = 0; k < kPairs; ++k) {
    low[k] = high[k] = Pair{first(2 * k), first(2 * k + 1)};
    zero[k] = Pair{0, 0};
  }
  const double* end = points + n * kRows;
  for (; points + 2 * kPairs <= end; points += 2 * kPairs) {
    for (std::size_t k = 0; k < kPairs; ++k) {
      Pair a;
      std::memcpy(&a, points + 2 * k, sizeof a);
      low[k] = a < low[k] ? a : low[k];
      high[k] = a > high[k] ? a : high[k];
      zero[k] += a * 0.0;
    }
  }
  double sum = 0;
  for (std::size_t lane = 0; lane < 2 * kPairs; ++lane) {
    const std::size_t i = lane % kRows;
    const double least = low[lane / 2][lane % 2];
    const double largest = high[lane / 2][lane % 2];
    lowest_[i] = lane < kRows ? least : std::min(lowest_[i], least);
    highest_[i] = lane < kRows ? largest : std::max(highest_[i], largest);
    sum += zero[lane / 2][lane % 2];
  }
  for (std::size_t i = 0; points < end; ++points, i = i + 1 < kRows ? i + 1 : 0) {
    lowest_[i] = std::min(lowest_[i], *points);
    highest_[i] = std::max(highest_[i], *points);
    sum += *points * 0.0;
  }
  return sum;
}

/// Copies the columns inside, without branching on them.
void InsidePoints::pack(MatrixIn front, VectorIn reference) {
  const std::size_t d = static_cast<std::size_t>(reference.size());
  const std::size_t n = static_cast<std::size_t>(front.cols());
  packed_.resize((n + 1) * d);
  columns_.resize(n + 1);
  double* out = packed_.data();
  bool unordered = false;
  std::size_t count = 0;
  for (std::size_t j = 0; j < n; ++j) {
    const double* p = front.col(static_cast<Index>(j)).data();
    bool inside = true;
    for (std::size_t i = 0; i < d; ++i) {
      inside &= p[i] < reference[static_cast<Index>(i)];
      unordered |= p[i] != p[i];
      out[i] = p[i];
    }
    columns_[count] = static_cast<Index>(j);
    out += inside ? d : 0;
    count += inside ? 1 : 0;
  }
  if (unordered) {
    require_no_nan("the front", front);
  }
  count_ = count;
  points_ = packed_.data();
  all_ = false;
  if (count > 0) {
    (void)measure_rows(points_, count_);
  }
}

void InsidePoints::gather(MatrixIn front, VectorIn reference) {
  const Index d = reference.size();
  if (d < 1) {
    throw Error(Errc::invalid_argument,
                "the reference point has no entries; it needs one per objective");
  }
  require_no_nan("the reference point", reference);
  require_rows("the front", front, d);
  count_ = 0;
  unbounded_ = false;
  if (front.cols() == 0) {
    return;
  }
  lowest_.resize(static_cast<std::size_t>(d));
  highest_.resize(static_cast<std::size_t>(d));
  const double* data = front.data();
  const std::size_t n = static_cast<std::size_t>(front.cols());
  const bool all = front.outerStride() == d && all_inside(data, n, reference);
  if (all) {
    points_ = data;
    count_ = n;
    all_ = true;
  } else {
    pack(front, reference);
  }
  for (Index i = 0; i < d && count_ > 0; ++i) {
    unbounded_ =
        unbounded_ || std::isinf(reference[i]) || std::isinf(lowest_[static_cast<std::size_t>(i)]);
  }
}

/// Of every stride-th point, the one that alone dominates most.
std::size_t InsidePoints::largest_box(VectorIn reference, std::size_t stride) const {
  const std::size_t d = lowest_.size();
  std::size_t best = 0;
  double largest = -1;
  for (std::size_t j = 0; j < count_; j += stride) {
    double box = 1;
    for (std::size_t i = 0; i < d; ++i) {
      box *= reference[static_cast<Index>(i)] - points_[j * d + i];
    }
    best = box > largest ? j : best;
    largest = box > largest ? box : largest;
  }
  return best;
}

bool InsidePoints::weakly_better(std::size_t a, std::size_t b) const {
  const std::size_t d = lowest_.size();
  bool better = true;
  for (std::size_t i = 0; i < d; ++i) {
    better &= points_[a * d + i] <= points_[b * d + i];
  }
  return better;
}

void InsidePoints::drop_dominated_crowd(VectorIn reference) {
  constexpr std::size_t kSample = 64;
  constexpr std::size_t kEnough = 16;
  const std::size_t stride = count_ / kSample + 1;
  const std::size_t sampled = largest_box(reference, stride);
  std::size_t dominated = 0;
  for (std::size_t j = 0; j < count_; j += stride) {
    dominated += weakly_better(sampled, j) ? 1 : 0;
  }
  if (dominated < kEnough) {
    return;
  }
  const std::size_t d = lowest_.size();
  const std::size_t centre = largest_box(reference, 1);
  bound_.assign(points_ + centre * d, points_ + (centre + 1) * d);
  if (all_) {
    packed_.resize((count_ + 1) * d);
    columns_.resize(count_ + 1);
  }
  double* out = packed_.data();
  std::size_t kept = 0;
  for (std::size_t j = 0; j < count_; ++j) {
    const Index number = column(j);
    bool worse = j != centre;
    for (std::size_t i = 0; i < d; ++i) {
      const double value = points_[j * d + i];
      worse &= bound_[i] <= value;
      out[i] = value;
    }
    columns_[kept] = number;
    out += worse ? 0 : d;
    kept += worse ? 0 : 1;
  }
  count_ = kept;
  points_ = packed_.data();
  all_ = false;
  (void)measure_rows(points_, count_);
}

void InsidePoints::keep(std::span<const Index> numbers) {
  const std::size_t d = lowest_.size();
  if (all_) {
    packed_.assign(points_, points_ + count_ * d);
    columns_.resize(count_);
    std::iota(columns_.begin(), columns_.end(), Index{0});
    points_ = packed_.data();
    all_ = false;
  }
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    const std::size_t from = static_cast<std::size_t>(numbers[k]);
    std::copy_n(packed_.begin() + static_cast<std::ptrdiff_t>(from * d), d,
                packed_.begin() + static_cast<std::ptrdiff_t>(k * d));
    columns_[k] = columns_[from];
  }
  count_ = numbers.size();
}

bool fits_double_range(const InsidePoints& inside, VectorIn reference) {
  const AxisExponents axes = axis_exponents(inside, reference);
  if (!axes.finite || axes.growth > kLargestProduct) {
    return false;
  }
  return axes.growth - axes.least <= kWidestSpread ||
         axes.growth - largest_box_exponent(inside, reference) <= kWidestSpread;
}

WideInstance::WideInstance(const InsidePoints& inside, VectorIn original_reference) {
  const std::size_t d = static_cast<std::size_t>(original_reference.size());
  points.resize(inside.size() * d);
  reference.resize(d);
  for (std::size_t i = 0; i < d; ++i) {
    const long double r = original_reference[static_cast<Index>(i)];
    long double longest = 0;
    for (std::size_t j = 0; j < inside.size(); ++j) {
      longest = std::max(longest, r - static_cast<long double>(inside.points()[j * d + i]));
    }
    const int shift = std::ilogb(longest);
    exponent += shift;
    reference[i] = std::scalbn(r, -shift);
    for (std::size_t j = 0; j < inside.size(); ++j) {
      points[j * d + i] = std::scalbn(static_cast<long double>(inside.points()[j * d + i]), -shift);
    }
  }
}

double WideInstance::restore(long double volume) const {
  return static_cast<double>(std::scalbn(volume, exponent));
}

}  // namespace vilfredo::detail
