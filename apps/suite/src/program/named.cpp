#include "program/named.hpp"

#include <vilfredo/core/error.hpp>

#include <utility>

namespace vilfredo::suite {

void throw_usage(const Faults& faults, std::string_view about) {
  if (faults.empty()) {
    return;
  }
  std::string text = std::string(about) + ": ";
  for (std::size_t i = 0; i < faults.size(); ++i) {
    text += (i == 0 ? "" : "; also ") + describe(faults[i]);
  }
  throw Error(Errc::invalid_argument, std::move(text));
}

NamedWorld named_world(std::string_view text, const Registries& registries) {
  const NamedParams named = parse_spec(text);
  NamedWorld out;
  Faults faults;
  if (registries.environments.has(named.name)) {
    const EnvironmentEntry& entry = registries.environments.at(named.name);
    out.type = entry.description.name;
    out.params = entry.resolve(named.params, "", faults);
    throw_usage(faults, named.name);
    out.world = entry.make(out.params);
  } else if (registries.problems.has(named.name)) {
    const ProblemEntry& entry = registries.problems.at(named.name);
    out.type = entry.description.name;
    out.params = entry.resolve(named.params, "", faults);
    throw_usage(faults, named.name);
    out.world = entry.make(out.params);
  } else {
    out.world = registries.make_world(named.name, named.params);  // throws, naming the nearest
  }
  out.info = info_of(out.world);
  out.revision = revision_of(out.info);
  return out;
}

NamedSolver named_solver(std::string_view text,
                         const WorldInfo& info,
                         const Registries& registries) {
  const NamedParams named = parse_spec(text);
  const SolverEntry& entry = registries.solvers.at(named.name);
  NamedSolver out;
  out.type = entry.description.name;
  Faults faults;
  out.params = entry.resolve(named.params, "", faults);
  throw_usage(faults, named.name);
  out.solver = registries.solvers.make(out.type, info, out.params);
  return out;
}

}  // namespace vilfredo::suite
