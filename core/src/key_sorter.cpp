#include "vilfredo/core/ordering.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace vilfredo {
namespace {

constexpr std::size_t kInsertionSize = 24;    // up to here, insertion alone is fastest
constexpr std::uint32_t kRoomyBucket = 16;    // what insertion still sorts cheaply
constexpr std::size_t kEvenShare = 16;        // even: at most 1/16 of the items in fuller buckets
constexpr std::size_t kWideDigitSize = 1200;  // from here six 11-bit digits beat eight of 8 bits
constexpr std::size_t kBucketsPerItem = 3;
constexpr std::size_t kMostBuckets = std::size_t{1} << 30;
constexpr int kDeepest = 3;  // distributions before digits are used
constexpr std::size_t kSample = 64;

/// An integer that orders as the double does; both zeros give the same.
std::uint64_t ordered_image(double value) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(value + 0.0);
  const std::uint64_t sign = std::uint64_t{0} - (bits >> 63);
  return bits ^ (sign | (std::uint64_t{1} << 63));
}

template <class Item>
void insertion_sort(Item* items, std::size_t n) {
  for (std::size_t k = 1; k < n; ++k) {
    const Item item = items[k];
    std::size_t hole = k;
    while (hole > 0 && item.key < items[hole - 1].key) {
      items[hole] = items[hole - 1];
      --hole;
    }
    items[hole] = item;
  }
}

template <class Item>
bool is_sorted(const Item* items, std::size_t n) {
  for (std::size_t k = 1; k < n; ++k) {
    if (items[k].key < items[k - 1].key) {
      return false;
    }
  }
  return true;
}

struct Range {
  double least, largest;
};

/// Four chains, for one alone waits for its own latency.
template <class Item>
Range range_of_keys(const Item* items, std::size_t n) {
  double low[4];
  double high[4];
  std::fill(low, low + 4, items[0].key);
  std::fill(high, high + 4, items[0].key);
  std::size_t k = 0;
  for (; k + 4 <= n; k += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) {
      const double key = items[k + lane].key;
      low[lane] = key < low[lane] ? key : low[lane];
      high[lane] = key > high[lane] ? key : high[lane];
    }
  }
  for (; k < n; ++k) {
    low[0] = std::min(low[0], items[k].key);
    high[0] = std::max(high[0], items[k].key);
  }
  return {*std::min_element(low, low + 4), *std::max_element(high, high + 4)};
}

std::size_t buckets_for(std::size_t n) {
  return std::min(n * kBucketsPerItem, kMostBuckets);
}

/// Monotone maps of a key to a bucket.
struct ByValue {
  double least, scale;
  std::size_t buckets;

  ByValue(Range range, std::size_t n)
      : least(range.least),
        scale(static_cast<double>(buckets_for(n) - 1) / (range.largest - range.least)),
        buckets(buckets_for(n)) {}

  [[nodiscard]] bool usable() const { return std::isfinite(scale) && scale > 0; }

  std::uint32_t operator()(double key) const {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>((key - least) * scale));
  }
};

/// By the logarithm, nearly, of the distance from the least key: spreads what is crowded there. The
/// few keys nearer than all of a sample share the first bucket.
struct ByDistance {
  double least;
  std::uint64_t nearest;
  std::uint64_t factor;
  int shift;
  std::size_t buckets;

  template <class Item>
  ByDistance(const Item* items, Range range, std::size_t n)
      : least(range.least), buckets(buckets_for(n)) {
    const std::uint64_t farthest = image(range.largest);
    nearest = farthest;
    const std::size_t step = std::max<std::size_t>(1, n / kSample);
    for (std::size_t k = 0; k < n; k += step) {
      const std::uint64_t other = image(items[k].key);
      nearest = other != 0 && other < nearest ? other : nearest;
    }
    const std::uint64_t span = farthest - nearest;
    shift = std::max(0, static_cast<int>(std::bit_width(span)) - 32);
    factor = (static_cast<std::uint64_t>(buckets) << 32) / ((span >> shift) + 1);
  }

  [[nodiscard]] static bool usable(Range range) {
    return std::isfinite(range.largest - range.least);
  }

  [[nodiscard]] std::uint64_t image(double key) const {
    return std::bit_cast<std::uint64_t>((key - least) + 0.0);
  }

  std::uint32_t operator()(double key) const {
    const std::uint64_t own = image(key);
    const std::uint64_t above = own > nearest ? own - nearest : 0;
    return static_cast<std::uint32_t>(((above >> shift) * factor) >> 32);
  }
};

/// By the bits of the key itself, where distances are infinite.
struct ByImage {
  std::uint64_t least;
  int shift;
  std::size_t buckets;

  ByImage(Range range, std::size_t n) : least(ordered_image(range.least)) {
    const std::uint64_t span = ordered_image(range.largest) - least;
    shift =
        std::max(0, static_cast<int>(std::bit_width(span)) - static_cast<int>(std::bit_width(n)));
    buckets = static_cast<std::size_t>(span >> shift) + 1;
  }

  std::uint32_t operator()(double key) const {
    return static_cast<std::uint32_t>((ordered_image(key) - least) >> shift);
  }
};

/// A few keys tell whether counting all of them by value is worth the pass.
template <class Item>
bool looks_even(const Item* items, std::size_t n, const ByValue& bucket_of) {
  if (n < 4 * kSample) {
    return true;
  }
  constexpr std::uint32_t kCells = 16;
  std::uint32_t cells[kCells] = {};
  for (std::size_t k = 0; k < kSample; ++k) {
    const std::uint64_t bucket = bucket_of(items[k * (n / kSample)].key);
    ++cells[bucket * kCells / bucket_of.buckets];
  }
  return *std::max_element(cells, cells + kCells) <= kSample / 2;
}

/// As many counters as 16 bytes hold. Sums of neighbours take a few instructions for all lanes.
template <class Counter>
struct CounterLanes;

template <>
struct CounterLanes<std::uint16_t> {
  typedef std::uint16_t Vector __attribute__((vector_size(16)));

  static Vector running_sum(Vector v) {
    const Vector zero = {};
    v += __builtin_shufflevector(zero, v, 0, 8, 9, 10, 11, 12, 13, 14);
    v += __builtin_shufflevector(zero, v, 0, 0, 8, 9, 10, 11, 12, 13);
    return v + __builtin_shufflevector(zero, v, 0, 0, 0, 0, 8, 9, 10, 11);
  }

  static Vector last(Vector v) { return __builtin_shufflevector(v, v, 7, 7, 7, 7, 7, 7, 7, 7); }
};

template <>
struct CounterLanes<std::uint32_t> {
  typedef std::uint32_t Vector __attribute__((vector_size(16)));

  static Vector running_sum(Vector v) {
    const Vector zero = {};
    v += __builtin_shufflevector(zero, v, 0, 4, 5, 6);
    return v + __builtin_shufflevector(zero, v, 0, 0, 4, 5);
  }

  static Vector last(Vector v) { return __builtin_shufflevector(v, v, 3, 3, 3, 3); }
};

}  // namespace

template <class Payload>
const typename KeySorter<Payload>::Item* KeySorter<Payload>::sort(std::size_t n) {
  if (n <= kInsertionSize) {
    insertion_sort(items_.data(), n);
    return items_.data();
  }
  const Range range = range_of_keys(items_.data(), n);
  return sort(n, range.least, range.largest);
}

template <class Payload>
const typename KeySorter<Payload>::Item* KeySorter<Payload>::sort(std::size_t n,
                                                                  double least,
                                                                  double largest) {
  if (n <= kInsertionSize) {
    insertion_sort(items_.data(), n);
    return items_.data();
  }
  crowded_runs_.clear();
  const Run everything = {0, static_cast<std::uint32_t>(n), 0};
  if (!distribute(items_.data(), scratch_.data(), everything, least, largest)) {
    return radix_sort(items_.data(), scratch_.data(), n);
  }
  sort_crowded_runs();
  insertion_sort(scratch_.data(), n);
  return scratch_.data();
}

template <class Payload>
bool KeySorter<Payload>::distribute(
    const Item* from, Item* to, Run run, double least, double largest) {
  return run.end - run.begin <= std::numeric_limits<std::uint16_t>::max()
             ? distribute(from, to, run, least, largest, short_ends_)
             : distribute(from, to, run, least, largest, long_ends_);
}

/// Moves a run into buckets and notes the crowded ones that are not in order by chance; false, with
/// nothing moved, if no map spreads the run.
template <class Payload>
template <class Counter>
bool KeySorter<Payload>::distribute(
    const Item* from, Item* to, Run run, double least, double largest, std::vector<Counter>& ends) {
  from += run.begin;
  const std::size_t n = run.end - run.begin;
  const auto even = [n](Crowding crowding) { return crowding.items * kEvenShare <= n; };
  const Range range = {least, largest};
  const ByValue by_value(range, n);
  Crowding crowding{n, n};
  if (by_value.usable() && looks_even(from, n, by_value)) {
    crowding = count(from, n, by_value, ends);
  }
  // Where the fullest bucket has half of the items at most, sorting the crowded ones apart is
  // cheaper than to look for a better map.
  if (!even(crowding) && crowding.largest > n / 2) {
    const auto try_other = [&](const auto& map) {
      crowding = count(from, n, map, ends);
      if (!even(crowding) && by_value.usable()) {
        const Crowding other = count(from, n, by_value, ends);
        crowding = other.largest < crowding.largest ? other : count(from, n, map, ends);
      }
    };
    ByDistance::usable(range) ? try_other(ByDistance(from, range, n))
                              : try_other(ByImage(range, n));
    if (crowding.largest > n - n / 8) {
      return false;
    }
  }
  scatter(from, to, run, ends.data());
  return true;
}

/// Fills bucket_of_ and full_buckets_, and turns `ends` into the places where the buckets begin.
template <class Payload>
template <class Counter, class BucketOf>
typename KeySorter<Payload>::Crowding KeySorter<Payload>::count(const Item* from,
                                                                std::size_t n,
                                                                const BucketOf& bucket_of,
                                                                std::vector<Counter>& ends) {
  using Lanes = CounterLanes<Counter>;
  using Vector = typename Lanes::Vector;
  constexpr std::size_t kLanes = sizeof(Vector) / sizeof(Counter);
  const std::size_t buckets = (bucket_of.buckets + kLanes - 1) / kLanes * kLanes;
  ends.assign(buckets, 0);
  Counter* counts = ends.data();
  std::uint32_t* buckets_of_items = bucket_of_.data();
  for (std::size_t k = 0; k < n; ++k) {
    const std::uint32_t bucket = bucket_of(from[k].key);
    buckets_of_items[k] = bucket;
    ++counts[bucket];
  }
  Crowding crowding;
  full_buckets_.clear();
  Vector begin = {};
  for (std::size_t b = 0; b < buckets; b += kLanes) {
    Vector size;
    std::memcpy(&size, counts + b, sizeof size);
    const Vector end = begin + Lanes::running_sum(size);
    const Vector start = end - size;
    std::memcpy(counts + b, &start, sizeof start);
    begin = Lanes::last(end);
    const auto full = size > static_cast<Counter>(kRoomyBucket);
    std::uint64_t halves[2];
    std::memcpy(halves, &full, sizeof halves);
    if ((halves[0] | halves[1]) != 0) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (size[lane] > kRoomyBucket) {
          full_buckets_.push_back({start[lane], end[lane], 0});
          crowding.items += size[lane];
          crowding.largest = std::max<std::size_t>(crowding.largest, size[lane]);
        }
      }
    }
  }
  return crowding;
}

template <class Payload>
template <class Counter>
void KeySorter<Payload>::scatter(const Item* from, Item* to, Run run, Counter* places) {
  const std::size_t n = run.end - run.begin;
  Item* out = to + run.begin;
  const std::uint32_t* bucket_of = bucket_of_.data();
  for (std::size_t k = 0; k < n; ++k) {
    out[places[bucket_of[k]]++] = from[k];
  }
  for (const Run& full : full_buckets_) {
    if (!is_sorted(out + full.begin, full.end - full.begin)) {
      crowded_runs_.push_back({run.begin + full.begin, run.begin + full.end, run.depth + 1});
    }
  }
}

/// Runs lie in scratch_; the same places of items_ are free.
template <class Payload>
void KeySorter<Payload>::sort_crowded_runs() {
  while (!crowded_runs_.empty()) {
    const Run run = crowded_runs_.back();
    crowded_runs_.pop_back();
    Item* here = scratch_.data() + run.begin;
    Item* there = items_.data() + run.begin;
    const std::size_t n = run.end - run.begin;
    if (n <= kInsertionSize) {
      continue;  // the insertion that comes last does it
    }
    const Item* sorted = there;
    const Range range = range_of_keys(here, n);
    if (run.depth > kDeepest ||
        !distribute(scratch_.data(), items_.data(), run, range.least, range.largest)) {
      sorted = radix_sort(here, there, n);
    }
    if (sorted != here) {
      std::copy(sorted, sorted + n, here);
    }
  }
}

template <class Payload>
const typename KeySorter<Payload>::Item* KeySorter<Payload>::radix_sort(Item* from,
                                                                        Item* to,
                                                                        std::size_t n) {
  return n < kWideDigitSize ? radix_sort<8>(from, to, n) : radix_sort<11>(from, to, n);
}

/// Sorted items in `from` or `to`. A digit that all items share is skipped.
template <class Payload>
template <int kBits>
const typename KeySorter<Payload>::Item* KeySorter<Payload>::radix_sort(Item* from,
                                                                        Item* to,
                                                                        std::size_t n) {
  constexpr std::size_t kDigits = (64 + kBits - 1) / kBits;
  constexpr std::size_t kSize = std::size_t{1} << kBits;
  constexpr std::uint64_t kMask = kSize - 1;
  digit_counts_.assign(kDigits * kSize, 0);
  std::uint32_t* counts = digit_counts_.data();
  for (std::size_t k = 0; k < n; ++k) {
    const std::uint64_t image = ordered_image(from[k].key);
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
      ++counts[digit * kSize + (image >> (digit * kBits) & kMask)];
    }
  }
  const std::uint64_t some_image = ordered_image(from[0].key);
  for (std::size_t digit = 0; digit < kDigits; ++digit, counts += kSize) {
    const int shift = static_cast<int>(digit) * kBits;
    if (counts[some_image >> shift & kMask] == n) {
      continue;
    }
    std::uint32_t begin = 0;
    for (std::size_t value = 0; value < kSize; ++value) {
      const std::uint32_t count = counts[value];
      counts[value] = begin;
      begin += count;
    }
    for (std::size_t k = 0; k < n; ++k) {
      to[counts[ordered_image(from[k].key) >> shift & kMask]++] = from[k];
    }
    std::swap(from, to);
  }
  return from;
}

template class KeySorter<std::uint32_t>;
template class KeySorter<double>;

}  // namespace vilfredo
