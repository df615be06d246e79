// Digests of what a revision computes, kept in tests/data/revision_digests.json.
#pragma once

#include "test_paths.hpp"

#include <vilfredo/core/isa.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <string>

namespace vilfredo {

/// Fails if another digest is known for `key`, which names a thing and its revision, or if none is.
/// With VILFREDO_UPDATE_DIGESTS set it is written down instead. The reference build is g++ on this
/// instruction set; libm decides the last bits, so digests of other builds are not compared.
inline void expect_digest_of_revision(const std::string& key, const std::string& digest) {
  const std::string path = std::string(VILFREDO_TEST_DATA) + "/revision_digests.json";
  const std::string machine = "gcc-" + std::string(name(isa()));
  nlohmann::json known = nlohmann::json::object();
  if (std::ifstream in(path); in) {
    in >> known;
  }
  if (std::getenv("VILFREDO_UPDATE_DIGESTS") != nullptr) {
    known[machine][key] = digest;
    std::ofstream(path) << known.dump(1) << "\n";
    return;
  }
#if defined(__clang__)
  GTEST_SKIP() << "the reference build is g++";
#else
  ASSERT_TRUE(known.contains(machine)) << path << " lacks " << machine;
  ASSERT_TRUE(known[machine].contains(key))
      << key
      << " is new: run the law tests once with VILFREDO_UPDATE_DIGESTS=1 and commit the file";
  EXPECT_EQ(known[machine][key].get<std::string>(), digest)
      << key << " computes something else: raise its kRevision";
#endif
}

}  // namespace vilfredo
