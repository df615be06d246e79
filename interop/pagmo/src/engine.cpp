#include "engine.hpp"

#include "memory.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace vilfredo::interop {

namespace {

constexpr double kMostGenerations = 4e9;  // pagmo counts them in 32 bits
constexpr double kRounding = 1e-9;        // of 1 / progress()

/// Finds evaluated columns by their hash. Of several equal ones the first added is found.
class Finder {
 public:
  void add(std::uint64_t hash, Id id, const double* f, const double* g) {
    order_.emplace_back(hash, entries_.size());
    entries_.push_back({id, f, g});
  }

  void sort() { std::ranges::sort(order_); }

  struct Entry {
    Id id;
    const double* f;
    const double* g;
  };

  /// Null if there is none.
  [[nodiscard]] const Entry* find(std::uint64_t hash) const {
    const auto at = std::ranges::lower_bound(order_, std::pair{hash, std::size_t{0}});
    return at == order_.end() || at->first != hash ? nullptr : &entries_[at->second];
  }

 private:
  std::vector<std::pair<std::uint64_t, std::size_t>> order_;
  std::vector<Entry> entries_;
};

void add_all(Finder& finder, const Ledger& ledger) {
  for (Index i = 0; i < ledger.size(); ++i) {
    finder.add(ledger.hash(i), ledger.id(i), ledger.f(i), ledger.g(i));
  }
}

/// One uniform per variable, as our own solvers draw their designs: equal seeds give all solvers
/// the same initial population.
void draw(const ProblemInfo& info, Rng rng, double* x) {
  for (Index i = 0; i < info.n_var; ++i) {
    const double lower = info.lower[i];
    const double upper = info.upper[i];
    const double u = rng.uniform();
    x[i] = std::min(upper, info.kind(i) == VarKind::real
                               ? lower + u * (upper - lower)
                               : lower + std::floor(u * (upper - lower + 1.0)));
  }
}

/// pagmo starts its messages with "\nfunction: …\nwhere: …\nwhat: ".
std::string what_pagmo_says(const std::exception& error) {
  const std::string text = error.what();
  const std::size_t at = text.find("what: ");
  std::string sentence = at == std::string::npos ? text : text.substr(at + 6);
  while (!sentence.empty() && sentence.back() == '\n') {
    sentence.pop_back();
  }
  return sentence;
}

}  // namespace

PagmoSolver::Engine::Engine(const ProblemInfo& info, Recipe recipe)
    : recipe_(std::move(recipe)),
      bridge_(std::make_shared<Bridge>(info, recipe_.worst)),
      problem_(BridgeProblem(bridge_)),
      algorithm_(fresh(std::max<Index>(1, recipe_.generations_per_step))),
      last_step_(info.n_obj, info.n_con) {}

pagmo::algorithm PagmoSolver::Engine::fresh(Index generations) const {
  return recipe_.fixed ? *recipe_.fixed : recipe_.make(static_cast<unsigned>(generations));
}

Status PagmoSolver::Engine::step(EvaluateContext& context) {
  if (population_.size() == 0) {
    return first_step(context);
  }
  if (finished_) {
    return Status::finished;
  }
  const auto seed = static_cast<unsigned>(context.rng(Purpose::foreign, steps_).bits() >> 32U);
  bridge_->forget();
  try {
    return is_whole_run() ? whole_run(context, seed) : some_generations(context, seed);
  } catch (const Bridge::BudgetUsed&) {
    keep_completed_generations(seed, context);
    finished_ = true;
    return Status::working;  // so that the run names its limit as the end
  } catch (const std::exception&) {
    throw;
  } catch (...) {  // the run ends the step
    keep_completed_generations(seed, context);
    throw;
  }
}

Status PagmoSolver::Engine::first_step(EvaluateContext& context) {
  const ProblemInfo& info = bridge_->info();
  Ask ask = context.new_ask(recipe_.population);
  for (Index j = 0; j < recipe_.population; ++j) {
    draw(info, context.rng(Purpose::design, static_cast<std::uint64_t>(j)), ask.x.col(j).data());
  }
  const Outcomes& outcomes = context.evaluate(ask);
  population_.x = ask.x;
  population_.f = outcomes.f;
  population_.g = outcomes.g;
  population_.ids = ask.ids;
  ++steps_;
  return Status::working;
}

Status PagmoSolver::Engine::some_generations(EvaluateContext& context, unsigned seed) {
  pagmo::algorithm algorithm = algorithm_;  // a step cut short must leave the memory as it was
  if (algorithm.has_set_seed()) {
    algorithm.set_seed(seed);
  }
  const Bridge::Session session(*bridge_, &context, Bridge::End::closed);
  const pagmo::population evolved = evolve(algorithm);
  finished_ = bridge_->log().size() == 0;
  population_ = from_pagmo(evolved, context);
  last_step_ = bridge_->log();
  algorithm_ = std::move(algorithm);
  ++steps_;
  return finished_ ? Status::finished : Status::working;
}

Status PagmoSolver::Engine::whole_run(EvaluateContext& context, unsigned seed) {
  // The design took progress() of the budget, so that 1 / progress() populations fill it. This is a
  // guess only where the budget is time; if it was too low, the step begins again with twice as
  // many generations, answered from the log for as far as that goes.
  const bool open = recipe_.generations == 0;
  Index generations = recipe_.generations;
  if (open) {
    const double filling = std::ceil(1 / context.progress() - 1 - kRounding);
    generations = static_cast<Index>(std::clamp(filling, 1.0, kMostGenerations));
  }
  for (;;) {
    pagmo::algorithm algorithm = fresh(generations);
    algorithm.set_seed(seed);
    const Bridge::Session session(*bridge_, &context,
                                  open ? Bridge::End::open : Bridge::End::closed);
    const pagmo::population evolved = evolve(algorithm);
    if (open && context.progress() < 1 && generations < static_cast<Index>(kMostGenerations)) {
      generations = std::min(2 * generations, static_cast<Index>(kMostGenerations));
      continue;
    }
    population_ = from_pagmo(evolved, context);
    ++steps_;
    finished_ = true;
    return open ? Status::working : Status::finished;
  }
}

pagmo::population PagmoSolver::Engine::evolve(const pagmo::algorithm& algorithm) const {
  try {
    return algorithm.evolve(in_pagmo());
  } catch (const Error&) {
    throw;
  } catch (const std::invalid_argument& error) {
    throw Error(Errc::unsupported, fmt::format("pagmo refused: {}", what_pagmo_says(error)))
        .with("solver", recipe_.name)
        .with("problem", bridge_->info().name);
  } catch (const std::exception& error) {
    throw Error(Errc::numerical, fmt::format("pagmo gave up: {}", what_pagmo_says(error)))
        .with("solver", recipe_.name)
        .with("problem", bridge_->info().name);
  }
}

void PagmoSolver::Engine::keep_completed_generations(unsigned seed, Context& context) {
  const Index completed = bridge_->log().size() / recipe_.population;
  if (recipe_.fixed || completed == 0) {
    return;
  }
  pagmo::algorithm algorithm = fresh(completed);
  StateIo memory = StateIo::writer();
  persist_memory(memory, algorithm_, problem_);
  StateIo copy = StateIo::reader(memory.bytes());
  persist_memory(copy, algorithm, problem_);
  algorithm.set_seed(seed);
  const Bridge::Session session(*bridge_, nullptr, Bridge::End::closed);
  population_ = from_pagmo(evolve(algorithm), context);
}

pagmo::population PagmoSolver::Engine::in_pagmo() const {
  const ProblemInfo& info = bridge_->info();
  pagmo::population out(problem_, 0U, 0U);
  pagmo::vector_double x(static_cast<std::size_t>(info.n_var));
  pagmo::vector_double fitness(static_cast<std::size_t>(bridge_->height()));
  for (Index j = 0; j < population_.size(); ++j) {
    bridge_->rows().to_pagmo(population_.x.col(j).data(), x.data(), info.n_var);
    bridge_->encode(population_.ids[static_cast<std::size_t>(j)], population_.f.col(j).data(),
                    population_.g.data() + j * info.n_con, fitness.data());
    out.push_back(x, fitness);
  }
  return out;
}

Population PagmoSolver::Engine::from_pagmo(const pagmo::population& evolved,
                                           Context& context) const {
  const ProblemInfo& info = bridge_->info();
  // Where a member can come from: the population before, this step, or the step before (maco's
  // memory holds ants that its returned population has already dropped).
  Finder finder;
  Vector column(info.n_var);
  for (Index j = 0; j < population_.size(); ++j) {
    bridge_->rows().to_pagmo(population_.x.col(j).data(), column.data(), info.n_var);
    finder.add(hash_column(column.data(), info.n_var), population_.ids[static_cast<std::size_t>(j)],
               population_.f.col(j).data(), population_.g.data() + j * info.n_con);
  }
  add_all(finder, bridge_->log());
  add_all(finder, last_step_);
  finder.sort();

  Population out;
  out.resize(info.n_var, info.n_obj, info.n_con, static_cast<Index>(evolved.size()));
  for (Index j = 0; j < out.size(); ++j) {
    const auto i = static_cast<std::size_t>(j);
    const pagmo::vector_double& x = evolved.get_x()[i];
    bridge_->rows().from_pagmo(x.data(), out.x.col(j).data(), info.n_var);
    const Finder::Entry* found = finder.find(hash_column(x.data(), info.n_var));
    if (found != nullptr) {
      out.ids[i] = found->id;
      std::copy(found->f, found->f + info.n_obj, out.f.col(j).data());
      std::copy(found->g, found->g + info.n_con, out.g.data() + j * info.n_con);
    } else {
      out.ids[i] = context.new_ids(1).front();
      bridge_->decode(evolved.get_f()[i].data(), out.f.col(j).data(),
                      out.g.data() + j * info.n_con);
    }
  }
  return out;
}

void PagmoSolver::Engine::persist(StateIo& io) {
  std::string algorithm = algorithm_.get_name();
  const std::string mine = algorithm;
  io("algorithm", algorithm);
  if (algorithm != mine) {
    throw Error(Errc::store_damaged, "the saved state is of another pagmo algorithm")
        .with("saved", algorithm)
        .with("this run", mine);
  }
  io("population", population_);
  io("last_step", last_step_);
  io("steps", steps_);
  io("finished", finished_);
  persist_memory(io, algorithm_, problem_);
}

}  // namespace vilfredo::interop
