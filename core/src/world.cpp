#include "vilfredo/core/world.hpp"

namespace vilfredo {

namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// Rewards are maximised unless their objective says otherwise; the library minimises.
Vector minimised(const EnvironmentInfo& info, const Vector& own) {
  Vector out = own;
  for (Index k = 0; k < out.size(); ++k) {
    if (info.objective(k).sense == Sense::maximise) {
      out[k] = -out[k];
    }
  }
  return out;
}

}  // namespace

WorldInfo info_of(const AnyWorld& world) {
  return std::visit([](const auto& one) -> WorldInfo { return one.info(); }, world);
}

const std::string& name_of(const WorldInfo& info) {
  return std::visit([](const auto& one) -> const std::string& { return one.name; }, info);
}

Index objective_count(const WorldInfo& info) {
  return std::visit([](const auto& one) { return one.n_obj; }, info);
}

Objective objective_of(const WorldInfo& info, Index k) {
  return std::visit([k](const auto& one) { return one.objective(k); }, info);
}

std::string cost_unit(const WorldInfo& info) {
  return std::visit(
      Overloaded{[](const ProblemInfo& problem) { return problem.cost_unit; },
                 [](const EnvironmentInfo&) { return std::string("environment_steps"); }},
      info);
}

int revision_of(const WorldInfo& info) {
  return std::visit([](const auto& one) { return one.revision; }, info);
}

Anchors anchors_of(const WorldInfo& info) {
  return std::visit(
      Overloaded{[](const ProblemInfo& problem) {
                   return Anchors{problem.ideal, problem.nadir, problem.reference_point};
                 },
                 [](const EnvironmentInfo& environment) {
                   const auto flip = [&](const Anchor& anchor) {
                     return Anchor{minimised(environment, anchor.value), anchor.provenance};
                   };
                   return Anchors{flip(environment.ideal), flip(environment.nadir),
                                  flip(environment.reference_point)};
                 }},
      info);
}

Matrix known_front(const AnyWorld& world, Index n) {
  if (const auto* problem = std::get_if<AnyProblem>(&world)) {
    return problem->has_front() ? problem->front(n) : Matrix(problem->info().n_obj, 0);
  }
  const auto& environment = std::get<AnyEnvironment>(world);
  if (!environment.has_front()) {
    return Matrix(environment.info().n_obj, 0);
  }
  Matrix front = environment.front();
  for (Index j = 0; j < front.cols(); ++j) {
    front.col(j) = minimised(environment.info(), front.col(j));
  }
  return front;
}

}  // namespace vilfredo
