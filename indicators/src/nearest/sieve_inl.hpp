// Least pair values by the coarse squares of all pairs, over Lanes.
#pragma once

#include "search_inl.hpp"

namespace {

/// The least coarse square of every leaf for a block of queries, and the leaves in doubt after it.
template <int kPair, int kRows>
struct Sieve {
  using F = FloatLanes;
  static constexpr int kParts = kBlock / F::kWidth;

  Search<kPair, kRows>& search;
  float* leaf_least;  // kBlock per leaf

  /// Returns the least of all leaves in `least`.
  void measure(float* least) const {
    const PointLeaves& points = search.points;
    F::V all[kParts];
    for (int i = 0; i < kParts; ++i) {
      all[i] = F::set(__builtin_inff());
    }
    for (int leaf = 0; leaf < points.used; ++leaf) {
      const float* at = points.coarse + static_cast<int64_t>(leaf) * search.rows() * kLeaf;
      F::V best[kParts];
      for (int i = 0; i < kParts; ++i) {
        best[i] = F::set(__builtin_inff());
      }
      for (int j = 0; j < kLeaf; ++j) {
        F::V square[kParts];
        for (int i = 0; i < kParts; ++i) {
          square[i] = F::set(0.0F);
        }
        for (int k = 0; k < search.rows(); ++k) {
          const F::V p = F::set(at[k * kLeaf + j]);
          for (int i = 0; i < kParts; ++i) {
            F::V difference = F::sub(p, F::load(search.coarse_query + k * kBlock + i * F::kWidth));
            if constexpr (kPair == kSquaredWorse) {
              difference = F::max(difference, F::set(0.0F));
            }
            square[i] = F::add_square(difference, square[i]);
          }
        }
        for (int i = 0; i < kParts; ++i) {
          best[i] = F::min(square[i], best[i]);
        }
      }
      for (int i = 0; i < kParts; ++i) {
        F::store(leaf_least + leaf * kBlock + i * F::kWidth, best[i]);
        all[i] = F::min(best[i], all[i]);
      }
    }
    for (int i = 0; i < kParts; ++i) {
      F::store(least + i * F::kWidth, all[i]);
    }
  }

  /// The queries for which the leaf has a coarse square of at most their limit.
  [[nodiscard]] unsigned within(int leaf, const float* limits) const {
    unsigned bits = 0;
    for (int i = 0; i < kParts; ++i) {
      bits |= F::less_equal(F::load(leaf_least + leaf * kBlock + i * F::kWidth),
                            F::load(limits + i * F::kWidth))
              << (i * F::kWidth);
    }
    return bits;
  }

  void look(int leaf, int q) const {
    const double value =
        search.scan(search.points.points + static_cast<int64_t>(leaf) * search.rows() * kLeaf, q);
    if (value < search.least[q]) {
      search.set_least(q, value);
    }
  }

  /// Returns the number of leaves that were in doubt, over all queries.
  [[nodiscard]] int block() const {
    float coarse_least[kBlock];
    measure(coarse_least);
    int first[kBlock];
    unsigned open = kAllQueries;
    for (int leaf = 0; open != 0; ++leaf) {
      for (unsigned best = within(leaf, coarse_least) & open; best != 0; best &= best - 1) {
        const int q = __builtin_ctz(best);
        first[q] = leaf;
        open &= ~(1U << static_cast<unsigned>(q));
        search.least[q] = kEndless;
        look(leaf, q);
      }
    }
    int doubts = 0;
    for (int leaf = 0; leaf < search.points.used; ++leaf) {
      for (unsigned doubt = within(leaf, search.limit); doubt != 0; doubt &= doubt - 1) {
        const int q = __builtin_ctz(doubt);
        if (first[q] != leaf && search.least[q] > 0) {
          look(leaf, q);
          ++doubts;
        }
      }
    }
    return doubts;
  }
};

}  // namespace
