#include "vilfredo/problems/engineering/re.hpp"

#include "columns.hpp"
#include "engineering/re_definition.hpp"
#include "vilfredo/problems/reference_set.hpp"

#include <algorithm>
#include <iterator>

namespace vilfredo {
namespace {

/// By name.
const std::vector<detail::ReDefinition>& definitions() {
  static const std::vector<detail::ReDefinition> all = [] {
    std::vector<detail::ReDefinition> out = detail::re_two_objectives();
    for (auto& list : {detail::re_three_objectives(), detail::re_four_and_more_objectives()}) {
      out.insert(out.end(), list.begin(), list.end());
    }
    std::ranges::sort(out, {}, &detail::ReDefinition::name);
    return out;
  }();
  return all;
}

const detail::ReDefinition& definition(std::string_view name) {
  for (const detail::ReDefinition& candidate : definitions()) {
    if (candidate.name == name) {
      return candidate;
    }
  }
  throw unknown_name("RE problem", name, ReProblem::names());
}

ProblemInfo describe(const detail::ReDefinition& from) {
  ProblemInfo info;
  info.name = from.name;
  info.n_var = from.lower.size();
  info.n_obj = static_cast<Index>(from.objectives.size());
  info.lower = from.lower;
  info.upper = from.upper;
  info.variable_names = from.variables;
  info.objectives = from.objectives;
  info.ideal = detail::anchor(from.ideal, from.provenance);
  info.nadir = detail::anchor(from.nadir, from.provenance);
  info.chunk = 64;
  info.threads = ThreadSafety::concurrent;
  return info;
}

std::string_view set_name(const detail::ReDefinition& from) {
  return from.front_of.empty() ? from.name : from.front_of;
}

/// The committed set of that name. Throws Error{unsupported} if there is none.
Matrix committed_front(const ProblemInfo& info, std::string_view name) {
  if (!has_reference_set(name)) {
    throw Error(Errc::unsupported,
                "no closed form of the front is known and no reference set came "
                "with this build")
        .with("problem", info.name);
  }
  ReferenceSet set = reference_set(name);
  if (set.points.rows() != info.n_obj) {
    throw Error(Errc::internal, "reference set with a wrong number of objectives")
        .with("problem", info.name);
  }
  return std::move(set.points);
}

}  // namespace

ReProblem::ReProblem(std::string_view name)
    : definition_(&definition(name)), info_(describe(*definition_)) {}

std::vector<std::string> ReProblem::names() {
  std::vector<std::string> out;
  for (const detail::ReDefinition& one : definitions()) {
    out.push_back(one.name);
  }
  return out;
}

std::string_view ReProblem::summary() const {
  return definition_->summary;
}

void ReProblem::evaluate(MatrixIn x, EvalOut out) const {
  VILFREDO_ASSERT(x.rows() == info_.n_var && out.f.rows() == info_.n_obj, "shapes as declared");
  detail::for_each_column(x, out.f, definition_->evaluate);
}

std::vector<std::string> ReProblem::aliases() const {
  return definition_->aliases;
}

bool ReProblem::has_front() const {
  return has_pareto_set() || has_reference_set(set_name(*definition_));
}

Matrix ReProblem::front(Index n) const {
  if (!has_pareto_set()) {
    return committed_front(info_, set_name(*definition_));
  }
  const Matrix x = pareto_set(n);
  Matrix f(info_.n_obj, x.cols());
  Matrix g(0, x.cols());
  evaluate(x, {f, g});
  return f;
}

bool ReProblem::has_pareto_set() const {
  return definition_->pareto_set != nullptr;
}

Matrix ReProblem::pareto_set(Index n) const {
  if (!has_pareto_set()) {
    throw Error(Errc::unsupported, "no closed form of the Pareto set is known")
        .with("problem", info_.name);
  }
  return definition_->pareto_set(n);
}

bool Re91::has_front() const {
  return has_reference_set(info_.name);
}

Matrix Re91::front(Index /*n*/) const {
  return committed_front(info_, info_.name);
}

}  // namespace vilfredo
