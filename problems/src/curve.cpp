#include "curve.hpp"

#include "columns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace vilfredo::detail {
namespace {

/// A piece sampled finely, with the length of the polygon up to every sample.
struct Measured {
  std::vector<double> parameter;
  std::vector<double> length;
};

Measured measure(const Piece& piece,
                 Index samples,
                 Index n_obj,
                 const std::function<void(double, double*)>& point) {
  Measured out;
  std::vector<double> here(static_cast<std::size_t>(n_obj));
  std::vector<double> before(here.size());
  double length = 0;
  for (Index i = 0; i <= samples; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(samples);
    const double parameter =
        i == samples ? piece.upper : piece.lower + (piece.upper - piece.lower) * share;
    point(parameter, here.data());
    if (i > 0) {
      double squares = 0;
      for (std::size_t k = 0; k < here.size(); ++k) {
        squares += (here[k] - before[k]) * (here[k] - before[k]);
      }
      length += std::sqrt(squares);
    }
    out.parameter.push_back(parameter);
    out.length.push_back(length);
    std::swap(here, before);
  }
  return out;
}

double parameter_at(const Measured& piece, double length) {
  const auto above = std::lower_bound(piece.length.begin(), piece.length.end(), length);
  if (above == piece.length.begin()) {
    return piece.parameter.front();
  }
  if (above == piece.length.end()) {
    return piece.parameter.back();
  }
  const auto i = static_cast<std::size_t>(above - piece.length.begin());
  const double step = piece.length[i] - piece.length[i - 1];
  const double share = (length - piece.length[i - 1]) / step;
  return piece.parameter[i - 1] + share * (piece.parameter[i] - piece.parameter[i - 1]);
}

/// How many of `n` points each piece gets: one, and the rest by largest remaining need.
std::vector<Index> shares(const std::vector<Measured>& pieces, Index n) {
  std::vector<Index> out(pieces.size(), 1);
  for (auto given = static_cast<Index>(pieces.size()); given < n; ++given) {
    std::size_t neediest = 0;
    for (std::size_t p = 1; p < pieces.size(); ++p) {
      if (pieces[p].length.back() * static_cast<double>(out[neediest]) >
          pieces[neediest].length.back() * static_cast<double>(out[p])) {
        neediest = p;
      }
    }
    ++out[neediest];
  }
  return out;
}

}  // namespace

std::vector<double> spread_along(std::span<const Piece> pieces,
                                 Index n,
                                 Index n_obj,
                                 const std::function<void(double, double*)>& point) {
  require_points(n);
  constexpr Index kFewestSamples = 2000;
  constexpr Index kSamplesPerPoint = 8;
  const Index samples = std::max(kFewestSamples, kSamplesPerPoint * n);
  std::vector<Measured> measured;
  for (const Piece& piece : pieces) {
    measured.push_back(measure(piece, samples, n_obj, point));
  }
  const std::vector<Index> count = shares(measured, n);
  std::vector<double> out;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    // A closed piece takes both ends, an open one its upper end and steps of one share before it.
    const Index intervals = pieces[p].open_lower ? count[p] : count[p] - 1;
    const Index first = pieces[p].open_lower ? 1 : 0;
    for (Index i = first; i <= intervals; ++i) {
      out.push_back(
          i == intervals && intervals > 0
              ? pieces[p].upper
              : parameter_at(measured[p], measured[p].length.back() * static_cast<double>(i) /
                                              static_cast<double>(std::max<Index>(intervals, 1))));
    }
  }
  return out;
}

}  // namespace vilfredo::detail
