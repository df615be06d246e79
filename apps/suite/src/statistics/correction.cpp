#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/statistics/correction.hpp>

#include <algorithm>
#include <numeric>
#include <string>

namespace vilfredo::suite {
namespace {

/// Positions of the p-values in ascending order; equal ones by position.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p[a] != p[b] ? p[a] < p[b] : a < b; });
  return order;
}

std::vector<double> holm(std::span<const double> p) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> adjusted(p.size());
  double running = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto factor = static_cast<double>(order.size() - i);
    running = std::max(running, std::min(1.0, factor * p[order[i]]));
    adjusted[order[i]] = running;
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> adjusted(p.size());
  const auto m = static_cast<double>(p.size());
  double running = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    running = std::min(running, m / static_cast<double>(i + 1) * p[order[i]]);
    adjusted[order[i]] = running;
  }
  return adjusted;
}

}  // namespace

std::string_view name(Correction correction) {
  switch (correction) {
    case Correction::none:
      return "none";
    case Correction::holm:
      return "holm";
    case Correction::bonferroni:
      return "bonferroni";
    case Correction::benjamini_hochberg:
      return "benjamini_hochberg";
  }
  return "none";
}

std::vector<double> adjust(std::span<const double> p_values, Correction correction) {
  for (const double p : p_values) {
    if (!(p >= 0 && p <= 1)) {
      throw Error{Errc::invalid_argument, "a p-value must lie in [0, 1]"}.with("p",
                                                                               std::to_string(p));
    }
  }
  switch (correction) {
    case Correction::holm:
      return holm(p_values);
    case Correction::benjamini_hochberg:
      return benjamini_hochberg(p_values);
    case Correction::bonferroni: {
      std::vector<double> adjusted;
      for (const double p : p_values) {
        adjusted.push_back(std::min(1.0, static_cast<double>(p_values.size()) * p));
      }
      return adjusted;
    }
    case Correction::none:
      break;
  }
  return {p_values.begin(), p_values.end()};
}

}  // namespace vilfredo::suite
