#include "vilfredo/algorithms/evolutionary/random_search.hpp"

#include "vilfredo/core/error.hpp"

#include <limits>
#include <numeric>
#include <vector>

namespace vilfredo {

RandomSearch::RandomSearch(const ProblemInfo& info, const Options& options)
    : info_(info),
      options_(options),
      archive_(info.n_obj, info.n_var + info.n_con),
      least_violation_(std::numeric_limits<double>::infinity()) {
  check_options(options);
  if (!info.all_bounded()) {
    throw Error(Errc::unsupported,
                "random search draws inside the box, so every bound must be finite")
        .with("problem", info.name);
  }
  population_.resize(info.n_var, info.n_obj, info.n_con, 0);
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

void RandomSearch::tell(const Told& told, Context& /*context*/) {
  Vector row(info_.n_var + info_.n_con);
  bool changed = false;
  for (Index j = 0; j < told.size(); ++j) {
    if (!told.ok(j) || (info_.n_con > 0 && info_.violation(told.g.col(j).data()) > 0)) {
      continue;
    }
    row.head(info_.n_var) = told.x.col(j);
    row.tail(info_.n_con) = told.g.col(j);
    const Id id = told.ids[static_cast<std::size_t>(j)];
    changed |= archive_.insert(id, told.f.col(j).data(), row.data());
  }
  if (archive_.size() == 0) {
    keep_least_infeasible(told);
  } else if (changed) {
    publish();
  }
}

void RandomSearch::keep_least_infeasible(const Told& told) {
  for (Index j = 0; j < told.size(); ++j) {
    if (!told.ok(j)) {
      continue;
    }
    const double violation = info_.violation(told.g.col(j).data());
    if (violation < least_violation_) {
      least_violation_ = violation;
      population_.resize(info_.n_var, info_.n_obj, info_.n_con, 1);
      population_.x.col(0) = told.x.col(j);
      population_.f.col(0) = told.f.col(j);
      population_.g.col(0) = told.g.col(j);
      population_.ids[0] = told.ids[static_cast<std::size_t>(j)];
    }
  }
}

void RandomSearch::publish() {
  const std::vector<Index> order = archive_.sorted();
  population_.x = archive_.x().topRows(info_.n_var)(Eigen::all, order);
  population_.g = archive_.x().bottomRows(info_.n_con)(Eigen::all, order);
  population_.f = archive_.f()(Eigen::all, order);
  population_.ids.clear();
  for (const Index member : order) {
    population_.ids.push_back(archive_.ids()[static_cast<std::size_t>(member)]);
  }
}

void RandomSearch::persist(StateIo& io) {
  io("archive", archive_);
  io("least_violation", least_violation_);
  io("population", population_);
}

}  // namespace vilfredo
