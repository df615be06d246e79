// The nearest kernels of one instruction set; included by one source each.
#pragma once

#include "search_inl.hpp"
#include "sieve_inl.hpp"

namespace {

template <int kPair, int kRows>
void search_rows(const PointLeaves& points, const QueryBlocks& queries, const SearchRoom& room) {
  Search<kPair, kRows> search{points, room, points.d, queries.error};
  int start = 0;
  for (int b = 0; b < queries.blocks; ++b) {
    const int64_t at = static_cast<int64_t>(b) * points.d;
    search.query = queries.queries + at * kBlock;
    search.coarse_query = queries.coarse != nullptr ? queries.coarse + at * kBlock : nullptr;
    search.least = queries.least + static_cast<int64_t>(b) * kBlock;
    start = search.block(queries.low + at, queries.high + at, start);
  }
}

/// All queries of a block side by side, a point at a time.
template <int kPair, int kRows>
void scan_rows(const PlainPoints& points, const QueryBlocks& queries) {
  constexpr int kRegisters = kBlock / kWidth;
  const int d = kRows > 0 ? kRows : points.d;
  for (int b = 0; b < queries.blocks; ++b) {
    const double* query = queries.queries + static_cast<int64_t>(b) * d * kBlock;
    V least[kRegisters];
    for (int i = 0; i < kRegisters; ++i) {
      least[i] = Lanes::set(kEndless);
    }
    const double* point = points.values;
    for (int64_t n = 0; n < points.count; ++n, point += points.stride) {
      V value[kRegisters];
      for (int k = 0; k < d; ++k) {
        const V p = Lanes::set(point[k]);
        for (int i = 0; i < kRegisters; ++i) {
          const V part = Row<kPair>::part(p, Lanes::load(query + k * kBlock + i * kWidth));
          value[i] = k == 0 ? part : Lanes::add(value[i], part);
        }
      }
      for (int i = 0; i < kRegisters; ++i) {
        least[i] = Lanes::min(value[i], least[i]);
      }
    }
    for (int i = 0; i < kRegisters; ++i) {
      Lanes::store(queries.least + static_cast<int64_t>(b) * kBlock + i * kWidth, least[i]);
    }
  }
}

/// Where values crowd about one place floats cannot tell them apart, and most leaves stay in doubt.
constexpr int kPatience = 3;      // blocks
constexpr int kDoubtfulPart = 4;  // of the leaves

template <int kPair, int kRows>
void sieve_rows(const PointLeaves& points, const QueryBlocks& queries, const SieveRoom& room) {
  const SearchRoom none{nullptr, nullptr};
  Search<kPair, kRows> search{points, none, points.d, queries.error};
  const Sieve<kPair, kRows> sieve{search, room.leaf_least};
  int doubtful = 0;
  *room.blocks_done = 0;
  while (*room.blocks_done < queries.blocks && doubtful < kPatience) {
    const int64_t block = (*room.blocks_done)++;
    search.query = queries.queries + block * points.d * kBlock;
    search.coarse_query = queries.coarse + block * points.d * kBlock;
    search.least = queries.least + block * kBlock;
    doubtful += sieve.block() > points.used * kBlock / kDoubtfulPart ? 1 : 0;
  }
}

template <int kPair>
struct SieveAny {
  template <int kRows>
  static void run(const PointLeaves& points, const QueryBlocks& queries, const SieveRoom& room) {
    sieve_rows<kPair, kRows>(points, queries, room);
  }
};

template <int kPair>
struct ScanAny {
  template <int kRows>
  static void run(const PlainPoints& points, const QueryBlocks& queries) {
    scan_rows<kPair, kRows>(points, queries);
  }
};

template <int kPair>
struct SearchAny {
  template <int kRows>
  static void run(const PointLeaves& points, const QueryBlocks& queries, const SearchRoom& room) {
    search_rows<kPair, kRows>(points, queries, room);
  }
};

/// With the number of rows known to the compiler where it is common.
template <class Work, class Points, class... More>
void with_rows(const Points& points, const More&... more) {
  switch (points.d) {
    case 1:
      return Work::template run<1>(points, more...);
    case 2:
      return Work::template run<2>(points, more...);
    case 3:
      return Work::template run<3>(points, more...);
    case 4:
      return Work::template run<4>(points, more...);
    case 5:
      return Work::template run<5>(points, more...);
    case 6:
      return Work::template run<6>(points, more...);
    case 7:
      return Work::template run<7>(points, more...);
    case 8:
      return Work::template run<8>(points, more...);
    case 9:
      return Work::template run<9>(points, more...);
    case 10:
      return Work::template run<10>(points, more...);
    default:
      return Work::template run<0>(points, more...);
  }
}

NearestKernels all_nearest_kernels() {
  return {{with_rows<SearchAny<kSquaredDistance>, PointLeaves, QueryBlocks, SearchRoom>,
           with_rows<SearchAny<kSquaredWorse>, PointLeaves, QueryBlocks, SearchRoom>},
          {with_rows<SieveAny<kSquaredDistance>, PointLeaves, QueryBlocks, SieveRoom>,
           with_rows<SieveAny<kSquaredWorse>, PointLeaves, QueryBlocks, SieveRoom>},
          {with_rows<ScanAny<kSquaredDistance>, PlainPoints, QueryBlocks>,
           with_rows<ScanAny<kSquaredWorse>, PlainPoints, QueryBlocks>}};
}

}  // namespace
