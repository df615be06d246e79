#include "input_checks.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace vilfredo::detail {
namespace {

/// Values side by side at a time, so that the compiler can take several with one instruction.
constexpr Index kTogether = 8;

/// The residue of a value is 0 if it is legal, else NaN.
template <class Residue>
bool all_legal(const double* values, Index count, Residue residue) {
  std::array<double, kTogether> sums{};
  Index i = 0;
  for (; i + kTogether <= count; i += kTogether) {
    for (std::size_t lane = 0; lane < kTogether; ++lane) {
      sums[lane] += residue(values[i + static_cast<Index>(lane)]);
    }
  }
  for (; i < count; ++i) {
    sums[0] += residue(values[i]);
  }
  bool legal = true;
  for (const double sum : sums) {
    legal &= sum == 0;
  }
  return legal;
}

template <class Residue>
bool all_legal(MatrixIn values, Residue residue) {
  if (values.outerStride() == values.rows()) {
    return all_legal(values.data(), values.size(), residue);
  }
  bool legal = true;
  for (Index column = 0; column < values.cols(); ++column) {
    legal &= all_legal(values.col(column).data(), values.rows(), residue);
  }
  return legal;
}

template <class Residue>
void require_each(std::string_view what, MatrixIn values, const char* rule, Residue residue) {
  if (all_legal(values, residue)) {
    return;
  }
  for (Index column = 0; column < values.cols(); ++column) {
    for (Index row = 0; row < values.rows(); ++row) {
      const double value = values(row, column);
      if (!(residue(value) == 0)) {
        throw Error(Errc::invalid_argument, fmt::format("{} {}", what, rule))
            .with("row", std::to_string(row))
            .with("column", std::to_string(column))
            .with("value", fmt::format("{}", value));
      }
    }
  }
}

}  // namespace

void require_no_nan(std::string_view what, MatrixIn values) {
  require_each(what, values, "holds a value that is not a number",
               [](double value) { return value == value ? 0.0 : value; });
}

void require_finite(std::string_view what, MatrixIn values) {
  require_each(what, values, "holds a value that is not finite",
               [](double value) { return value - value; });
}

void require_rows(std::string_view what, MatrixIn points, Index rows) {
  if (points.cols() > 0 && points.rows() != rows) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} has {} rows where {} objectives are expected; a column is a point",
                            what, points.rows(), rows));
  }
}

}  // namespace vilfredo::detail
