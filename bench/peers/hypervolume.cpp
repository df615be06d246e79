// Hypervolume against moocore, pagmo and the programs of While et al.
#include "vilfredo/indicators/hypervolume.hpp"

#include "fronts.hpp"
#include "harness.hpp"
#include "peers.h"

#include <pagmo/utils/hypervolume.hpp>

#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

/// The same fronts as every contender wants them.
struct Instances {
  std::vector<Matrix> fronts;
  std::vector<pagmo::hypervolume> pagmo;
  std::vector<Matrix> distances;  ///< from the reference, rewritten before every call
  Vector reference;
  HypervolumeWorkspace workspace;

  Instances(const std::string& shape, Index d, Index n)
      : fronts(peers::fronts(shape, d, n)), reference(Vector::Constant(d, kReference)) {
    for (const Matrix& f : fronts) {
      std::vector<std::vector<double>> points;
      for (Index j = 0; j < n; ++j) {
        points.emplace_back(f.col(j).begin(), f.col(j).end());
      }
      pagmo.emplace_back(points, false);
      pagmo.back().set_verify(false);
      distances.push_back(f);
    }
  }
};

using WhileProgram = double (*)(double*, std::size_t, int);

/// The change of sign costs O(n * d), as it does in every program that uses theirs.
Contender program(const std::string& name, WhileProgram run, Instances& at) {
  return {name, [&at, run](std::size_t k) {
            Matrix& distances = at.distances[k];
            distances = kReference - at.fronts[k].array();
            return run(distances.data(), static_cast<std::size_t>(distances.cols()),
                       static_cast<int>(distances.rows()));
          }};
}

/// Whether a peer is worth its minutes here: what is left out takes over 10 s per call, or is
/// beaten by another peer by far more than noise.
bool moocore_runs(int d, std::size_t n) {
  return d <= 5 || (d == 6 && n <= 500) || (d == 8 && n <= 100);
}

bool limit_sets_run(int d, std::size_t n) {
  return (d >= 5 && n <= 1000) || (d == 4 && n <= 200) || d >= 6;
}

double target(int d, const std::string& shape, std::size_t n) {
  const bool crowded = shape == "skew" || shape == "ties" || shape == "clustered";
  switch (d) {
    case 2:
      return n < 500 ? 0 : crowded ? 4 : 10;
    case 3:
      return n < 200 ? 0 : n < 10000 ? 3 : 4;
    case 4:
      return n < 1000 ? 0 : n < 10000 ? 2.5 : 7;
    case 5:
      return n < 1000 ? 0 : 2.5;
    case 6:
      return n < 200 ? 0 : 9;
    default:
      return d == 8 ? 10 : 12;
  }
}

/// Sweeps up to four objectives; limit sets beyond, each of which is a set of its own.
std::string bound(int d) {
  return d <= 3 ? "1" : d == 4 ? "2" : std::to_string(d - 1) + " (worst case)";
}

void compare(Bench& bench, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  Instances at(shape, d, static_cast<Index>(n));
  std::vector<Contender> contenders = {
      {"vilfredo",
       [&at](std::size_t k) { return hypervolume(at.fronts[k], at.reference, at.workspace); }}};
  if (moocore_runs(d, n)) {
    contenders.push_back({"moocore", [&at, d, n](std::size_t k) {
                            return peer_moocore_hypervolume(at.fronts[k].data(), n, d,
                                                            at.reference.data());
                          }});
  }
  if (d <= 3 || limit_sets_run(d, n)) {
    contenders.push_back({"pagmo", [&at, d](std::size_t k) {
                            return at.pagmo[k].compute(
                                std::vector<double>(static_cast<std::size_t>(d), kReference));
                          }});
  }
  if (limit_sets_run(d, n)) {
    contenders.push_back(program("WFG", peer_wfg, at));
  }
  if (d == 4) {
    contenders.push_back(program("HV4D-R", peer_hv4dr, at));
  }
  if (d == 5 && n <= 1000) {
    contenders.push_back(program("HV5D-R", peer_hv5dr, at));
  }
  bench.compare(
      {"hypervolume", d, shape, n, at.fronts.size(), 1e-11, target(d, shape, n), bound(d)},
      contenders);
}

std::vector<std::size_t> sizes(int d) {
  switch (d) {
    case 2:
    case 3:
    case 4:
      return {100, 200, 500, 1000, 2000, 10000};
    case 5:
      return {100, 200, 500, 1000, 2000};
    case 6:
      return {100, 200, 500, 1000};
    case 8:
      return {100, 200};
    default:
      return {100};
  }
}

void run(Bench& bench) {
  for (const int d : {2, 3, 4, 5, 6, 8, 10}) {
    for (const char* shape :
         {"sphere", "linear", "convex", "random", "cube", "skew", "ties", "clustered"}) {
      for (const std::size_t n : sizes(d)) {
        // Few points of a random set are incomparable in two objectives.
        if (std::string(shape) == "random" && (d == 2 || n > 1000 || (d == 3 && n > 500))) {
          continue;
        }
        compare(bench, shape, d, n);
      }
    }
  }
}

const Family family("hypervolume", run);

}  // namespace
}  // namespace vilfredo::peers
