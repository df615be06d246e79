// The kernels of every instruction set give the same bits. The set is fixed at first use of a
// process, so each is tried in a child process that prints a digest.
#include "indicator_fuzz.hpp"
#include "point_sets.hpp"

#include <vilfredo/core/hash.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <unistd.h>

namespace vilfredo::test {
namespace {

constexpr const char* kPrefix = "digest: ";

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

/// What a child process under this instruction set prints; empty if the processor lacks it.
std::string digest_under(const std::string& isa) {
  const std::string command = "VILFREDO_ISA=" + isa + " /proc/" + std::to_string(getpid()) +
                              "/exe --gtest_also_run_disabled_tests "
                              "--gtest_filter=IndicatorKernels.DISABLED_PrintDigest 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  char buffer[256];
  while (pipe && fgets(buffer, sizeof buffer, pipe.get()) != nullptr) {
    const std::string line = buffer;
    if (line.starts_with(kPrefix)) {
      out = line.substr(std::string(kPrefix).size(), 64);
    }
  }
  return out;
}

TEST(IndicatorKernels, DISABLED_PrintDigest) {
  std::printf("%s%s\n", kPrefix, digest_here().c_str());
}

TEST(IndicatorKernels, OfEveryInstructionSetGiveTheSameBits) {
  const std::string scalar = digest_under("scalar");
  ASSERT_EQ(scalar.size(), 64U);
  int compared = 0;
  for (const std::string isa : {"avx2", "avx512"}) {
    const std::string digest = digest_under(isa);
    if (digest.empty()) {
      continue;  // the processor does not have it
    }
    EXPECT_EQ(digest, scalar) << isa;
    ++compared;
  }
  if (compared == 0) {
    GTEST_SKIP() << "this processor has neither AVX2 nor AVX-512";
  }
}

}  // namespace
}  // namespace vilfredo::test
