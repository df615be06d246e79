// The kernels of every instruction set give the same bits. The set is fixed at first use of a
// process, so each is tried in a child process that prints a digest.
#include "indicator_fuzz.hpp"
#include "isa_digests.hpp"
#include "point_sets.hpp"

#include <vilfredo/core/hash.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <span>
#include <string>

namespace vilfredo::test {
namespace {

void add(Sha256& hash, const std::vector<double>& values) {
  hash.update(std::span<const double>(values));
}

void add_large(Sha256& hash, Draws& draws, Index d) {
  const Matrix a = draws.sphere(d, 700).array() + 0.1;
  const Matrix z = draws.cube(d, 900).array() + 0.1;
  const Vector zero = Vector::Zero(d);
  add(hash, {igd(a, z, 2), igd_plus(a, z), gd(z, a), gd_plus(z, a), epsilon_additive(a, z),
             epsilon_multiplicative(a, z), r2(a, z, zero).value});
  const Vector contributions = r2_contributions(a, z, zero);
  add(hash, {contributions.begin(), contributions.end()});
  const std::vector<Index> ranks = non_dominated_ranks(z);
  add(hash, {ranks.begin(), ranks.end()});
  const Vector reference = Vector::Constant(d, 1.2);
  add(hash, {hypervolume(a.leftCols(d < 6 ? 300 : 60), reference),
             r2_exact(a.leftCols(d < 6 ? 100 : 20), zero)});
}

std::string digest_here() {
  Sha256 hash;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const FuzzCase c(seed);
    for (const FuzzFunction& function : fuzz::functions()) {
      const FuzzOutcome result = fuzz::outcome(function, c, c.front);
      hash.update(function.name);
      add(hash, result.value_or(std::vector<double>{}));
    }
  }
  Draws draws(5);
  for (const Index d : {2, 3, 4, 5, 7}) {
    add_large(hash, draws, d);
  }
  return hex(hash.digest());
}

TEST(IndicatorKernels, DISABLED_PrintDigest) {
  std::printf("%s%s\n", kDigestPrefix, digest_here().c_str());
}

TEST(IndicatorKernels, OfEveryInstructionSetGiveTheSameBits) {
  expect_same_digests("IndicatorKernels.DISABLED_PrintDigest");
}

}  // namespace
}  // namespace vilfredo::test
