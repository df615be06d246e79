// The shapes that scales, reference points and reference sets have in a suite file.
#pragma once

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/options.hpp>
#include <vilfredo/suite/plan/frame.hpp>

#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace vilfredo::suite {

struct KnownFrameOptions {
  std::vector<double> ideal;
  std::vector<double> nadir;
  std::vector<double> reference_point;
  std::string reference_set;
  double hypervolume = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("ideal", &KnownFrameOptions::ideal, "best value of each objective on the front"),
        field("nadir", &KnownFrameOptions::nadir, "worst value of each objective on the front"),
        field("reference_point", &KnownFrameOptions::reference_point, "of hypervolume"),
        field("reference_set", &KnownFrameOptions::reference_set,
              "CSV file of points of the front"),
        field(
            "hypervolume", &KnownFrameOptions::hypervolume,
            closed(0, std::numeric_limits<double>::max()),
            "of the whole front, for indicators that measure what is lacking of it; 0: not said")};
  }
};

struct ReferencePointOptions {
  ReferencePolicy policy = ReferencePolicy::problem;
  double offset = 0.1;
  std::vector<double> point;

  static constexpr auto fields() {
    return std::tuple{
        field("policy", &ReferencePointOptions::policy, "where the reference point comes from"),
        field("offset", &ReferencePointOptions::offset, closed(0, 1e6),
              "of offset_nadir, in ranges between ideal and nadir"),
        field("point", &ReferencePointOptions::point,
              "of policy point, in the objectives' own senses")};
  }

  static void check(const ReferencePointOptions& o) {
    if (o.policy == ReferencePolicy::point && o.point.empty()) {
      throw Error(Errc::invalid_config, "policy \"point\" needs \"point\": [...]");
    }
    if (o.policy != ReferencePolicy::point && !o.point.empty()) {
      throw Error(Errc::invalid_config, "\"point\" is only used with policy \"point\"");
    }
  }
};

struct ReferenceSetOptions {
  std::string file;
  Index points = 0;

  static constexpr auto fields() {
    return std::tuple{
        field("file", &ReferenceSetOptions::file,
              "CSV file of points; {problem} stands for the id"),
        field("points", &ReferenceSetOptions::points, closed(0, 1e7),
              "about how many points of the known front; 0: 1000 for two objectives, 2500 for "
              "three, else 5000")};
  }

  static void check(const ReferenceSetOptions& o) {
    if (!o.file.empty() && o.points > 0) {
      throw Error(Errc::invalid_config,
                  "\"points\" counts points of the known front, not of a file");
    }
  }
};

}  // namespace vilfredo::suite
