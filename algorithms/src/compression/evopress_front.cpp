#include "vilfredo/algorithms/compression/evopress_front.hpp"

#include "subset_sums.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

std::vector<std::int64_t> targets_of(const ProblemInfo& info, const EvopressFrontOptions& options) {
  check_options(options);
  (void)damage_objective(info, EvopressFront::kName);
  info.compression->check();
  return cell_targets(*info.compression, options.cells, options.smallest);
}

}  // namespace

void EvopressFrontOptions::check(const EvopressFrontOptions& options) {
  if (options.step + options.cross > 1) {
    throw Error(Errc::invalid_argument,
                "step and cross are probabilities of one draw: their sum is "
                "at most 1");
  }
}

std::vector<std::int64_t> cell_targets(const CompressionLayout& layout,
                                       Index cells,
                                       double smallest) {
  constexpr std::int64_t kMostByThemselves = 64;
  if (layout.exact_budget) {
    return {layout.budget};
  }
  std::vector<std::vector<std::int64_t>> sizes;
  std::int64_t least = 0;
  std::int64_t most = 0;
  for (const CompressionLayout::Unit& unit : layout.units) {
    sizes.push_back(unit.size);
    if (unit.owner >= 0) {
      sizes.back().push_back(0);  // while it does not exist
    }
    least += unit.owner < 0 ? *std::ranges::min_element(unit.size) : 0;
    most += *std::ranges::max_element(unit.size);
  }
  const std::int64_t step = std::max<std::int64_t>(1, detail::size_step(sizes));
  const std::int64_t last = (std::min(layout.budget, most) - least) / step;
  const auto first = static_cast<std::int64_t>(std::ceil(smallest * static_cast<double>(last)));
  std::int64_t count = cells > 0 ? cells : std::min(kMostByThemselves, last - first + 1);
  count = std::min(count, last - first + 1);
  if (count == 1) {
    return {least + last * step};
  }
  std::vector<std::int64_t> out;
  for (std::int64_t k = 0; k < count; ++k) {
    out.push_back(least + (first + k * (last - first) / (count - 1)) * step);
  }
  return out;
}

EvopressFront::EvopressFront(const ProblemInfo& info, const Options& options)
    : options_(options),
      search_(info,
              kName,
              options.search,
              {.step = options.step, .cross = options.cross, .reach = options.reach},
              1,
              targets_of(info, options)) {}

}  // namespace vilfredo
