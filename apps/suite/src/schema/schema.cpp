#include "config/keys.hpp"
#include "config/schedule_options.hpp"
#include "plan/frame_options.hpp"

#include <vilfredo/suite/config/settings.hpp>
#include <vilfredo/suite/config/suite_file.hpp>
#include <vilfredo/suite/schema/schema.hpp>

#include <cmath>

namespace vilfredo::suite {

namespace {

const std::string kListOf = "list of ";

Value object(Value::Object members) {
  return Value(std::move(members));
}

Value texts(const std::vector<std::string>& words) {
  return Value::Array(words.begin(), words.end());
}

/// Null stands for the default everywhere.
Value nullable(const char* type) {
  return object({{"type", Value::Array{Value(type), Value("null")}}});
}

Value nullable_enum(const std::vector<std::string>& words) {
  Value names = texts(words);
  names.as_array().emplace_back(nullptr);
  return object({{"enum", std::move(names)}});
}

Value any_of(Value::Array alternatives) {
  return object({{"anyOf", Value(std::move(alternatives))}});
}

Value reference(const std::string& definition) {
  return object({{"$ref", Value("#/definitions/" + definition)}});
}

/// An object with these members, annotations and references.
Value closed_object(Value properties) {
  properties["$ref"] = object({{"type", "string"}});
  return object({{"type", Value::Array{"object", "null"}},
                 {"properties", std::move(properties)},
                 {"patternProperties", object({{"^x-", object({})}})},
                 {"additionalProperties", false}});
}

void add_range(const Range& range, Value& schema) {
  if (std::isfinite(range.lower)) {
    schema[range.open_lower ? "exclusiveMinimum" : "minimum"] = range.lower;
  }
  if (std::isfinite(range.upper)) {
    schema[range.open_upper ? "exclusiveMaximum" : "maximum"] = range.upper;
  }
}

Value choice_schema(const FieldDescription& field) {
  Value::Array alternatives;
  Value::Array names;
  for (const FieldDescription::Alternative& alternative : field.alternatives) {
    names.emplace_back(alternative.type);
    Value tagged = json_schema(alternative.fields);
    tagged["properties"]["type"] = object({{"const", Value(alternative.type)}});
    tagged["required"] = Value::Array{"type"};
    tagged["type"] = "object";
    alternatives.push_back(std::move(tagged));
  }
  names.emplace_back(nullptr);
  alternatives.push_back(object({{"enum", Value(std::move(names))}}));
  // What a reference is replaced by is not seen here.
  alternatives.push_back(object({{"type", "object"}, {"required", Value::Array{"$ref"}}}));
  return any_of(std::move(alternatives));
}

Value type_schema(const FieldDescription& field, const std::string& type) {
  if (type.starts_with(kListOf)) {
    Value schema = nullable("array");
    schema["items"] = type_schema(field, type.substr(kListOf.size()));
    return schema;
  }
  if (type == "choice") {
    // A list of choices does not describe its alternatives.
    return field.alternatives.empty() ? object({}) : choice_schema(field);
  }
  if (type == "object") {
    return json_schema(field.fields);
  }
  if (type == "enum") {
    return nullable_enum(field.names);
  }
  Value schema = nullable(type.c_str());
  if (type == "integer" || type == "number") {
    add_range(field.range, schema);
  }
  return schema;
}

/// A closed object for each type, chosen by "type".
struct TypedList {
  const ListRules* rules;
  std::vector<const EntryDescription*> types;
};

Value grid_schema() {
  return object({{"type", Value::Array{"object", "null"}},
                 {"additionalProperties", object({{"type", "array"}, {"minItems", 1}})}});
}

Value id_schema() {
  return object({{"type", Value::Array{"string", "null"}}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}});
}

Value entry_frame(const ListRules& rules) {
  Value properties = object({});
  properties["id"] = id_schema();
  properties["id_format"] = nullable("string");
  properties["grid"] = grid_schema();
  properties["zip"] = grid_schema();
  if (rules.list == "problems") {
    properties["frame"] = json_schema(describe_options<KnownFrameOptions>());
  } else if (rules.list == "solvers") {
    properties["window"] = object({{"type", Value::Array{"integer", "null"}}, {"minimum", 1}});
  } else if (rules.list == "indicators") {
    properties["normalise"] = object({{"enum", Value::Array{"problem", "none", nullptr}}});
    properties["reference_point"] =
        any_of({json_schema(describe_options<ReferencePointOptions>()),
                object({{"type", "array"}, {"items", object({{"type", "number"}})}})});
    properties["reference_set"] = any_of(
        {json_schema(describe_options<ReferenceSetOptions>()), object({{"type", "string"}})});
  }
  return properties;
}

Value typed_entry(const TypedList& list, Value& definitions) {
  Value properties = entry_frame(*list.rules);
  Value::Array names;
  Value::Array cases;
  for (const EntryDescription* description : list.types) {
    const std::string definition = list.rules->word + "." + description->name;
    Value params = json_schema(description->fields);
    params["description"] = Value(description->summary);
    definitions[definition] = std::move(params);
    Value::Array spellings = {Value(description->name)};
    spellings.insert(spellings.end(), description->aliases.begin(), description->aliases.end());
    names.insert(names.end(), spellings.begin(), spellings.end());
    cases.push_back(object(
        {{"if", object({{"properties", object({{"type", object({{"enum", Value(spellings)}})}})},
                        {"required", Value::Array{"type"}}})},
         {"then", object({{"properties", object({{"params", reference(definition)}})}})}}));
  }
  properties["type"] = object({{"enum", Value(std::move(names))}});
  properties["params"] = nullable("object");
  Value entry = closed_object(std::move(properties));
  entry["type"] = "object";
  entry["allOf"] = std::move(cases);
  return entry;
}

Value rule_schema(Value properties, std::initializer_list<const char*> required) {
  Value rule = closed_object(std::move(properties));
  rule["required"] = Value::Array(required.begin(), required.end());
  return rule;
}

Value budget_entry() {
  const Value count = object({{"type", Value::Array{"integer", "null"}}, {"minimum", 1}});
  Value properties = entry_frame(rules_of("budgets"));
  properties["evaluations"] = count;
  properties["seconds"] =
      object({{"type", Value::Array{"number", "null"}}, {"exclusiveMinimum", 0}});
  properties["target"] = rule_schema(object({{"indicator", object({{"type", "string"}})},
                                             {"value", object({{"type", "number"}})}}),
                                     {"indicator", "value"});
  properties["stall"] = rule_schema(
      object({{"indicator", object({{"type", "string"}})},
              {"window", count},
              {"epsilon", object({{"type", Value::Array{"number", "null"}}, {"minimum", 0}})}}),
      {"indicator", "window"});
  Value entry = closed_object(std::move(properties));
  entry["type"] = "object";
  entry["additionalProperties"] = count;  // the units that problems count in
  return entry;
}

Value list_of(Value items) {
  Value schema = nullable("array");
  schema["items"] = std::move(items);
  return schema;
}

Value trace_schema() {
  const Value off = object({{"const", "off"}});
  Value rows = any_of({json_schema(describe_options<ScheduleOptions>()), off});
  Value properties = object({{"evaluations", std::move(rows)},
                             {"indicators", list_of(object({{"type", "string"}}))},
                             {"archive", object({{"enum", Value::Array{"unbounded", nullptr}}})}});
  return any_of({closed_object(std::move(properties)), off});
}

Value seed_schema() {
  Value root = any_of({object({{"type", "integer"}, {"minimum", 0}}),
                       object({{"type", "string"}, {"pattern", "^[0-9]{1,20}$"}})});
  Value properties =
      object({{"root", std::move(root)},
              {"pairing", object({{"enum", Value::Array{"paired", "independent", nullptr}}})}});
  return closed_object(std::move(properties));
}

Value selector_schema() {
  Value properties = object({});
  for (const std::string& key : selector_keys()) {
    properties[key] = object({{"type", Value::Array{"string", "null"}}, {"minLength", 1}});
  }
  return closed_object(std::move(properties));
}

Value published_schema() {
  const Value text = object({{"type", "string"}, {"minLength", 1}});
  Value properties = object(
      {{"name", text},
       {"indicator", text},
       {"source", nullable("string")},
       {"values",
        object({{"type", "object"},
                {"additionalProperties", object({{"type", Value::Array{"number", "null"}}})}})}});
  return rule_schema(std::move(properties), {"name", "indicator", "values"});
}

Value defaults_schema() {
  Value properties = object({});
  for (const ListRules& rules : list_rules()) {
    properties[rules.word] = nullable("object");
  }
  return closed_object(std::move(properties));
}

template <class Registry>
void describe_all(const Registry& registry, std::vector<const EntryDescription*>& out) {
  for (const std::string& name : registry.names()) {
    out.push_back(&registry.at(name).description);
  }
}

Value top_properties(const Registries& registries, Value& definitions) {
  TypedList problems{&rules_of("problems"), {}};
  describe_all(registries.problems, problems.types);
  describe_all(registries.environments, problems.types);
  TypedList solvers{&rules_of("solvers"), {}};
  describe_all(registries.solvers, solvers.types);
  TypedList indicators{&rules_of("indicators"), {}};
  describe_all(registries.indicators, indicators.types);
  definitions["problem"] = typed_entry(problems, definitions);
  definitions["solver"] = typed_entry(solvers, definitions);
  definitions["indicator"] = typed_entry(indicators, definitions);
  definitions["budget"] = budget_entry();
  definitions["selector"] = selector_schema();
  Value rule = rule_schema(
      object({{"when", reference("selector")}, {"set", object({{"type", "object"}})}}), {"set"});
  return object({
      {"schema", object({{"const", kSuiteSchema}})},
      {"kind", nullable_enum(kinds())},
      {"name", nullable("string")},
      {"description", nullable("string")},
      {"include", list_of(object({{"type", "string"}}))},
      {"seed", seed_schema()},
      {"replicates", json_schema(describe_options<Replicates>())},
      {"defaults", defaults_schema()},
      {"problems", list_of(reference("problem"))},
      {"solvers", list_of(reference("solver"))},
      {"budgets", list_of(reference("budget"))},
      {"indicators", list_of(reference("indicator"))},
      {"overrides", list_of(std::move(rule))},
      {"include_only", list_of(reference("selector"))},
      {"exclude", list_of(reference("selector"))},
      {"score", object({{"enum", Value::Array{"final", "archive", nullptr}}})},
      {"window", object({{"type", Value::Array{"integer", "null"}}, {"minimum", 1}})},
      {"trace", trace_schema()},
      {"failures", json_schema(describe_options<FailureSettings>())},
      {"execution", json_schema(describe_options<ExecutionSettings>())},
      {"report", json_schema(describe_options<ReportSettings>())},
      {"published", list_of(published_schema())},
  });
}

}  // namespace

Value json_schema(const std::vector<FieldDescription>& fields) {
  Value properties = object({});
  for (const FieldDescription& field : fields) {
    Value schema = type_schema(field, field.type);
    schema["description"] = Value(field.help);
    schema["default"] = field.default_value;
    properties[field.name] = std::move(schema);
  }
  return closed_object(std::move(properties));
}

Value json_schema(const Registries& registries) {
  Value definitions = object({});
  Value properties = top_properties(registries, definitions);
  Value schema = closed_object(std::move(properties));
  schema["type"] = "object";
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "Vilfredo suite";
  schema["required"] = Value::Array{"schema"};
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace vilfredo::suite
