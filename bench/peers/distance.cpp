// IGD, IGD+ and the epsilon indicators against moocore.
#include "vilfredo/indicators/distance.hpp"

#include "fronts.hpp"
#include "harness.hpp"
#include "peers.h"
#include "vilfredo/indicators/epsilon.hpp"

#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

struct Quantity {
  const char* name;
  double (*ours)(MatrixIn front, MatrixIn reference_set);
  double (*moocore)(const double* a, size_t n, int d, const double* z, size_t m);
};

double igd_of(MatrixIn front, MatrixIn reference_set) {
  return igd(front, reference_set);
}

constexpr Quantity kIgd{"IGD", igd_of, peer_moocore_igd};
constexpr Quantity kIgdPlus{"IGD+", igd_plus, peer_moocore_igd_plus};
constexpr Quantity kAdditive{"additive epsilon", epsilon_additive, peer_moocore_epsilon_additive};
constexpr Quantity kMultiplicative{"multiplicative epsilon", epsilon_multiplicative,
                                   peer_moocore_epsilon_multiplicative};

double distance_target(int d, std::size_t n) {
  if (n < 1000) {
    return 0;
  }
  return d <= 5 && n >= 10000 ? 100 : d <= 3 ? 20 : d <= 5 ? 12 : 8;
}

/// A front of the given shape, and where it is a sphere a linear set to compare it with, as large.
void compare(Bench& bench, const Quantity& what, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  // Shifted away from 0, which the multiplicative indicator refuses.
  const auto shifted = [](const Matrix& set) -> Matrix { return set.array() + 0.01; };
  const auto count = static_cast<Index>(n);
  std::vector<Matrix> a;
  std::vector<Matrix> z;
  for (const Matrix& set : fronts(shape, d, count)) {
    z.push_back(shifted(front(shape == "sphere" ? "linear" : shape, d, count, 1000 + a.size())));
    a.push_back(shifted(set));
  }
  const bool distance = what.name == kIgd.name || what.name == kIgdPlus.name;
  bench.compare({what.name, d, shape, n, a.size(), 1e-12, distance ? distance_target(d, n) : 4.0,
                 "2 (worst case)"},
                {{"vilfredo", [&](std::size_t k) { return what.ours(a[k], z[k]); }},
                 {"moocore",
                  [&](std::size_t k) { return what.moocore(a[k].data(), n, d, z[k].data(), n); }}});
}

void compare_all(Bench& bench, const std::vector<Quantity>& quantities) {
  for (const Quantity& what : quantities) {
    for (const int d : {2, 3, 5, 10}) {
      for (const char* shape : {"sphere", "cube", "skew", "clustered"}) {
        for (const std::size_t n : {100, 1000, 10000}) {
          compare(bench, what, shape, d, n);
        }
      }
    }
  }
}

const Family distances("distance", [](Bench& bench) { compare_all(bench, {kIgd, kIgdPlus}); });
const Family epsilons("epsilon", [](Bench& bench) {
  compare_all(bench, {kAdditive, kMultiplicative});
});

}  // namespace
}  // namespace vilfredo::peers
