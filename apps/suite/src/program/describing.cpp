#include "program/describing.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vilfredo::suite {
namespace {

Value finite_or_null(double x) {
  return std::isfinite(x) ? Value(x) : Value();
}

Value texts(const std::vector<std::string>& list) {
  return Value::Array(list.begin(), list.end());
}

Value fields_json(const std::vector<FieldDescription>& fields) {
  Value::Array out;
  for (const FieldDescription& field : fields) {
    Value one = Value::Object{{"name", Value(field.name)},
                              {"type", Value(field.type)},
                              {"default", field.default_value},
                              {"help", Value(field.help)}};
    if (!field.range.text().empty()) {
      one["allowed"] = Value(field.range.text());
      one["minimum"] = finite_or_null(field.range.lower);
      one["maximum"] = finite_or_null(field.range.upper);
    }
    if (!field.names.empty()) {
      one["names"] = texts(field.names);
    }
    if (!field.fields.empty()) {
      one["fields"] = fields_json(field.fields);
    }
    if (!field.alternatives.empty()) {
      Value::Array alternatives;
      for (const auto& alternative : field.alternatives) {
        alternatives.push_back(Value::Object{{"type", Value(alternative.type)},
                                             {"fields", fields_json(alternative.fields)}});
      }
      one["alternatives"] = Value(std::move(alternatives));
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) {
    out += (out.empty() ? "" : " | ") + item;
  }
  return out;
}

std::string default_text(const FieldDescription& field) {
  if (!field.alternatives.empty()) {
    const Value* type = field.default_value.find("type");
    return type == nullptr ? "" : type->as_string();
  }
  if (!field.fields.empty()) {
    return "";
  }
  return field.default_value.is_string() ? "\"" + field.default_value.as_string() + "\""
                                         : to_json(field.default_value);
}

struct Line {
  std::string name;
  std::string type;
  std::string standard;
  std::string allowed;
  std::string help;
};

void add_lines(const std::vector<FieldDescription>& fields,
               const std::string& indent,
               std::vector<Line>& out) {
  for (const FieldDescription& field : fields) {
    const std::string allowed = field.names.empty() ? field.range.text() : joined(field.names);
    out.push_back({indent + field.name, field.type, default_text(field), allowed, field.help});
    add_lines(field.fields, indent + "  ", out);
    for (const auto& alternative : field.alternatives) {
      out.push_back({indent + "  " + alternative.type, "type", "", "", ""});
      add_lines(alternative.fields, indent + "    ", out);
    }
  }
}

std::string table(const std::vector<FieldDescription>& fields) {
  std::vector<Line> lines{{"option", "type", "default", "allowed", "meaning"}};
  add_lines(fields, "", lines);
  std::size_t name = 0;
  std::size_t type = 0;
  std::size_t standard = 0;
  std::size_t allowed = 0;
  for (const Line& line : lines) {
    name = std::max(name, line.name.size());
    type = std::max(type, line.type.size());
    standard = std::max(standard, line.standard.size());
    allowed = std::max(allowed, line.allowed.size());
  }
  std::string out;
  for (const Line& line : lines) {
    std::string text =
        fmt::format("  {:<{}}  {:<{}}  {:<{}}  {:<{}}  {}", line.name, name, line.type, type,
                    line.standard, standard, line.allowed, allowed, line.help);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

std::string numbers(const Vector& v) {
  std::string out;
  for (Index i = 0; i < v.size(); ++i) {
    out += fmt::format("{}{:.6g}", i == 0 ? "" : ", ", v[i]);
  }
  return out;
}

// Own senses: a maximised quantity is shown as the user knows it.
Vector own_sense(const WorldInfo& info, Vector v) {
  for (Index k = 0; k < v.size(); ++k) {
    if (objective_of(info, k).sense == Sense::maximise) {
      v[k] = 0 - v[k];  // never -0
    }
  }
  return v;
}

std::string anchor_text(const WorldInfo& info, std::string_view what, const Anchor& anchor) {
  return anchor.known() ? fmt::format("  {:<16} {}  ({})\n", what,
                                      numbers(own_sense(info, anchor.value)), anchor.provenance)
                        : fmt::format("  {:<16} not known\n", what);
}

std::string variables_text(const ProblemInfo& info) {
  constexpr Index kShown = 6;
  std::string out = fmt::format("  {:<16} {}\n", "variables", info.n_var);
  for (Index i = 0; i < std::min(info.n_var, kShown); ++i) {
    static constexpr std::array<std::string_view, 6> kKinds{
        "real", "integer", "ordinal", "categorical", "binary", "permutation"};
    out +=
        fmt::format("    {:<14} {} in [{:.6g}, {:.6g}]\n", info.variable_name(i),
                    kKinds[static_cast<std::size_t>(info.kind(i))], info.lower[i], info.upper[i]);
  }
  if (info.n_var > kShown) {
    out += fmt::format("    and {} more\n", info.n_var - kShown);
  }
  return out;
}

}  // namespace

Value description_json(const EntryDescription& description) {
  return Value::Object{
      {"name", Value(description.name)},          {"summary", Value(description.summary)},
      {"paper", Value(description.paper)},        {"family", Value(description.family)},
      {"aliases", texts(description.aliases)},    {"revision", Value(description.revision)},
      {"fields", fields_json(description.fields)}};
}

Value traits_json(const SolverTraits& traits) {
  return Value::Object{{"exact_budget", Value(traits.exact_budget)},
                       {"resumable", Value(traits.resumable)},
                       {"deterministic", Value(traits.deterministic)},
                       {"overlap", Value(traits.overlap)}};
}

std::string traits_text(const SolverTraits& traits) {
  std::string out;
  const auto add = [&out](bool has, std::string_view word) {
    if (has) {
      out += (out.empty() ? "" : ", ") + std::string(word);
    }
  };
  add(traits.exact_budget, "exact budget");
  add(traits.resumable, "resumable");
  add(traits.deterministic, "deterministic");
  add(traits.overlap, "overlap");
  return out;
}

Value world_json(const WorldInfo& info) {
  Value::Array objectives;
  for (Index k = 0; k < objective_count(info); ++k) {
    const Objective objective = objective_of(info, k);
    objectives.push_back(
        Value::Object{{"name", Value(objective.name)},
                      {"sense", Value(objective.sense == Sense::maximise ? "max" : "min")},
                      {"unit", Value(objective.unit)}});
  }
  Value out = Value::Object{{"objectives", Value(std::move(objectives))},
                            {"cost_unit", Value(cost_unit(info))}};
  if (const auto* problem = std::get_if<ProblemInfo>(&info)) {
    out["n_var"] = Value(problem->n_var);
    out["n_con"] = Value(problem->n_con);
    out["stochastic"] = Value(problem->stochastic);
    out["levels"] = Value(problem->level_cost.size());
  }
  const Anchors anchors = anchors_of(info);
  const auto add = [&](const char* key, const Anchor& anchor) {
    Value::Array values;
    const Vector own = own_sense(info, anchor.value);
    for (Index k = 0; k < own.size(); ++k) {
      values.push_back(finite_or_null(own[k]));
    }
    out[key] = anchor.known() ? Value::Object{{"value", Value(std::move(values))},
                                              {"provenance", Value(anchor.provenance)}}
                              : Value();
  };
  add("ideal", anchors.ideal);
  add("nadir", anchors.nadir);
  add("reference_point", anchors.reference_point);
  return out;
}

std::string description_text(const EntryDescription& description, std::string_view kind) {
  std::string out =
      fmt::format("{}: {}, revision {}\n", description.name, kind, description.revision);
  if (!description.summary.empty()) {
    out += "  " + description.summary + "\n";
  }
  if (!description.paper.empty()) {
    out += "  paper: " + description.paper + "\n";
  }
  if (!description.aliases.empty()) {
    out += "  also called: " + joined(description.aliases) + "\n";
  }
  out += description.fields.empty() ? std::string("  no options\n") : table(description.fields);
  return out;
}

std::string world_text(const WorldInfo& info) {
  std::string out;
  if (const auto* problem = std::get_if<ProblemInfo>(&info)) {
    out += variables_text(*problem);
    out += fmt::format("  {:<16} {}\n", "constraints", problem->n_con);
    if (problem->stochastic) {
      out += "  stochastic: every evaluation is one noisy sample\n";
    }
    if (problem->level_cost.size() > 1) {
      out += fmt::format("  {:<16} {}\n", "fidelity levels", problem->level_cost.size());
    }
  } else if (const auto* environment = std::get_if<EnvironmentInfo>(&info)) {
    out += fmt::format("  {:<16} {} numbers\n", "observation", environment->n_obs);
    out += environment->actions.kind == ActionSpace::Kind::discrete
               ? fmt::format("  {:<16} {}\n", "actions", environment->actions.count)
               : fmt::format("  {:<16} {} numbers\n", "action", environment->actions.size());
  }
  out += fmt::format("  {:<16} {}\n", "objectives", objective_count(info));
  for (Index k = 0; k < objective_count(info); ++k) {
    const Objective objective = objective_of(info, k);
    out += fmt::format("    {:<14} {}{}\n", objective.name,
                       objective.sense == Sense::maximise ? "maximised" : "minimised",
                       objective.unit.empty() ? "" : ", in " + objective.unit);
  }
  const Anchors anchors = anchors_of(info);
  out += anchor_text(info, "ideal", anchors.ideal);
  out += anchor_text(info, "nadir", anchors.nadir);
  out += anchor_text(info, "reference point", anchors.reference_point);
  out += fmt::format("  {:<16} {}\n", "budget counts", cost_unit(info));
  return out;
}

}  // namespace vilfredo::suite
