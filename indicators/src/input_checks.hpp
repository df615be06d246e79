// Checks shared by the entry points of all indicators.
#pragma once

#include "vilfredo/core/types.hpp"

#include <string_view>

namespace vilfredo::detail {

/// Throws Error{invalid_argument}, naming row and column, if `values` holds a NaN.
void require_no_nan(std::string_view what, MatrixIn values);

/// Throws Error{invalid_argument}, naming row and column, unless every value is finite.
void require_finite(std::string_view what, MatrixIn values);

/// Throws Error{invalid_argument} unless `points` has `rows` rows; a matrix without columns passes.
void require_rows(std::string_view what, MatrixIn points, Index rows);

}  // namespace vilfredo::detail
