#include "vilfredo/algorithms/evolutionary/random_search.hpp"

#include "vilfredo/core/error.hpp"

#include <numeric>
#include <vector>

namespace vilfredo {

RandomSearch::RandomSearch(const ProblemInfo& info, const Options& options)
    : info_(info), options_(options), archive_(info) {
  check_options(options);
  if (!info.all_bounded()) {
    throw Error(Errc::unsupported,
                "random search draws inside the box, so every bound must be finite")
        .with("problem", info.name);
  }
}

void RandomSearch::draw(Rng& rng, double* x) const {
  for (Index i = 0; i < info_.n_var; ++i) {
    const double low = info_.lower[i];
    const double high = info_.upper[i];
    if (info_.kind(i) == VarKind::real) {
      x[i] = std::min(high, rng.uniform(low, high));
    } else {
      x[i] = low + static_cast<double>(rng.below(static_cast<std::uint64_t>(high - low) + 1));
    }
  }
  for (const PermutationBlock& block : info_.permutations) {
    std::vector<Index> order(static_cast<std::size_t>(block.size));
    std::iota(order.begin(), order.end(), Index{0});
    rng.shuffle(order);
    for (Index i = 0; i < block.size; ++i) {
      x[block.first + i] = static_cast<double>(order[static_cast<std::size_t>(i)]);
    }
  }
}

Ask RandomSearch::ask(Context& context) {
  Ask ask = context.new_ask(options_.batch);
  for (Index j = 0; j < ask.x.cols(); ++j) {
    Rng rng = context.rng(Purpose::design, ask.ids[static_cast<std::size_t>(j)]);
    draw(rng, ask.x.col(j).data());
  }
  if (info_.stochastic) {
    ask.sample = kScoringSample;
  }
  return ask;
}

void RandomSearch::persist(StateIo& io) {
  io("archive", archive_);
}

}  // namespace vilfredo
