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
  const std::size_t d = static_cast<std::size_t>(reference.size());
  AxisExponents result;
  for (std::size_t i = 0; i < d; ++i) {
    double shortest = std::numeric_limits<double>::infinity();
    double longest = 0;
    for (std::size_t j = 0; j < inside.size(); ++j) {
      const double extent = reference[static_cast<Index>(i)] - inside.points[j * d + i];
      shortest = std::min(shortest, extent);
      longest = std::max(longest, extent);
    }
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

void InsidePoints::gather(MatrixIn front, VectorIn reference) {
  const Index d = reference.size();
  if (d < 1) {
    throw Error(Errc::invalid_argument,
                "the reference point has no entries; it needs one per objective");
  }
  require_no_nan("the reference point", reference);
  require_rows("the front", front, d);
  require_no_nan("the front", front);
  points.clear();
  columns.clear();
  unbounded = false;
  for (Index j = 0; j < front.cols(); ++j) {
    const double* p = front.col(j).data();
    bool inside = true;
    bool infinite = false;
    for (Index i = 0; i < d; ++i) {
      inside = inside && p[i] < reference[i];
      infinite = infinite || std::isinf(p[i]) || std::isinf(reference[i]);
    }
    if (inside) {
      columns.push_back(j);
      points.insert(points.end(), p, p + d);
      unbounded = unbounded || infinite;
    }
  }
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
  points.resize(inside.points.size());
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
