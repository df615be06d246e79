#include "input_checks.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace vilfredo::detail {
namespace {

template <class Accepts>
void require_each(std::string_view what, MatrixIn values, const char* rule, Accepts accepts) {
  bool all = true;
  for (Index column = 0; column < values.cols(); ++column) {
    const double* entries = values.col(column).data();
    for (Index row = 0; row < values.rows(); ++row) {
      all &= accepts(entries[row]);
    }
  }
  if (all) {
    return;
  }
  for (Index column = 0; column < values.cols(); ++column) {
    for (Index row = 0; row < values.rows(); ++row) {
      const double value = values(row, column);
      if (!accepts(value)) {
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
               [](double value) { return value == value; });
}

void require_finite(std::string_view what, MatrixIn values) {
  require_each(what, values, "holds a value that is not finite",
               [](double value) { return value - value == 0; });
}

void require_rows(std::string_view what, MatrixIn points, Index rows) {
  if (points.cols() > 0 && points.rows() != rows) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} has {} rows where {} objectives are expected; a column is a point",
                            what, points.rows(), rows));
  }
}

}  // namespace vilfredo::detail
