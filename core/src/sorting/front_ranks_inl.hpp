// The search for a point's front, for a class Block of kWords words of a bitset.
#pragma once

#include "front_ranks_kernels.hpp"

#include <stdint.h>

namespace {

using vilfredo::detail::FrontRanksView;

constexpr uint32_t kNone = 0xFFFFFFFFU;

template <class Block>
class FrontSearch {
 public:
  explicit FrontSearch(const FrontRanksView& view) : v_(view) {}

  uint32_t run() {
    for (uint32_t i = 0; i < v_.m; ++i) {
      const uint32_t rank = find_candidates(i) ? search(i) : 0;
      v_.ranks[i] = rank;
      enter(i, rank);
    }
    return fronts_;
  }

  /// Here `candidates` holds the non-dominated points met so far.
  void filter() {
    for (uint32_t w = 0; w < v_.words; ++w) {
      v_.candidates[w] = 0;
    }
    for (uint32_t i = 0; i < v_.m; ++i) {
      const bool dominated = dominated_by_best(i);
      v_.ranks[i] = dominated ? 1 : 0;
      v_.candidates[i / 64] |= uint64_t{dominated ? 0U : 1U} << (i % 64);
    }
  }

 private:
  /// Row k: the points that come no later than point i, by buckets, in objective k + 1.
  void find_rows(uint32_t i) {
    const uint32_t others = v_.n_obj - 1;
    const uint8_t* bucket = v_.buckets + static_cast<uint64_t>(i) * others;
    for (uint32_t k = 0; k < others; ++k) {
      const uint64_t row = static_cast<uint64_t>(k) * v_.n_buckets + bucket[k];
      v_.row_of[k] = v_.rows + row * v_.words;
    }
  }

  bool dominated_by_best(uint32_t i) {
    const uint32_t others = v_.n_obj - 1;
    find_rows(i);
    for (uint32_t w = 0; w <= i / 64; w += Block::kWords) {
      typename Block::Type block = Block::load(v_.candidates + w);
      for (uint32_t k = 0; k < others; ++k) {
        block = Block::both(block, Block::load(v_.row_of[k] + w));
      }
      if (Block::is_zero(block)) {
        continue;
      }
      alignas(64) uint64_t words[Block::kWords];
      Block::store(words, block);
      for (uint32_t u = 0; u < Block::kWords; ++u) {
        for (uint64_t bits = words[u]; bits != 0; bits &= bits - 1) {
          if (dominates((w + u) * 64 + static_cast<uint32_t>(__builtin_ctzll(bits)), i)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// The earlier points that no objective's bucket excludes as dominators of point i.
  bool find_candidates(uint32_t i) {
    const uint32_t others = v_.n_obj - 1;
    find_rows(i);
    const uint32_t last = i / 64;
    typename Block::Type any = Block::zero();
    uint32_t w = 0;
    for (; w + Block::kWords <= last; w += Block::kWords) {
      typename Block::Type block = Block::load(v_.row_of[0] + w);
      for (uint32_t k = 1; k < others; ++k) {
        block = Block::both(block, Block::load(v_.row_of[k] + w));
      }
      Block::store(v_.candidates + w, block);
      any = Block::either(any, block);
    }
    uint64_t tail = 0;
    for (; w <= last; ++w) {
      uint64_t word = w < last ? ~uint64_t{0} : (uint64_t{1} << (i % 64)) - 1;
      for (uint32_t k = 0; k < others; ++k) {
        word &= v_.row_of[k][w];
      }
      v_.candidates[w] = word;
      tail |= word;
    }
    for (; w % Block::kWords != 0; ++w) {
      v_.candidates[w] = 0;
    }
    return tail != 0 || !Block::is_zero(any);
  }

  /// What is dominated in a front is dominated in every front before it.
  uint32_t search(uint32_t i) {
    uint32_t low = 0;
    uint32_t high = fronts_;
    while (low < high) {
      const uint32_t middle = (low + high) / 2;
      if (dominated_in(middle, i)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  bool dominated_in(uint32_t front, uint32_t i) {
    if (v_.bitset_of[front] == kNone) {
      for (uint32_t q = v_.newest[front]; q != kNone; q = v_.previous[q]) {
        if ((v_.candidates[q / 64] >> (q % 64) & 1U) != 0 && dominates(q, i)) {
          return true;
        }
      }
      return false;
    }
    const uint64_t* members = v_.bitsets + static_cast<uint64_t>(v_.bitset_of[front]) * v_.words;
    for (uint32_t w = 0; w <= i / 64; w += Block::kWords) {
      if (Block::is_zero(Block::both(Block::load(v_.candidates + w), Block::load(members + w)))) {
        continue;
      }
      for (uint32_t u = w; u < w + Block::kWords; ++u) {
        for (uint64_t bits = v_.candidates[u] & members[u]; bits != 0; bits &= bits - 1) {
          if (dominates(u * 64 + static_cast<uint32_t>(__builtin_ctzll(bits)), i)) {
            return true;
          }
        }
        v_.candidates[u] &= ~members[u];  // they have been compared
      }
    }
    return false;
  }

  /// For a point q before i, which is no larger in the first objective and not equal.
  bool dominates(uint32_t q, uint32_t i) const {
    const double* a = v_.points + static_cast<uint64_t>(q) * v_.n_obj;
    const double* b = v_.points + static_cast<uint64_t>(i) * v_.n_obj;
    for (uint32_t k = 1; k < v_.n_obj; ++k) {
      if (a[k] > b[k]) {
        return false;
      }
    }
    return true;
  }

  void enter(uint32_t i, uint32_t front) {
    if (front == fronts_) {
      ++fronts_;
      v_.newest[front] = kNone;
      v_.sizes[front] = 0;
      v_.bitset_of[front] = kNone;
    }
    v_.previous[i] = v_.newest[front];
    v_.newest[front] = i;
    ++v_.sizes[front];
    if (v_.bitset_of[front] != kNone) {
      set(v_.bitset_of[front], i);
    } else if (v_.sizes[front] == v_.dense) {
      const uint32_t bitset = bitsets_++;
      v_.bitset_of[front] = bitset;
      uint64_t* words = v_.bitsets + static_cast<uint64_t>(bitset) * v_.words;
      for (uint32_t w = 0; w < v_.words; ++w) {
        words[w] = 0;
      }
      for (uint32_t q = i; q != kNone; q = v_.previous[q]) {
        set(bitset, q);
      }
    }
  }

  void set(uint32_t bitset, uint32_t i) {
    v_.bitsets[static_cast<uint64_t>(bitset) * v_.words + i / 64] |= uint64_t{1} << (i % 64);
  }

  const FrontRanksView& v_;
  uint32_t fronts_ = 0;
  uint32_t bitsets_ = 0;
};

}  // namespace
