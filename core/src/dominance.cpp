#include "vilfredo/core/dominance.hpp"

#include "vilfredo/core/nondominated_sorting.hpp"

namespace vilfredo {

std::vector<Index> non_dominated(MatrixIn f, Duplicates duplicates) {
  NonDominatedFilter filter;
  const std::span<const Index> kept = filter.filter(f, duplicates);
  return {kept.begin(), kept.end()};
}

std::vector<Index> non_dominated_ranks(MatrixIn f) {
  NonDominatedSorting sorting;
  sorting.sort(f);
  return {sorting.ranks().begin(), sorting.ranks().end()};
}

}  // namespace vilfredo
