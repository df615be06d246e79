#include <vilfredo/suite/report/numbers.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace vilfredo::suite {
namespace {

constexpr int kMostSignificant = 8;
constexpr int kMostDecimals = 7;  // with more, fixed notation counts zeros
constexpr double kLargestFixed = 1e6;

std::vector<double> finite_distinct(std::span<const double> values) {
  std::vector<double> result;
  std::copy_if(values.begin(), values.end(), std::back_inserter(result),
               [](double v) { return std::isfinite(v); });
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// Decimal exponents of the largest and of the smallest non-zero magnitude; 0 and 0 for zeros only.
struct Exponents {
  int largest = 0;
  int smallest = 0;
};

Exponents exponents(const std::vector<double>& values) {
  double largest = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (const double v : values) {
    const double size = std::abs(v);
    largest = std::max(largest, size);
    smallest = size > 0 ? std::min(smallest, size) : smallest;
  }
  if (largest == 0) {
    return {};
  }
  return {static_cast<int>(std::floor(std::log10(largest))),
          static_cast<int>(std::floor(std::log10(smallest)))};
}

int fixed_decimals(const Exponents& e) {
  return std::max({0, kSignificantDigits - 1 - e.largest, 1 - e.smallest});
}

bool all_whole(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](double v) { return v == std::floor(v) && std::abs(v) < kLargestFixed; });
}

std::size_t distinct_texts(const std::vector<double>& values, const NumberFormat& format) {
  std::set<std::string> texts;
  for (const double v : values) {
    texts.insert(format.text(v));
  }
  return texts.size();
}

/// The fewest decimals, from those of `format` to `most`, that tell the most values apart.
NumberFormat widened(NumberFormat format, const std::vector<double>& values, int most) {
  NumberFormat best = format;
  std::size_t told_apart = distinct_texts(values, format);
  while (told_apart < values.size() && format.decimals < most) {
    ++format.decimals;
    const std::size_t now = distinct_texts(values, format);
    if (now > told_apart) {
      told_apart = now;
      best = format;
    }
  }
  return best;
}

bool reads_as_zero(const std::string& text) {
  return text.find_first_of("123456789") == std::string::npos;
}

}  // namespace

std::string NumberFormat::text(double value) const {
  if (std::isnan(value)) {
    return "–";
  }
  if (std::isinf(value)) {
    return value > 0 ? "inf" : "-inf";
  }
  if (scientific) {
    return fmt::format("{:.{}e}", value == 0 ? 0.0 : value, decimals);
  }
  std::string fixed = fmt::format("{:.{}f}", value, decimals);
  if (fixed.front() == '-' && reads_as_zero(fixed)) {
    fixed.erase(fixed.begin());
  }
  return fixed;
}

std::string NumberFormat::text_of_width(double width) const {
  if (scientific && std::isfinite(width)) {
    return fmt::format("{:.1e}", width);
  }
  std::string fixed = text(width);
  if (std::isfinite(width) && width > 0 && reads_as_zero(fixed)) {
    return fmt::format("<{:.{}f}", std::pow(10.0, -decimals), decimals);
  }
  return fixed;
}

bool wants_scientific(std::span<const double> values) {
  const std::vector<double> finite = finite_distinct(values);
  if (finite.empty() || all_whole(finite)) {
    return false;
  }
  const double largest = std::max(std::abs(finite.front()), std::abs(finite.back()));
  return largest >= kLargestFixed || fixed_decimals(exponents(finite)) > kMostDecimals;
}

NumberFormat number_format(std::span<const double> values, bool scientific) {
  const std::vector<double> finite = finite_distinct(values);
  NumberFormat format;
  format.scientific = scientific;
  if (scientific) {
    format.decimals = kSignificantDigits - 1;
    return widened(format, finite, kMostSignificant - 1);
  }
  if (finite.empty() || all_whole(finite)) {
    format.decimals = 0;
    return format;
  }
  const Exponents e = exponents(finite);
  format.decimals = fixed_decimals(e);
  return widened(format, finite, std::max(format.decimals, kMostSignificant - 1 - e.largest));
}

std::string p_text(double p) {
  if (std::isnan(p)) {
    return "–";
  }
  return p < 1e-4 ? "< 0.0001" : fmt::format("{:.4f}", p);
}

std::string exact_text(double value) {
  if (std::isnan(value)) {
    return "";
  }
  if (std::isinf(value)) {
    return value > 0 ? "inf" : "-inf";
  }
  return fmt::format("{:.17g}", value);
}

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

}  // namespace vilfredo::suite
