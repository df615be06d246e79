// Registries: values filled by one explicit function per component. Nothing runs before main and
// nothing registers itself.
//
//   void register_builtin_solvers(SolverRegistry& r) { r.add<Moead>(); r.add<RandomSearch>(); }
//
// A registered class has kName, Options, kSummary (one line) and, where they apply, kPaper,
// kRevision and kTraits.
#pragma once

#include "vilfredo/core/any_solver.hpp"
#include "vilfredo/core/indicator.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/world.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vilfredo {

/// What list, describe, docs and schemas show of an entry.
struct EntryDescription {
  std::string name;
  std::string summary;
  std::string paper;
  std::string family;  ///< for grouping: "zdt", "decomposition", "interop" …
  std::vector<std::string> aliases;
  int revision = 1;
  std::vector<FieldDescription> fields;
};

namespace detail {

template <class T>
[[nodiscard]] EntryDescription description_of() {
  EntryDescription out;
  out.name = T::kName;
  if constexpr (requires { T::kSummary; }) {
    out.summary = T::kSummary;
  }
  if constexpr (requires { T::kPaper; }) {
    out.paper = T::kPaper;
  }
  if constexpr (requires { T::kFamily; }) {
    out.family = T::kFamily;
  }
  if constexpr (requires { T::kRevision; }) {
    out.revision = T::kRevision;
  }
  out.fields = describe_options<typename T::Options>();
  return out;
}

/// Name to entry, with aliases; knows the nearest spelling of what it does not have.
template <class Entry>
class Catalogue {
 public:
  explicit Catalogue(std::string_view what) : what_(what) {}

  /// Throws Error{internal} if the name or an alias is taken.
  void add(Entry entry) {
    const std::string name = entry.description.name;
    for (const std::string& alias : entry.description.aliases) {
      claim(alias, name);
    }
    claim(name, name);
    entries_.emplace(name, std::move(entry));
  }

  [[nodiscard]] bool has(std::string_view name) const { return canonical_.contains(name); }

  /// Throws Error{not_found}.
  [[nodiscard]] const Entry& at(std::string_view name) const {
    const auto found = canonical_.find(name);
    if (found == canonical_.end()) {
      throw unknown_name(what_, name, names());
    }
    return entries_.find(found->second)->second;
  }

  /// Sorted; without aliases.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : entries_) {
      out.push_back(entry.first);
    }
    return out;
  }

 private:
  void claim(const std::string& spelling, const std::string& name) {
    if (!canonical_.emplace(spelling, name).second) {
      throw Error(Errc::internal, "name registered twice").with(std::string(what_), spelling);
    }
  }

  std::string_view what_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::string, std::string, std::less<>> canonical_;
};

}  // namespace detail

struct ProblemEntry {
  EntryDescription description;
  /// From an object of parameters, or null for the defaults. Throws Error{invalid_config}.
  std::function<AnyProblem(const Value& params)> make;
  /// The same parameters with all defaults filled in and converted to their type.
  std::function<Value(const Value& params, const std::string& pointer, Faults& faults)> resolve;
};

class ProblemRegistry {
 public:
  /// P has kName, Options and a constructor from Options.
  template <class P>
  void add() {
    static_assert(Problem<P>);
    add(entry<P>(detail::description_of<P>(),
                 [](const typename P::Options& options) { return AnyProblem(P(options)); }));
  }

  /// For families: one class under many names.
  template <class O>
  void add(EntryDescription description, std::function<AnyProblem(const O&)> make) {
    description.fields = describe_options<O>();
    ProblemEntry out;
    out.description = std::move(description);
    out.make = [make](const Value& params) { return make(options_from<O>(params)); };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    add(std::move(out));
  }

  void add(ProblemEntry entry) { catalogue_.add(std::move(entry)); }

  [[nodiscard]] bool has(std::string_view name) const { return catalogue_.has(name); }

  [[nodiscard]] const ProblemEntry& at(std::string_view name) const { return catalogue_.at(name); }

  [[nodiscard]] std::vector<std::string> names() const { return catalogue_.names(); }

  [[nodiscard]] AnyProblem make(std::string_view name, const Value& params = {}) const {
    return at(name).make(params);
  }

 private:
  template <class P, class Make>
  [[nodiscard]] static ProblemEntry entry(EntryDescription description, Make make) {
    using O = typename P::Options;
    ProblemEntry out;
    out.description = std::move(description);
    out.make = [make](const Value& params) { return make(options_from<O>(params)); };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    return out;
  }

  detail::Catalogue<ProblemEntry> catalogue_{"problem"};
};

struct EnvironmentEntry {
  EntryDescription description;
  std::function<AnyEnvironment(const Value& params)> make;
  std::function<Value(const Value& params, const std::string& pointer, Faults& faults)> resolve;
};

class EnvironmentRegistry {
 public:
  /// E has kName, Options and a constructor from Options.
  template <class E>
  void add() {
    static_assert(Environment<E>);
    using O = typename E::Options;
    EnvironmentEntry out;
    out.description = detail::description_of<E>();
    out.make = [](const Value& params) { return AnyEnvironment(E(options_from<O>(params))); };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    add(std::move(out));
  }

  void add(EnvironmentEntry entry) { catalogue_.add(std::move(entry)); }

  [[nodiscard]] bool has(std::string_view name) const { return catalogue_.has(name); }

  [[nodiscard]] const EnvironmentEntry& at(std::string_view name) const {
    return catalogue_.at(name);
  }

  [[nodiscard]] std::vector<std::string> names() const { return catalogue_.names(); }

  [[nodiscard]] AnyEnvironment make(std::string_view name, const Value& params = {}) const {
    return at(name).make(params);
  }

 private:
  detail::Catalogue<EnvironmentEntry> catalogue_{"environment"};
};

struct SolverEntry {
  EntryDescription description;
  SolverTraits traits;
  AnySolver::Kind kind = AnySolver::Kind::ask_tell;
  bool set_model = false;
  /// Throws Error{unsupported} if the solver cannot solve such a world.
  std::function<AnySolver(const WorldInfo& info, const Value& params)> make;
  std::function<Value(const Value& params, const std::string& pointer, Faults& faults)> resolve;
};

class SolverRegistry {
 public:
  /// S has kName, Options and a constructor from (ProblemInfo or EnvironmentInfo, Options).
  template <class S>
  void add() {
    static_assert(Solver<S>);
    using O = typename S::Options;
    SolverEntry out;
    out.description = detail::description_of<S>();
    out.traits = traits_of<S>();
    out.kind = AskTell<S>           ? AnySolver::Kind::ask_tell
               : EvaluateStepper<S> ? AnySolver::Kind::evaluate_stepper
                                    : AnySolver::Kind::rollout_stepper;
    out.set_model = SetModel<S>;
    out.make = [](const WorldInfo& info, const Value& params) {
      return build<S>(info, options_from<O>(params));
    };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    add(std::move(out));
  }

  void add(SolverEntry entry) { catalogue_.add(std::move(entry)); }

  [[nodiscard]] bool has(std::string_view name) const { return catalogue_.has(name); }

  [[nodiscard]] const SolverEntry& at(std::string_view name) const { return catalogue_.at(name); }

  [[nodiscard]] std::vector<std::string> names() const { return catalogue_.names(); }

  /// Throws Error{not_found}, {invalid_config}, or {unsupported} with the solvers that would fit.
  [[nodiscard]] AnySolver make(std::string_view name,
                               const WorldInfo& info,
                               const Value& params = {}) const;
  /// Names of the solvers whose defaults accept such a world.
  [[nodiscard]] std::vector<std::string> fitting(const WorldInfo& info) const;

 private:
  template <class S>
  [[nodiscard]] static AnySolver build(const WorldInfo& info, const typename S::Options& options) {
    using O = typename S::Options;
    if constexpr (std::constructible_from<S, const ProblemInfo&, const O&>) {
      if (const auto* problem = std::get_if<ProblemInfo>(&info)) {
        return AnySolver(S(*problem, options));
      }
    }
    if constexpr (std::constructible_from<S, const EnvironmentInfo&, const O&>) {
      if (const auto* environment = std::get_if<EnvironmentInfo>(&info)) {
        return AnySolver(S(*environment, options));
      }
    }
    throw wrong_world(S::kName, info);
  }

  [[nodiscard]] static Error wrong_world(std::string_view solver, const WorldInfo& info);

  detail::Catalogue<SolverEntry> catalogue_{"solver"};
};

struct IndicatorEntry {
  EntryDescription description;
  Direction better = Direction::minimise;
  bool needs_reference_point = false;
  bool needs_reference_set = false;
  bool needs_ideal = false;
  std::function<AnyIndicator(const ReferenceFrame& frame, const Value& params)> make;
  std::function<Value(const Value& params, const std::string& pointer, Faults& faults)> resolve;
};

class IndicatorRegistry {
 public:
  /// I says what it needs by kNeedsReferencePoint, kNeedsReferenceSet, kNeedsIdeal (default false),
  /// and other names it answers to by `static std::vector<std::string> aliases()`.
  template <Indicator I>
  void add() {
    using O = typename I::Options;
    IndicatorEntry out;
    out.description = detail::description_of<I>();
    out.better = I::kBetter;
    if constexpr (requires { I::aliases(); }) {
      out.description.aliases = I::aliases();
    }
    if constexpr (requires { I::kNeedsReferencePoint; }) {
      out.needs_reference_point = I::kNeedsReferencePoint;
    }
    if constexpr (requires { I::kNeedsReferenceSet; }) {
      out.needs_reference_set = I::kNeedsReferenceSet;
    }
    if constexpr (requires { I::kNeedsIdeal; }) {
      out.needs_ideal = I::kNeedsIdeal;
    }
    out.make = [](const ReferenceFrame& frame, const Value& params) {
      return AnyIndicator::make<I>(frame, options_from<O>(params));
    };
    out.resolve = [](const Value& params, const std::string& pointer, Faults& faults) {
      O options{};
      read_options(params, options, pointer, faults);
      return to_value(options);
    };
    add(std::move(out));
  }

  void add(IndicatorEntry entry) { catalogue_.add(std::move(entry)); }

  [[nodiscard]] bool has(std::string_view name) const { return catalogue_.has(name); }

  [[nodiscard]] const IndicatorEntry& at(std::string_view name) const {
    return catalogue_.at(name);
  }

  [[nodiscard]] std::vector<std::string> names() const { return catalogue_.names(); }

  [[nodiscard]] AnyIndicator make(std::string_view name,
                                  const ReferenceFrame& frame,
                                  const Value& params = {}) const {
    return at(name).make(frame, params);
  }

 private:
  detail::Catalogue<IndicatorEntry> catalogue_{"indicator"};
};

/// The four together, as programs pass them around.
struct Registries {
  ProblemRegistry problems;
  EnvironmentRegistry environments;
  SolverRegistry solvers;
  IndicatorRegistry indicators;

  /// A problem or an environment by name. Throws Error{not_found} naming the nearest of both.
  [[nodiscard]] AnyWorld make_world(std::string_view name, const Value& params = {}) const;
};

}  // namespace vilfredo
