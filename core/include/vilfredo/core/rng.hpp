// Random streams: Philox-4x32-10 behind a value type, addressed by (key, purpose, index).
//
// A work item takes its stream from its own index, never from the thread that runs it, and adding a
// draw in one operator disturbs no other. Salmon et al., "Parallel random numbers: as easy as 1, 2,
// 3", SC'11. Uniforms, integers and normals follow one fixed recipe (golden values in the tests);
// no distribution of the standard library is used anywhere.
#pragma once

#include "vilfredo/core/types.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace vilfredo {

class StateIo;

/// What a stream is for; the fourth word of the counter.
enum class Purpose : std::uint32_t {
  design = 0,       ///< initial population; index: individual
  variation = 1,    ///< crossover and mutation; index: offspring
  selection = 2,    ///< selection and tie-breaks; index: generation
  model = 3,        ///< initialisation of networks and surrogates; index: model
  exploration = 4,  ///< mini-batches and exploration; index: step
  environment = 5,  ///< resets and dynamics; index: lane (high 32 bits), episode (low)
  noise = 6,        ///< objective noise; index: id of the solution
  indicator = 7,    ///< Monte Carlo indicators; index: snapshot
  foreign = 8,      ///< seeds handed to other libraries; index: consumer
  migration = 9,    ///< index: epoch (high 32 bits), island (low)
  statistics = 10,  ///< bootstrap and permutation; index: table cell
  sample = 11,      ///< common random numbers of a whole ask; index: Ask::sample
  user = 256        ///< and above
};

/// One stream. Copyable; equal streams give equal draws on every platform.
class Rng {
 public:
  Rng() = default;

  Rng(std::uint64_t key, Purpose purpose, std::uint64_t index)
      : key_(key), index_(index), purpose_(static_cast<std::uint32_t>(purpose)) {}

  /// Uniform in [0, 1), 53 bits.
  [[nodiscard]] double uniform();

  /// Uniform in [lower, upper).
  [[nodiscard]] double uniform(double lower, double upper) {
    return lower + (upper - lower) * uniform();
  }

  /// Uniform integer in [0, n), without bias. n >= 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t n);

  [[nodiscard]] Index index_below(Index n) {
    return static_cast<Index>(below(static_cast<std::uint64_t>(n)));
  }

  /// Standard normal (Box-Muller; both values of a pair are used).
  [[nodiscard]] double normal();
  /// The next 64 random bits.
  [[nodiscard]] std::uint64_t bits();

  /// The same values as that many calls of uniform(), several times faster.
  void fill_uniform(std::span<double> out);
  /// Fisher-Yates with below().
  void shuffle(std::span<Index> items);

  /// A stream with a new key derived by hashing: nested work (islands, inner searches).
  [[nodiscard]] Rng child(Purpose purpose, std::uint64_t index) const;

  [[nodiscard]] std::uint64_t key() const { return key_; }

  void persist(StateIo& io);
  bool operator==(const Rng& other) const = default;

 private:
  void refill();
  [[nodiscard]] std::uint64_t next_unit();

  std::uint64_t key_ = 0;
  std::uint64_t index_ = 0;
  std::uint32_t purpose_ = 0;
  std::uint32_t block_ = 0;  // the next block to generate
  std::uint32_t used_ = 2;   // 64-bit units of the current block already drawn
  std::array<std::uint64_t, 2> unit_ = {};
  bool has_spare_ = false;
  double spare_ = 0;
};

/// Key of a run: the first 8 bytes, big-endian, of SHA-256 over the seed tag "vilfredo-seed-v1",
/// the decimal root seed, the scope and the decimal replicate, separated by zero bytes.
[[nodiscard]] std::uint64_t derive_key(std::uint64_t root,
                                       std::string_view scope,
                                       std::uint64_t replicate);

/// One Philox-4x32-10 block: counter (c0..c3) and key (k0, k1), as published.
[[nodiscard]] std::array<std::uint32_t, 4> philox_block(std::array<std::uint32_t, 4> counter,
                                                        std::array<std::uint32_t, 2> key);

/// Packs a two-part index, high part first.
[[nodiscard]] constexpr std::uint64_t pack(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32U) | low;
}

}  // namespace vilfredo
