// Every fixture of the indicators once more, as a user asks for it: `vilfredo indicator NAME FILE`.
#include "program_runner.hpp"
#include "test_paths.hpp"

#include <vilfredo/core/file.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/core/value.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace vilfredo::suite {
namespace {

// Ranks lie with the tests of core.
std::string data(const std::string& file) {
  const bool ranks = file.starts_with("rank");
  return std::string(VILFREDO_TEST_DATA) + (ranks ? "/core/" : "/indicators/") + file;
}

Value::Array cases_of(const std::string& file) {
  return json_value(read_file(data(file))).find("cases")->as_array();
}

std::string text(const Value& entry, std::string_view key) {
  return entry.find(key)->as_string();
}

double number(const Value& value) {
  return value.is_string() ? std::numeric_limits<double>::infinity() : value.as_double();
}

// 1.1,1.1
std::string point(const Value& list) {
  std::string out;
  for (const Value& x : list.as_array()) {
    out += fmt::format("{}{:.17g}", out.empty() ? "" : ",", x.as_double());
  }
  return out;
}

class IndicatorFixtures : public testing::Test {
 protected:
  void expect(const std::string& indicator,
              const std::string& front,
              const std::vector<std::string>& frame,
              double expected) {
    std::vector<std::string> arguments{"indicator", indicator, data(front)};
    arguments.insert(arguments.end(), frame.begin(), frame.end());
    const Ended ended = run_program(arguments, folder_);
    ASSERT_EQ(ended.code, 0) << ended.err;
    const double actual = std::stod(ended.out);
    ++asked_;
    if (std::isinf(expected)) {
      EXPECT_EQ(actual, expected) << front;
    } else {
      EXPECT_NEAR(actual, expected, 1e-12 * std::abs(expected)) << indicator << " of " << front;
    }
  }

  /// A line per point.
  void expect_each(const std::string& measure,
                   const std::string& front,
                   const std::vector<std::string>& frame,
                   const Value& expected,
                   double tolerance) {
    ++asked_;
    std::istringstream lines(digits(measure, front, frame, "1"));
    std::string line;
    std::size_t row = 0;
    for (; std::getline(lines, line); ++row) {
      ASSERT_LT(row, expected.as_array().size()) << measure << " of " << front;
      EXPECT_NEAR(std::stod(line), number(expected.as_array()[row]), tolerance)
          << measure << " of " << front << ", row " << row;
    }
    EXPECT_EQ(row, expected.as_array().size()) << measure << " of " << front;
  }

  std::string digits(const std::string& indicator,
                     const std::string& front,
                     const std::vector<std::string>& frame,
                     const std::string& threads) {
    std::vector<std::string> arguments{"indicator", indicator, data(front), "--threads", threads};
    arguments.insert(arguments.end(), frame.begin(), frame.end());
    const Ended ended = run_program(arguments, folder_);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  }

  int asked_ = 0;

 private:
  TemporaryFolder folder_;
};

TEST_F(IndicatorFixtures, Hypervolume) {
  for (const char* file : {"hypervolume.json", "extremes.json"}) {
    for (const Value& entry : cases_of(file)) {
      // An option that begins with a minus sign needs the equals sign.
      expect("hypervolume", text(entry, "points"),
             {"--reference=" + point(*entry.find("reference"))},
             number(*entry.find("hypervolume")));
    }
  }
  EXPECT_EQ(asked_, 180 + 4);
}

TEST_F(IndicatorFixtures, Distances) {
  struct Named {
    const char* key;
    const char* indicator;
  };

  for (const Value& entry : cases_of("distance.json")) {
    for (const Named& one :
         {Named{"gd_p1", "gd"}, Named{"igd_p1", "igd"}, Named{"gd_plus", "gd_plus"},
          Named{"igd_plus", "igd_plus"}, Named{"avg_hausdorff_p1", "averaged_hausdorff:p=1"},
          Named{"avg_hausdorff_p2", "averaged_hausdorff:p=2"},
          Named{"epsilon_additive", "epsilon_additive"},
          Named{"epsilon_multiplicative", "epsilon_multiplicative"}}) {
      expect(one.indicator, text(entry, "points"),
             {"--reference-set", data(text(entry, "reference_set"))},
             number(*entry.find("expected")->find(one.key)));
    }
  }
  EXPECT_EQ(asked_, 12 * 8);
}

TEST_F(IndicatorFixtures, R2OverALattice) {
  for (const Value& entry : cases_of("r2.json")) {
    const std::string lattice = text(entry, "weights");
    const long divisions = std::stol(lattice.substr(lattice.find("H=") + 2));
    expect(fmt::format("r2:divisions={}", divisions), text(entry, "points"),
           {"--ideal=" + point(*entry.find("ideal"))}, number(*entry.find("r2_discrete")));
  }
  EXPECT_EQ(asked_, 36);
}

TEST_F(IndicatorFixtures, ExactR2) {
  for (const Value& entry : cases_of("r2.json")) {
    expect("r2_exact", text(entry, "points"), {"--ideal=" + point(*entry.find("ideal"))},
           number(*entry.find("r2_exact")));
  }
  EXPECT_EQ(asked_, 36);
}

TEST_F(IndicatorFixtures, Contributions) {
  for (const Value& entry : cases_of("hypervolume.json")) {
    const std::string reference = "--reference=" + point(*entry.find("reference"));
    const double volume = number(*entry.find("hypervolume"));
    const Value* counting = entry.find("contributions_counting_dominated");
    const Value* ignoring = entry.find("contributions");
    if (ignoring == nullptr) {
      continue;  // where the peers are too slow to have been asked
    }
    for (const auto& [mode, expected] :
         {std::pair{"ignore", ignoring},
          std::pair{"count", counting != nullptr ? counting : ignoring}}) {
      expect_each(fmt::format("hypervolume_contributions:dominated={}", mode),
                  text(entry, "points"), {reference}, *expected, 1e-12 * volume);
    }
  }
  EXPECT_EQ(asked_, 2 * 132);
}

TEST_F(IndicatorFixtures, Ranks) {
  for (const Value& entry : cases_of("ranks.json")) {
    expect_each("rank", text(entry, "points"), {}, *entry.find("ranks_0based"), 0);
  }
  EXPECT_EQ(asked_, 15);
}

TEST_F(IndicatorFixtures, BySeveralThreadsHaveTheSameDigits) {
  const std::vector<std::string> reference{"--reference=1.1,1.1,1.1,1.1,1.1,1.1"};
  const std::vector<std::string> set{"--reference-set", data("dist_R_d3.csv")};
  EXPECT_EQ(digits("hypervolume", "sphere_d6_n50.csv", reference, "1"),
            digits("hypervolume", "sphere_d6_n50.csv", reference, "3"));
  EXPECT_EQ(digits("igd", "dist_A_d3_n60.csv", set, "1"),
            digits("igd", "dist_A_d3_n60.csv", set, "3"));
}

}  // namespace
}  // namespace vilfredo::suite
