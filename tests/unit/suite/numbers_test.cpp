#include <vilfredo/suite/report/numbers.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace vilfredo::suite {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> column(const std::vector<double>& values) {
  const NumberFormat format = number_format(values);
  std::vector<std::string> texts;
  for (const double v : values) {
    texts.push_back(format.text(v));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(NumberFormat, KeepsFourSignificantDigitsOfTheLargest) {
  EXPECT_EQ(column({0.871234, 0.7, 0.25}), (Texts{"0.8712", "0.7000", "0.2500"}));
  EXPECT_EQ(column({12.3456, 7.1}), (Texts{"12.35", "7.10"}));
  EXPECT_EQ(column({54321.5, 44321.25}), (Texts{"54322", "44321"}));
}

TEST(NumberFormat, AddsDigitsUntilDifferentValuesReadDifferently) {
  EXPECT_EQ(column({0.871231, 0.871239}), (Texts{"0.87123", "0.87124"}));
  EXPECT_EQ(column({1000.25, 1000.5}), (Texts{"1000.2", "1000.5"}));
}

TEST(NumberFormat, GivesUpTellingApartWhatNeedsTooManyDigits) {
  EXPECT_EQ(column({0.5, 0.5 + 1e-15, 0.25}), (Texts{"0.5000", "0.5000", "0.2500"}));
}

TEST(NumberFormat, KeepsTwoDigitsOfTheSmallestValue) {
  EXPECT_EQ(column({1.5, 0.00123}), (Texts{"1.5000", "0.0012"}));
}

TEST(NumberFormat, NeverMixesNotationsInAColumn) {
  for (const std::vector<double>& values :
       {std::vector<double>{1.5e7, 0.3}, {1e-9, 0.5, kInf}, {2.5e-12, 1e-11}, {1e6 + 0.5, 3}}) {
    ASSERT_TRUE(wants_scientific(values));
    for (const std::string& text : column(values)) {
      EXPECT_TRUE(text == "inf" || text.find('e') != std::string::npos) << text;
    }
  }
  for (const std::string& text : column({999999.5, 3, 0})) {
    EXPECT_EQ(text.find('e'), std::string::npos) << text;
  }
  EXPECT_EQ(column({0.0, 1.25e-8}), (Texts{"0.000e+00", "1.250e-08"}));
}

TEST(NumberFormat, PrintsWholeNumbersWithoutDecimals) {
  EXPECT_EQ(column({3, 10000, 0}), (Texts{"3", "10000", "0"}));
  EXPECT_EQ(column({}), Texts{});
}

TEST(NumberFormat, PrintsWhatIsNotFiniteInWords) {
  EXPECT_EQ(column({0.5, kInf, -kInf, kNan}), (Texts{"0.5000", "inf", "-inf", "–"}));
  EXPECT_EQ(column({kInf, kNan}), (Texts{"inf", "–"}));
}

TEST(NumberFormat, HasNoNegativeZero) {
  const NumberFormat format{false, 3};
  EXPECT_EQ(format.text(-0.0001), "0.000");
  EXPECT_EQ(format.text(-0.0), "0.000");
  EXPECT_EQ(format.text(-0.5), "-0.500");
  EXPECT_EQ((NumberFormat{true, 1}).text(-0.0), "0.0e+00");
}

TEST(NumberFormat, DoesNotPrintAPositiveWidthAsZero) {
  const NumberFormat format{false, 3};
  EXPECT_EQ(format.text_of_width(1e-6), "<0.001");
  EXPECT_EQ(format.text_of_width(0), "0.000");
  EXPECT_EQ(format.text_of_width(0.0124), "0.012");
  EXPECT_EQ(format.text_of_width(kInf), "inf");
  EXPECT_EQ((NumberFormat{true, 3}).text_of_width(1.234e-9), "1.2e-09");
}

TEST(NumberText, OfPValuesAndOfFilesIsFixed) {
  EXPECT_EQ(p_text(0.03125), "0.0312");
  EXPECT_EQ(p_text(1), "1.0000");
  EXPECT_EQ(p_text(3e-7), "< 0.0001");
  EXPECT_EQ(exact_text(0.1), "0.10000000000000001");
  EXPECT_EQ(exact_text(-kInf), "-inf");
  EXPECT_EQ(exact_text(kNan), "");
}

}  // namespace
}  // namespace vilfredo::suite
