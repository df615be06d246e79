#include "hypervolume/inside_points.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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
  for (std::size_t i = 0; i < inside.lowest.size(); ++i) {
    const double shortest = reference[static_cast<Index>(i)] - inside.highest[i];
    const double longest = reference[static_cast<Index>(i)] - inside.lowest[i];
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
      exponent += std::ilogb(reference[static_cast<Index>(i)] - inside.points[j * d + i]);
    }
    largest = std::max(largest, exponent);
  }
  return largest;
}

}  // namespace

/// Copies the columns inside without branching on them; true if there is a NaN anywhere. kRows is
/// the number of rows, or 0 where the compiler need not know it.
template <std::size_t kRows>
bool InsidePoints::pack(MatrixIn front, VectorIn reference) {
  const std::size_t d = kRows > 0 ? kRows : static_cast<std::size_t>(reference.size());
  const std::size_t n = static_cast<std::size_t>(front.cols());
  const std::size_t stride = static_cast<std::size_t>(front.outerStride());
  const double* p = front.data();
  const double* limit = reference.data();
  double* out = points.data();
  bool unordered = false;
  std::size_t count = 0;
  for (std::size_t j = 0; j < n; ++j, p += stride) {
    bool inside = true;
    for (std::size_t i = 0; i < d; ++i) {
      inside &= p[i] < limit[i];
      unordered |= p[i] != p[i];
      out[i] = p[i];
    }
    columns[count] = static_cast<Index>(j);
    out += inside ? d : 0;
    count += inside ? 1 : 0;
  }
  count_ = count;
  return unordered;
}

void InsidePoints::measure_rows(std::size_t d) {
  lowest.assign(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(d));
  highest = lowest;
  for (std::size_t i = 0; i < d; ++i) {
    double low[2] = {lowest[i], lowest[i]};
    double high[2] = {low[0], low[0]};
    for (std::size_t j = 0; j < count_; ++j) {
      const double value = points[j * d + i];
      const std::size_t lane = j & 1;
      low[lane] = value < low[lane] ? value : low[lane];
      high[lane] = value > high[lane] ? value : high[lane];
    }
    lowest[i] = std::min(low[0], low[1]);
    highest[i] = std::max(high[0], high[1]);
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
  unbounded = false;
  if (front.cols() == 0) {
    return;
  }
  const std::size_t n = static_cast<std::size_t>(front.cols());
  const std::size_t room = (n + 1) * static_cast<std::size_t>(d);
  if (points.size() < room) {
    points.resize(room);
  }
  if (columns.size() < n + 1) {
    columns.resize(n + 1);
  }
  const bool unordered = d == 2   ? pack<2>(front, reference)
                         : d == 3 ? pack<3>(front, reference)
                         : d == 4 ? pack<4>(front, reference)
                                  : pack<0>(front, reference);
  if (unordered) {
    require_no_nan("the front", front);
  }
  if (count_ == 0) {
    return;
  }
  measure_rows(static_cast<std::size_t>(d));
  for (Index i = 0; i < d; ++i) {
    unbounded =
        unbounded || std::isinf(reference[i]) || std::isinf(lowest[static_cast<std::size_t>(i)]);
  }
}

void InsidePoints::keep(const std::vector<Index>& numbers) {
  const std::size_t d = lowest.size();
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    const std::size_t from = static_cast<std::size_t>(numbers[k]);
    std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(from * d), d,
                points.begin() + static_cast<std::ptrdiff_t>(k * d));
    columns[k] = columns[from];
  }
  count_ = numbers.size();
  measure_rows(d);
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
      longest = std::max(longest, r - static_cast<long double>(inside.points[j * d + i]));
    }
    const int shift = std::ilogb(longest);
    exponent += shift;
    reference[i] = std::scalbn(r, -shift);
    for (std::size_t j = 0; j < inside.size(); ++j) {
      points[j * d + i] = std::scalbn(static_cast<long double>(inside.points[j * d + i]), -shift);
    }
  }
}

double WideInstance::restore(long double volume) const {
  return static_cast<double>(std::scalbn(volume, exponent));
}

}  // namespace vilfredo::detail
