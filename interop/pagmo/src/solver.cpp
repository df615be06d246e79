#include "vilfredo/interop/pagmo/solver.hpp"

#include "checks.hpp"
#include "engine.hpp"
#include "memory.hpp"

namespace vilfredo::interop {

namespace {

Recipe recipe_of(const pagmo::algorithm& algorithm, const PagmoOptions& options) {
  check_options(options);
  refuse_lossy_memory(algorithm);
  Recipe recipe;
  recipe.name = algorithm.get_name();
  recipe.population = options.population;
  recipe.fixed = algorithm;
  return recipe;
}

}  // namespace

PagmoSolver::PagmoSolver(const ProblemInfo& info,
                         const pagmo::algorithm& algorithm,
                         const PagmoOptions& options)
    : engine_(std::make_unique<Engine>(info, recipe_of(algorithm, options))) {
  refuse_unsearchable(info, algorithm.get_name());
}

PagmoSolver::PagmoSolver(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

PagmoSolver::PagmoSolver(PagmoSolver&&) noexcept = default;

PagmoSolver& PagmoSolver::operator=(PagmoSolver&&) noexcept = default;

PagmoSolver::~PagmoSolver() = default;

Status PagmoSolver::step(EvaluateContext& context) {
  return engine_->step(context);
}

const Population& PagmoSolver::population() const {
  return engine_->population();
}

void PagmoSolver::persist(StateIo& io) {
  engine_->persist(io);
}

PagmoOptions PagmoSolver::options() const {
  return {.population = engine_->individuals()};
}

}  // namespace vilfredo::interop
