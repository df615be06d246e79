// An ordered set of the integers 0 .. n-1 as a tree of 64-bit words.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilfredo::detail {

/// Every operation visits one word per level, and there are ceil(log_64 n) levels. A bit of level
/// k+1 says that the word of level k below it is not zero.
class RankSet {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};

  /// Empty set over 0 .. n-1. O(n / 64).
  void reset(std::size_t n) {
    depth_ = 0;
    std::size_t total = 0;
    std::size_t words = n;
    do {
      words = (words + 63) / 64;
      first_[depth_++] = total;
      total += words;
    } while (words > 1);
    words_.assign(total, 0);
  }

  void insert(std::size_t rank) {
    for (std::size_t level = 0; level < depth_; ++level, rank >>= 6) {
      words_[first_[level] + (rank >> 6)] |= std::uint64_t{1} << (rank & 63);
    }
  }

  void erase(std::size_t rank) {
    for (std::size_t level = 0; level < depth_; ++level, rank >>= 6) {
      std::uint64_t& word = words_[first_[level] + (rank >> 6)];
      word &= ~(std::uint64_t{1} << (rank & 63));
      if (word != 0) {
        return;
      }
    }
  }

  /// Largest member < rank, or kNone.
  [[nodiscard]] std::size_t before(std::size_t rank) const {
    for (std::size_t level = 0; level < depth_; ++level, rank >>= 6) {
      const std::uint64_t below = (std::uint64_t{1} << (rank & 63)) - 1;
      const std::uint64_t word = words_[first_[level] + (rank >> 6)] & below;
      if (word != 0) {
        std::size_t found = (rank & ~std::size_t{63}) + highest(word);
        while (level-- > 0) {
          found = found * 64 + highest(words_[first_[level] + found]);
        }
        return found;
      }
    }
    return kNone;
  }

 private:
  static std::size_t highest(std::uint64_t word) {
    return static_cast<std::size_t>(63 - std::countl_zero(word));
  }

  std::vector<std::uint64_t> words_;        // of all levels, the lowest first
  std::array<std::size_t, 11> first_ = {};  // where each level begins; 64^11 > 2^64
  std::size_t depth_ = 0;
};

}  // namespace vilfredo::detail
