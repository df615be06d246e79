// The members of an archive of two objectives.
#pragma once

#include "member_index.hpp"

#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// Sorted by rising f_1, hence by falling f_2, in blocks of bounded length below a directory of the
/// blocks' first f_1. O(log n) to answer; an insertion moves at most half a block, and every
/// kCapacity / 2 insertions one directory entry per block behind.
class Staircase final : public MemberIndex {
 public:
  [[nodiscard]] bool admits(const double* f, std::vector<Slot>& dominated) override;
  void replace(const std::vector<Slot>& dominated, Slot slot, const double* f) override;
  void remove(Slot slot, const double* f) override;
  void rename(Slot from, Slot to, const double* f) override;
  void build(const double* f, Index n) override;

 private:
  static constexpr std::size_t kCapacity = 128;
  static constexpr std::size_t kCached = 256;  // blocks that the nearer caches hold
  static constexpr std::size_t kBuiltFill = 96;
  static constexpr std::size_t kSparse = 8;  // repacked below one entry per so many places

  struct Block {
    std::size_t count = 0;
    double f1[kCapacity];
    double f2[kCapacity];
    Slot slot[kCapacity];
  };

  struct Place {
    std::size_t block;  // in the directory; one past the last only if there are no blocks
    std::size_t entry;  // below the block's count, or equal to it behind the last entry of all
  };

  /// The first entry with f_1 at least `f1`.
  [[nodiscard]] Place find(double f1) const;

  [[nodiscard]] const Block& at(std::size_t block) const { return blocks_[directory_[block]]; }

  [[nodiscard]] Block& at(std::size_t block) { return blocks_[directory_[block]]; }

  void erase(Place first, std::size_t count);
  void insert(Place place, Slot slot, const double* f);
  void split(std::size_t block);
  void drop_blocks(std::size_t first, std::size_t last);
  void repack();

  std::vector<Block> blocks_;
  std::vector<std::uint32_t> spare_;      // of blocks_, not in use
  std::vector<std::uint32_t> directory_;  // of blocks_, in order
  std::vector<double> first_f1_;          // of each block in the directory
  std::size_t size_ = 0;
  Place found_ = {0, 0};  // where admits() found the first dominated member
};

}  // namespace vilfredo::detail
