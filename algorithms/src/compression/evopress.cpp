#include "vilfredo/algorithms/compression/evopress.hpp"

#include "vilfredo/core/error.hpp"

namespace vilfredo {
namespace {

std::vector<std::int64_t> one_budget(const ProblemInfo& info) {
  (void)damage_objective(info, Evopress::kName);
  if (info.compression->size_objective >= 0 && !info.compression->exact_budget) {
    throw Error(Errc::unsupported,
                "evopress needs one budget; with the size as an objective use evopress_front")
        .with("problem", info.name);
  }
  return {info.compression->budget};
}

}  // namespace

Evopress::Evopress(const ProblemInfo& info, const Options& options)
    : options_(options),
      search_(info, kName, options.search, CellMoves{}, options.searches, one_budget(info)) {
  check_options(options);
}

}  // namespace vilfredo
