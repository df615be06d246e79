// Digests computed by child processes, one per instruction set: the set is fixed at first use of a
// process.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <unistd.h>

namespace vilfredo::test {

inline constexpr const char* kDigestPrefix = "digest: ";

/// What a disabled test of this program prints behind kDigestPrefix, 64 characters, under this
/// instruction set; empty if the processor lacks it.
inline std::string digest_under(const std::string& isa, const std::string& printing_test) {
  const std::string command =
      "VILFREDO_ISA=" + isa + " /proc/" + std::to_string(getpid()) +
      "/exe --gtest_also_run_disabled_tests --gtest_filter=" + printing_test + " 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  char buffer[256];
  while (pipe && fgets(buffer, sizeof buffer, pipe.get()) != nullptr) {
    const std::string line = buffer;
    if (line.starts_with(kDigestPrefix)) {
      out = line.substr(std::string(kDigestPrefix).size(), 64);
    }
  }
  return out;
}

/// Compares the digests of all sets that the processor has.
inline void expect_same_digests(const std::string& printing_test) {
  const std::string scalar = digest_under("scalar", printing_test);
  ASSERT_EQ(scalar.size(), 64U);
  int compared = 0;
  for (const std::string isa : {"avx2", "avx512"}) {
    const std::string digest = digest_under(isa, printing_test);
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

}  // namespace vilfredo::test
