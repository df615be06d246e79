// Exact R2: two objectives against moocore; beyond, where there is no peer, against our
// hypervolume.
#include "fronts.hpp"
#include "harness.hpp"
#include "peers.h"
#include "vilfredo/indicators/hypervolume.hpp"
#include "vilfredo/indicators/r2_exact.hpp"

#include <limits>
#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

void compare(Bench& bench, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  const std::vector<Matrix> at = fronts(shape, d, static_cast<Index>(n));
  const Vector ideal = Vector::Constant(d, -0.1);
  const Vector reference = Vector::Constant(d, kReference);
  HypervolumeWorkspace workspace;
  std::vector<Contender> contenders = {
      {"vilfredo", [&](std::size_t k) { return r2_exact(at[k], ideal); }}};
  if (d == 2) {
    contenders.push_back({"moocore", [&](std::size_t k) {
                            return peer_moocore_r2_exact(at[k].data(), n, d, ideal.data());
                          }});
    bench.compare({"exact R2", d, shape, n, at.size(), 1e-11, n < 500 ? 0.0 : 5.0, "1"},
                  contenders);
    return;
  }
  contenders.push_back(
      {"our hypervolume", [&](std::size_t k) { return hypervolume(at[k], reference, workspace); }});
  // Another quantity, so answers are not compared; a quarter of its speed is the aim.
  bench.compare({"exact R2", d, shape, n, at.size(), std::numeric_limits<double>::infinity(), 0.25,
                 d <= 3 ? "1" : std::to_string(d / 2) + " (boxes)"},
                contenders);
}

void run(Bench& bench) {
  for (const char* shape : {"sphere", "linear", "convex", "cube", "skew", "ties", "clustered"}) {
    for (const std::size_t n : {100, 500, 1000, 10000}) {
      compare(bench, shape, 2, n);
    }
  }
  for (const int d : {3, 4, 5, 6}) {
    for (const char* shape : {"sphere", "linear", "skew"}) {
      for (const std::size_t n : {100, 200, 500, 1000}) {
        if (d < 5 || n <= 200) {
          compare(bench, shape, d, n);
        }
      }
    }
  }
}

const Family family("r2", run);

}  // namespace
}  // namespace vilfredo::peers
