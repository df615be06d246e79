#include "program/front_file.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/points/points.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {

Front read_front(const std::string& file, const std::vector<int>& maximise) {
  const PointsFile points = from_file([&] { return read_points(file); });
  Front out;
  out.f = points.points.topRows(points.n_obj());
  out.objectives = points.objectives;
  out.objectives.resize(static_cast<std::size_t>(out.n_obj()));
  for (const int k : maximise) {
    if (k < 1 || k > static_cast<int>(out.n_obj())) {
      throw Error(Errc::invalid_argument,
                  fmt::format("--maximise {} names no objective; there are {}, counted from 1", k,
                              out.n_obj()));
    }
    out.objectives[static_cast<std::size_t>(k - 1)].sense = Sense::maximise;
  }
  flip_maximised(out.f, out.objectives);
  return out;
}

}  // namespace vilfredo::suite
