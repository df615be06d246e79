#include "sorting_memory.hpp"

#include "vilfredo/core/isa.hpp"

#include <algorithm>

namespace vilfredo::detail {

namespace {

struct Kernels {
  FrontRanks rank;
  FrontFilter filter;
};

Kernels kernels_for(Isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    case Isa::avx512:
      return {front_ranks_avx512, front_filter_avx512};
    case Isa::avx2:
      return {front_ranks_avx2, front_filter_avx2};
#endif
    default:
      return {front_ranks_scalar, front_filter_scalar};
  }
}

const Kernels& kernels() {
  static const Kernels chosen = kernels_for(isa());
  return chosen;
}

/// Points from which halving sets beats bitsets, whose cost grows with the square of the number;
/// it gains on them more slowly with every objective.
std::size_t divided_from(std::size_t n_obj) {
  return n_obj == 3 ? 50'000 : n_obj == 4 ? 300'000 : 1'000'000;
}

template <class T>
T* grown(std::vector<T>& memory, std::size_t n) {
  if (memory.size() < n) {
    memory.resize(n);
  }
  return memory.data();
}

}  // namespace

std::uint32_t SortingMemory::rank_two() {
  const std::size_t m = distinct.size();
  std::uint32_t* rank = grown(ranks, m);
  double* low = grown(lowest, m);
  std::size_t fronts = 0;
  for (std::size_t i = 0; i < m; ++i) {
    const double y = distinct.point(i)[1];
    // `low` rises. The point goes to the first front whose last point does not dominate it.
    const double* base = low;
    std::size_t n = fronts;
    while (n > 1) {
      const std::size_t half = n / 2;
      base = base[half - 1] <= y ? base + half : base;
      n -= half;
    }
    const auto front = static_cast<std::size_t>(base - low) + (n == 1 && *base <= y ? 1U : 0U);
    low[front] = y;
    fronts = std::max(fronts, front + 1);
    rank[i] = static_cast<std::uint32_t>(front);
  }
  return static_cast<std::uint32_t>(fronts);
}

void SortingMemory::fill_rows(std::size_t n_buckets, std::size_t words) {
  const std::size_t m = distinct.size();
  const std::size_t others = distinct.n_obj() - 1;
  const std::size_t lines = words / 8;
  Line* row = grown(rows, others * n_buckets * lines);
  std::fill_n(row, others * n_buckets * lines, Line{});
  std::uint8_t* bucket_of = grown(buckets, m * others);
  for (std::size_t k = 0; k < others; ++k, row += n_buckets * lines) {
    const DistinctPoints::Item* sorted = distinct.sorted_by(k + 1);
    for (std::size_t at = 0; at < m; ++at) {
      // Equal values may be in different buckets: of two points the earlier one, which alone can
      // dominate the other, also comes first here, for the order is stable.
      const std::size_t bucket = at * n_buckets / m;
      const std::uint32_t i = sorted[at].payload;
      bucket_of[i * others + k] = static_cast<std::uint8_t>(bucket);
      row[bucket * lines + i / 512].words[i / 64 % 8] |= std::uint64_t{1} << (i % 64);
    }
    for (std::size_t at = lines; at < n_buckets * lines; ++at) {
      for (std::size_t w = 0; w < 8; ++w) {
        row[at].words[w] |= row[at - lines].words[w];
      }
    }
  }
}

FrontRanksView SortingMemory::view() {
  constexpr std::size_t kFewPoints = 2048;
  constexpr std::size_t kFewBuckets = 64;
  constexpr std::size_t kManyBuckets = 256;
  const std::size_t m = distinct.size();
  const std::size_t d = distinct.n_obj();
  const std::size_t n_buckets = m <= kFewPoints ? std::min(kFewBuckets, m) : kManyBuckets;
  const std::size_t words = (m + 511) / 512 * 8;
  // So that a list is not longer to walk than a bitset, and all bitsets take at most 8 m words.
  const std::size_t dense = std::max<std::size_t>(2, words / 8);
  fill_rows(n_buckets, words);
  return {
      .points = distinct.point(0),
      .rows = rows.data()->words.data(),
      .buckets = buckets.data(),
      .m = static_cast<std::uint32_t>(m),
      .n_obj = static_cast<std::uint32_t>(d),
      .n_buckets = static_cast<std::uint32_t>(n_buckets),
      .words = static_cast<std::uint32_t>(words),
      .dense = static_cast<std::uint32_t>(dense),
      .ranks = grown(ranks, m),
      .candidates = grown(candidates, words / 8)->words.data(),
      .row_of = grown(row_of, d - 1),
      .newest = grown(newest, m),
      .previous = grown(previous, m),
      .sizes = grown(sizes, m),
      .bitset_of = grown(bitset_of, m),
      .bitsets = nullptr,
  };
}

std::uint32_t SortingMemory::rank_many() {
  if (distinct.size() >= divided_from(distinct.n_obj())) {
    std::uint32_t* rank = grown(ranks, distinct.size());
    return divided.rank(distinct.point(0), distinct.size(), distinct.n_obj(), rank);
  }
  FrontRanksView work = view();
  const std::size_t lines = (work.m / work.dense + 1) * std::size_t{work.words / 8};
  work.bitsets = grown(bitsets, lines)->words.data();
  return kernels().rank(work);
}

void SortingMemory::filter_many() {
  kernels().filter(view());
}

}  // namespace vilfredo::detail
