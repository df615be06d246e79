#include "vilfredo/algorithms/evolutionary/search_archive.hpp"

#include <limits>
#include <vector>

namespace vilfredo {

SearchArchive::SearchArchive(const ProblemInfo& info)
    : info_(info),
      archive_(info.n_obj, info.n_var + info.n_con),
      least_violation_(std::numeric_limits<double>::infinity()) {
  population_.resize(info.n_var, info.n_obj, info.n_con, 0);
}

void SearchArchive::offer(const Told& told) {
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

void SearchArchive::keep_least_infeasible(const Told& told) {
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

void SearchArchive::publish() {
  const std::vector<Index> order = archive_.sorted();
  population_.x = archive_.x().topRows(info_.n_var)(Eigen::all, order);
  population_.g = archive_.x().bottomRows(info_.n_con)(Eigen::all, order);
  population_.f = archive_.f()(Eigen::all, order);
  population_.ids.clear();
  for (const Index member : order) {
    population_.ids.push_back(archive_.ids()[static_cast<std::size_t>(member)]);
  }
}

void SearchArchive::persist(StateIo& io) {
  io("archive", archive_);
  io("least_violation", least_violation_);
  io("population", population_);
}

}  // namespace vilfredo
