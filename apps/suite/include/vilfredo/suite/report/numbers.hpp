// Numbers for readers: as few digits as tell the values of a column apart.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace vilfredo::suite {

/// One notation and one number of decimals for values that are read together.
struct NumberFormat {
  bool scientific = false;
  int decimals = 3;

  /// "inf", "-inf"; "–" for NaN; never "-0.000".
  [[nodiscard]] std::string text(double value) const;

  /// A width such as an interquartile range, printed beside a value of this format: a positive
  /// width that would read as zero becomes "<0.001".
  [[nodiscard]] std::string text_of_width(double width) const;
};

/// Digits kept for the largest value of a group if nothing asks for more.
inline constexpr int kSignificantDigits = 4;

/// Whether fixed notation would need too many zeros for these values. Infinities and NaN are
/// ignored.
[[nodiscard]] bool wants_scientific(std::span<const double> values);

/// Four significant digits for the value of largest magnitude and at least two for the smallest,
/// more (up to eight) while that tells different values apart. Whole numbers below 10^6 get no
/// decimals.
[[nodiscard]] NumberFormat number_format(std::span<const double> values, bool scientific);

[[nodiscard]] inline NumberFormat number_format(std::span<const double> values) {
  return number_format(values, wants_scientific(values));
}

/// "0.0312", "< 0.0001"; "–" for NaN.
[[nodiscard]] std::string p_text(double p);

/// 17 significant digits, "inf", "-inf", or nothing for NaN: for files that are read by programs.
[[nodiscard]] std::string exact_text(double value);

/// "1 run", "3 runs".
[[nodiscard]] std::string counted(std::size_t n, std::string_view noun);

}  // namespace vilfredo::suite
