// All hypervolume contributions against moocore and pagmo; HVC-lib in four dimensions is derived.
#include "fronts.hpp"
#include "harness.hpp"
#include "peers.h"
#include "vilfredo/indicators/hypervolume_contributions.hpp"

#include <pagmo/utils/hypervolume.hpp>

#include <numeric>
#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

struct Instances {
  std::vector<Matrix> fronts;
  std::vector<pagmo::hypervolume> pagmo;
  Matrix scratch;
  Vector reference, out;
  HypervolumeWorkspace workspace;

  Instances(const std::string& shape, Index d, Index n)
      : fronts(peers::fronts(shape, d, n)),
        scratch(d, n),
        reference(Vector::Constant(d, kReference)),
        out(n) {
    for (const Matrix& f : fronts) {
      std::vector<std::vector<double>> points;
      for (Index j = 0; j < n; ++j) {
        points.emplace_back(f.col(j).begin(), f.col(j).end());
      }
      pagmo.emplace_back(points, false);
    }
  }
};

/// n full hypervolumes from four dimensions on.
bool moocore_runs(int d, std::size_t n) {
  return d <= 3 || (d == 4 && n <= 500) || (d == 5 && n <= 200) || (d == 6 && n <= 100);
}

/// Ratio of HVC-lib to pagmo on spheres in four dimensions, from one machine's measurements.
double hvc_to_pagmo(std::size_t n) {
  return n <= 100 ? 0.16 : n <= 200 ? 0.17 : n <= 500 ? 0.14 : n <= 2000 ? 0.135 : 0.10;
}

double target(int d, std::size_t n) {
  return n < 200 ? 0 : d <= 4 ? (d == 2 ? 0 : 2) : 10;
}

/// One sweep up to three objectives; a limit set for each point beyond.
std::string bound(int d) {
  return d <= 3 ? "1" : std::to_string(d) + " (worst case)";
}

void compare(Bench& bench, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  Instances at(shape, d, static_cast<Index>(n));
  std::vector<Contender> contenders = {{"vilfredo", [&at](std::size_t k) {
                                          return hypervolume_contributions(
                                                     at.fronts[k], at.reference,
                                                     DominatedPoints::ignore, at.workspace)
                                              .sum();
                                        }}};
  if (moocore_runs(d, n)) {
    contenders.push_back({"moocore", [&at, d, n](std::size_t k) {
                            at.scratch = at.fronts[k];
                            peer_moocore_contributions(at.out.data(), at.scratch.data(), n, d,
                                                       at.reference.data(), 1);
                            return at.out.sum();
                          }});
  }
  contenders.push_back({"pagmo", [&at, d](std::size_t k) {
                          const auto values = at.pagmo[k].contributions(
                              std::vector<double>(static_cast<std::size_t>(d), kReference));
                          return std::accumulate(values.begin(), values.end(), 0.0);
                        }});
  if (d == 4) {
    Contender derived;
    derived.name = "HVC-lib";
    derived.derived_from = "pagmo";
    derived.factor = hvc_to_pagmo(n);
    contenders.push_back(derived);
  }
  bench.compare({"all contributions", d, shape, n, at.fronts.size(), 1e-9, target(d, n), bound(d)},
                contenders);
}

void run(Bench& bench) {
  for (const int d : {2, 3, 4, 5, 6, 8}) {
    for (const char* shape : {"sphere", "linear", "convex", "skew", "ties", "clustered"}) {
      const std::vector<std::size_t> sizes =
          d <= 3   ? std::vector<std::size_t>{100, 200, 500, 1000, 2000, 10000}
          : d <= 5 ? std::vector<std::size_t>{100, 200, 500, 1000}
          : d == 6 ? std::vector<std::size_t>{100, 200, 500}
                   : std::vector<std::size_t>{100};
      for (const std::size_t n : sizes) {
        compare(bench, shape, d, n);
      }
    }
  }
}

const Family family("contributions", run);

}  // namespace
}  // namespace vilfredo::peers
