#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/points/points.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

namespace vilfredo::suite {
namespace {

std::string failure(const std::string& text) {
  try {
    (void)parse_points(text, "front.csv");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::invalid_argument);
    return error.sentence();
  }
  return "";
}

TEST(Points, ReadsCommasBlanksCommentsAndWindowsLines) {
  const PointsFile file = parse_points(
      "\xEF\xBB\xBF# a comment\r\n1, 2.5\r\n\r\n  -3\t+4e-1  # the second\r\n5,6", "front.csv");
  ASSERT_EQ(file.points.rows(), 2);
  ASSERT_EQ(file.points.cols(), 3);
  EXPECT_EQ(file.points(0, 0), 1);
  EXPECT_EQ(file.points(1, 0), 2.5);
  EXPECT_EQ(file.points(0, 1), -3);
  EXPECT_EQ(file.points(1, 1), 0.4);
  EXPECT_EQ(file.points(1, 2), 6);
  EXPECT_TRUE(file.objectives.empty());
  EXPECT_EQ(file.n_obj(), 2);
}

TEST(Points, ReadsTheHeading) {
  const PointsFile file =
      parse_points("# objectives: mass:min safety:max\n# constraints: stress\n1,2,-3\n", "a");
  ASSERT_EQ(file.objectives.size(), 2U);
  EXPECT_EQ(file.objectives[0].name, "mass");
  EXPECT_EQ(file.objectives[0].sense, Sense::minimise);
  EXPECT_EQ(file.objectives[1].sense, Sense::maximise);
  ASSERT_EQ(file.constraints.size(), 1U);
  EXPECT_EQ(file.n_obj(), 2);
}

TEST(Points, EachFaultHasItsOwnSentence) {
  EXPECT_EQ(failure(""), "front.csv: there is no point in this file; a point is a row of numbers");
  EXPECT_EQ(failure("# only this\n\n"),
            "front.csv: there is no point in this file; a point is a row of numbers");
  EXPECT_EQ(failure("1,2\n\n3,4,5\n"),
            "front.csv:3: this row has 3 numbers, the one in line 1 has 2; all rows must be of one "
            "length");
  EXPECT_EQ(failure("f1,f2\n1,2\n"),
            "front.csv:1: \"f1\" is no number; a line that is no point must begin with #");
  EXPECT_EQ(failure("1,2\n3,x\n"), "front.csv:2: \"x\" is no number");
  EXPECT_EQ(failure("1,2\n3,4;5\n"), "front.csv:2: \"4;5\" is no number");
  EXPECT_EQ(failure("1,,2\n"), "front.csv:1: number 2 of this row is missing");
  EXPECT_EQ(failure("1,2,\n"), "front.csv:1: number 3 of this row is missing");
  EXPECT_EQ(failure("1,nan\n"), "front.csv:1: \"nan\" is not finite");
  EXPECT_EQ(failure("1,-inf\n"), "front.csv:1: \"-inf\" is not finite");
  EXPECT_EQ(failure("1,1e999\n"), "front.csv:1: \"1e999\" is beyond the range of a double");
  EXPECT_EQ(failure("# objectives: mass\n1\n"),
            "front.csv:1: \"mass\" is no objective; write its name and sense, as in mass:min or "
            "safety:max");
  EXPECT_EQ(
      failure("\n# objectives: a:min b:min\n1,2,3\n"),
      "front.csv:2: the heading names 2 objectives and 0 constraints, but rows have 3 numbers");
}

TEST(Points, WhatIsWrittenIsReadBackBitForBit) {
  Matrix points(3, 40);
  std::uint64_t state = 1;
  for (Index i = 0; i < points.size(); ++i) {
    double number = 0;
    do {  // any finite double, from the bits of a linear congruential sequence
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      number = std::bit_cast<double>(state);
    } while (!std::isfinite(number));
    points.data()[i] = number;
  }
  const std::vector<Objective> objectives = {{"f 1", Sense::minimise, ""},
                                             {"f2", Sense::maximise, ""}};
  const std::string text = format_points(points, objectives, {"g1"});
  EXPECT_TRUE(text.starts_with("# objectives: f_1:min f2:max\n# constraints: g1\n"));
  const PointsFile back = parse_points(text, "a");
  EXPECT_EQ(back.points, points);
  EXPECT_EQ(back.objectives[1].sense, Sense::maximise);
}

TEST(Points, SeventeenDigitsAndNoNegativeZero) {
  EXPECT_EQ(exact_digits(0.1), "0.10000000000000001");
  EXPECT_EQ(exact_digits(-0.0), "0");
  EXPECT_EQ(format_points(Matrix::Constant(2, 1, 0.5)), "0.5,0.5\n");
}

TEST(Points, FlippingTwiceChangesNothing) {
  Matrix points{{1.0, 2.0}, {3.0, 4.0}};
  const std::vector<Objective> objectives = {{"a", Sense::minimise, ""},
                                             {"b", Sense::maximise, ""}};
  flip_maximised(points, objectives);
  EXPECT_EQ(points, (Matrix{{1.0, 2.0}, {-3.0, -4.0}}));
  flip_maximised(points, objectives);
  EXPECT_EQ(points, (Matrix{{1.0, 2.0}, {3.0, 4.0}}));
}

TEST(Points, AMissingFileIsNotFound) {
  try {
    (void)read_points("no/such/file.csv");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::not_found);
  }
}

}  // namespace
}  // namespace vilfredo::suite
