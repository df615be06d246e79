#include "adapting.hpp"

#include "vilfredo/core/dominance.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace vilfredo::detail {

namespace {

/// The columns of `a`, then the first `count` of `b`.
Population joined(const Population& a, const Population& b, Index count) {
  Population out;
  out.resize(b.x.rows(), b.f.rows(), b.g.rows(), a.size() + count);
  out.x.leftCols(a.size()) = a.x;
  out.f.leftCols(a.size()) = a.f;
  out.g.leftCols(a.size()) = a.g;
  out.x.rightCols(count) = b.x.leftCols(count);
  out.f.rightCols(count) = b.f.leftCols(count);
  out.g.rightCols(count) = b.g.leftCols(count);
  std::copy(a.ids.begin(), a.ids.end(), out.ids.begin());
  std::copy_n(b.ids.begin(), count, out.ids.begin() + a.size());
  return out;
}

}  // namespace

Adapting::Adapting(const WeightAdaptation& options, const ProblemInfo& info, Index population)
    : options_(options),
      n_var_(info.n_var),
      n_obj_(info.n_obj),
      n_con_(info.n_con),
      population_(population) {
  std::visit(
      [&]<class A>(const A& adaptation) {
        if constexpr (!std::is_same_v<A, NoAdaptation>) {
          capacity_ =
              std::max<Index>(1, static_cast<Index>(std::lround(adaptation.archive *
                                                                static_cast<double>(population))));
        }
      },
      options_);
  external_.resize(n_var_, n_obj_, n_con_, 0);
}

Index Adapting::count() const {
  double share = 0;
  if (const auto* awa = std::get_if<AwaAdaptation>(&options_)) {
    share = awa->share;
  } else if (const auto* uraw = std::get_if<UrawAdaptation>(&options_)) {
    share = uraw->share;
  }
  return std::max<Index>(1, static_cast<Index>(share * static_cast<double>(population_)));
}

void Adapting::observe(const double* x, const double* f, const double* g, Id id) {
  if (observed_count_ == observed_.size()) {
    settle();
    if (observed_.size() == 0) {
      observed_.resize(n_var_, n_obj_, n_con_, population_);
    }
  }
  std::copy_n(x, n_var_, observed_.x.col(observed_count_).data());
  std::copy_n(f, n_obj_, observed_.f.col(observed_count_).data());
  std::copy_n(g, n_con_, observed_.g.data() + observed_count_ * n_con_);
  observed_.ids[static_cast<std::size_t>(observed_count_)] = id;
  ++observed_count_;
}

void Adapting::settle() {
  if (observed_count_ == 0) {
    return;
  }
  Population all = joined(external_, observed_, observed_count_);
  observed_count_ = 0;
  external_ = all.select(non_dominated(all.f, Duplicates::first_only));
  if (external_.size() > capacity_) {
    external_ = external_.select(weights::thinned_by_sparsity(external_.f, capacity_));
  }
}

bool Adapting::due(std::uint64_t generation, double progress) {
  const bool now = std::visit(
      [&]<class A>(const A& adaptation) {
        if constexpr (std::is_same_v<A, AwaAdaptation>) {
          return progress >= adaptation.from &&
                 generation % static_cast<std::uint64_t>(adaptation.generations) == 0;
        } else if constexpr (std::is_same_v<A, UrawAdaptation>) {
          return progress <= adaptation.until && progress - last_progress_ >= adaptation.every;
        } else if constexpr (std::is_same_v<A, PsaAdaptation>) {
          return generation % static_cast<std::uint64_t>(adaptation.generations) == 0;
        } else {
          return false;
        }
      },
      options_);
  if (now) {
    last_progress_ = progress;
  }
  return now;
}

void Adapting::persist(StateIo& io) {
  io("external", external_);
  io("observed", observed_);
  io("observed_count", observed_count_);
  io("last_progress", last_progress_);
}

}  // namespace vilfredo::detail
