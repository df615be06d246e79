#include "vilfredo/core/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo {

AnySolver SolverRegistry::make(std::string_view name,
                               const WorldInfo& info,
                               const Value& params) const {
  try {
    return at(name).make(info, params);
  } catch (Error& error) {
    if (error.code() == Errc::unsupported) {
      error.with("solver", std::string(name))
          .with(fmt::format("these fit {}", name_of(info)),
                fmt::format("{}", fmt::join(fitting(info), ", ")));
    }
    throw;
  }
}

std::vector<std::string> SolverRegistry::fitting(const WorldInfo& info) const {
  std::vector<std::string> out;
  for (const std::string& candidate : names()) {
    try {
      (void)at(candidate).make(info, {});
      out.push_back(candidate);
    } catch (const Error&) {
      continue;  // does not fit
    }
  }
  return out;
}

Error SolverRegistry::wrong_world(std::string_view solver, const WorldInfo& info) {
  const bool is_problem = std::holds_alternative<ProblemInfo>(info);
  return Error(Errc::unsupported,
               is_problem
                   ? fmt::format("{} learns in an environment and cannot solve a problem", solver)
                   : fmt::format("{} solves problems and cannot act in an environment", solver))
      .with(is_problem ? "problem" : "environment", name_of(info));
}

AnyWorld Registries::make_world(std::string_view name, const Value& params) const {
  if (problems.has(name)) {
    return problems.make(name, params);
  }
  if (environments.has(name)) {
    return environments.make(name, params);
  }
  std::vector<std::string> all = problems.names();
  std::ranges::copy(environments.names(), std::back_inserter(all));
  throw unknown_name("problem or environment", name, all);
}

}  // namespace vilfredo
