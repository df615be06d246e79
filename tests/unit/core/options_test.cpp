#include <vilfredo/core/options.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <variant>

namespace vilfredo {
namespace {

enum class Repair { reset, clamp };

constexpr auto enum_names(Repair /*tag*/) {
  return std::array{EnumName<Repair>{"reset", Repair::reset},
                    EnumName<Repair>{"clamp", Repair::clamp}};
}

struct Sbx {
  static constexpr std::string_view kType = "sbx";
  double eta = 20;

  static constexpr auto fields() {
    return std::tuple{field("eta", &Sbx::eta, at_least(0), "distribution index")};
  }
};

struct Uniform {
  static constexpr std::string_view kType = "uniform";

  static constexpr auto fields() { return std::tuple{}; }
};

struct Inner {
  bool on = true;
  std::string label = "x";

  static constexpr auto fields() {
    return std::tuple{field("on", &Inner::on, "switch"), field("label", &Inner::label, "text")};
  }
};

struct Everything {
  Index population = 100;
  double delta = 0.9;
  int small = 1;
  std::uint64_t natural = 5;
  Repair repair = Repair::reset;
  std::variant<Sbx, Uniform> crossover = Sbx{};
  Inner inner = {};
  std::vector<double> list = {1, 2};
  std::vector<Repair> repairs = {};

  static constexpr auto fields() {
    return std::tuple{field("population", &Everything::population, at_least(3), "columns"),
                      field("delta", &Everything::delta, closed(0, 1), "probability"),
                      field("small", &Everything::small, "a small number"),
                      field("natural", &Everything::natural, at_least(0), "a natural number"),
                      field("repair", &Everything::repair, "repair"),
                      field("crossover", &Everything::crossover, "crossover"),
                      field("inner", &Everything::inner, "nested"),
                      field("list", &Everything::list, above(0), "positive numbers"),
                      field("repairs", &Everything::repairs, "several")};
  }

  static void check(const Everything& o) {
    if (o.small > o.population) {
      throw Error(Errc::invalid_config, "small = 500 violates small <= population");
    }
  }
};

struct Forgetful {
  int a = 0;
  int b = 0;

  static constexpr auto fields() { return std::tuple{field("a", &Forgetful::a, "only one")}; }
};

static_assert(Options<Everything>);
static_assert(!Options<Forgetful>, "a field that is not listed must not compile");

TEST(Options, RoundTripThroughJson) {
  Everything o;
  o.population = 42;
  o.crossover = Uniform{};
  o.inner.label = "other";
  o.list = {0.1};
  o.repairs = {Repair::clamp, Repair::reset};
  const Value value = to_value(o);
  EXPECT_EQ(to_value(options_from<Everything>(json_value(to_json(value)))), value);
  EXPECT_EQ(to_value(options_from<Everything>(Value{})), to_value(Everything{}));
}

TEST(Options, ReadsNestedChoicesByObjectOrByName) {
  const auto o =
      options_from<Everything>(json_value(R"({"crossover": {"type": "sbx", "eta": 5}})"));
  EXPECT_EQ(std::get<Sbx>(o.crossover).eta, 5);
  const auto p = options_from<Everything>(json_value(R"({"crossover": "uniform"})"));
  EXPECT_TRUE(std::holds_alternative<Uniform>(p.crossover));
}

TEST(Options, ListsEveryFaultWithItsPointer) {
  Everything o;
  Faults faults;
  read_options(
      json_value(R"({"populaton": 5, "delta": 2, "small": 1.5, "repair": "clmp", "natural": -1,
                              "crossover": {"type": "sbx", "eta": "high"}, "inner": {"on": 1},
                              "list": [1, 0]})"),
      o, "/solvers/0/params", faults);
  std::vector<std::string> text;
  for (const Fault& fault : faults) {
    text.push_back(describe(fault));
  }
  EXPECT_EQ(faults.size(), 8U);
  const auto said = [&](std::string_view part) {
    return std::ranges::any_of(text, [&](const std::string& t) { return t.find(part) != t.npos; });
  };
  EXPECT_TRUE(
      said("/solvers/0/params/populaton: unknown key \"populaton\"; did you mean \"population\""));
  EXPECT_TRUE(said("/solvers/0/params/delta: 2 is out of range; allowed: [0, 1]"));
  EXPECT_TRUE(said("/solvers/0/params/small"));
  EXPECT_TRUE(said("did you mean \"clamp\""));
  EXPECT_TRUE(said("/solvers/0/params/crossover/eta: found string \"high\"; allowed: number"));
  EXPECT_TRUE(said("/solvers/0/params/inner/on: found integer 1; allowed: boolean"));
  EXPECT_TRUE(said("/solvers/0/params/list/1: 0 is out of range; allowed: > 0"));
}

TEST(Options, ChecksJointRulesOnlyWhenTheFieldsAreFine) {
  EXPECT_THROW((void)options_from<Everything>(json_value(R"({"small": 500})")), Error);
  Everything o;
  o.delta = 3;
  EXPECT_THROW(check_options(o), Error);
  EXPECT_NO_THROW(check_options(Everything{}));
}

TEST(Options, DescribeThemselves) {
  const std::vector<FieldDescription> fields = describe_options<Everything>();
  ASSERT_EQ(fields.size(), 9U);
  EXPECT_EQ(fields[0].type, "integer");
  EXPECT_EQ(fields[0].range.text(), ">= 3");
  EXPECT_EQ(fields[1].default_value.as_double(), 0.9);
  EXPECT_EQ(fields[4].names, (std::vector<std::string>{"reset", "clamp"}));
  ASSERT_EQ(fields[5].alternatives.size(), 2U);
  EXPECT_EQ(fields[5].alternatives[0].type, "sbx");
  EXPECT_EQ(fields[6].fields.size(), 2U);
  EXPECT_EQ(fields[7].type, "list of number");
}

}  // namespace
}  // namespace vilfredo
