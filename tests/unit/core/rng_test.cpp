#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/rng.hpp>
#include <vilfredo/core/state.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace vilfredo {
namespace {

TEST(Philox, GivesThePublishedAnswers) {
  using Words = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox_block({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  const std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(philox_block({ones, ones, ones, ones}, {ones, ones}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      philox_block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
      (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Rng, DerivesKeysAndValuesOfTheSpecification) {
  const std::uint64_t key = derive_key(42, "zdt1", 0);
  EXPECT_EQ(key, 0xbe85b7b2d8634a24U);
  Rng uniforms(key, Purpose::design, 0);
  EXPECT_EQ(uniforms.uniform(), 0.7527845080757066);
  EXPECT_EQ(uniforms.uniform(), 0.16859269114635167);
  Rng small(key, Purpose::design, 0);
  EXPECT_EQ(small.below(10), 7U);
  EXPECT_EQ(small.below(10), 1U);
  Rng large(key, Purpose::design, 0);
  EXPECT_EQ(large.below(1000), 752U);
  EXPECT_EQ(large.below(1000), 168U);
  Rng normals(key, Purpose::design, 0);
  EXPECT_NEAR(normals.normal(), 0.8183292227899395, 1e-15);
  EXPECT_NEAR(normals.normal(), 1.4578501482179913, 1e-15);
  const auto noise = philox_block(
      {0, 7, 0, 6}, {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)});
  EXPECT_EQ(noise, (std::array<std::uint32_t, 4>{0xb64ba2a0, 0x75edda20, 0x01255faa, 0xda7ca84a}));
  Rng evaluation7(key, Purpose::noise, 7);
  EXPECT_EQ(evaluation7.bits(), 0xb64ba2a075edda20U);
}

TEST(Rng, FillsInBulkWhatItWouldDrawOneByOne) {
  for (const std::size_t before : {0U, 1U, 2U, 3U}) {
    for (const std::size_t n : {1U, 31U, 32U, 33U, 64U, 257U}) {
      Rng one(123, Purpose::variation, 1ULL << 40U);
      Rng bulk = one;
      for (std::size_t i = 0; i < before; ++i) {
        ASSERT_EQ(one.uniform(), bulk.uniform());
      }
      std::vector<double> values(n);
      bulk.fill_uniform(values);
      for (const double value : values) {
        ASSERT_EQ(value, one.uniform());
      }
      ASSERT_EQ(one.bits(), bulk.bits());
    }
  }
}

TEST(Rng, BelowIsUniform) {
  // Chi-square over 7 cells; 27.9 is exceeded with probability 1e-4 if the draws are uniform.
  constexpr int kDraws = 70000;
  Rng rng(7, Purpose::user, 1);
  std::array<int, 7> count{};
  for (int i = 0; i < kDraws; ++i) {
    ++count[rng.below(7)];
  }
  double chi2 = 0;
  for (const int c : count) {
    chi2 += (c - kDraws / 7.0) * (c - kDraws / 7.0) / (kDraws / 7.0);
  }
  EXPECT_LT(chi2, 27.9);
}

TEST(Rng, ShufflesToAPermutationThatDependsOnTheStream) {
  std::vector<Index> a(50);
  std::iota(a.begin(), a.end(), Index{0});
  std::vector<Index> b = a;
  Rng(1, Purpose::selection, 0).shuffle(a);
  Rng(1, Purpose::selection, 1).shuffle(b);
  EXPECT_NE(a, b);
  std::ranges::sort(a);
  for (Index i = 0; i < 50; ++i) {
    EXPECT_EQ(a[static_cast<std::size_t>(i)], i);
  }
}

TEST(Rng, GoesOnWhereItWasSavedInTheMiddleOfAPair) {
  Rng rng(99, Purpose::variation, 3);
  (void)rng.uniform();
  (void)rng.normal();
  StateIo out = StateIo::writer();
  out("rng", rng);
  StateIo in = StateIo::reader(out.bytes());
  Rng loaded;
  in("rng", loaded);
  EXPECT_EQ(loaded, rng);
  EXPECT_EQ(loaded.normal(), rng.normal());
  EXPECT_EQ(loaded.uniform(), rng.uniform());
}

TEST(Rng, ChildrenDifferByPurposeIndexAndParent) {
  const Rng parent(5, Purpose::user, 0);
  EXPECT_EQ(parent.child(Purpose::model, 1), parent.child(Purpose::model, 1));
  EXPECT_NE(parent.child(Purpose::model, 1).key(), parent.child(Purpose::model, 2).key());
  EXPECT_NE(parent.child(Purpose::model, 1).key(), parent.child(Purpose::noise, 1).key());
  EXPECT_NE(parent.child(Purpose::model, 1).key(),
            Rng(6, Purpose::user, 0).child(Purpose::model, 1).key());
}

TEST(Sha256, GivesThePublishedAnswers) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace vilfredo
