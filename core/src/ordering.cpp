#include "vilfredo/core/ordering.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

namespace vilfredo {
namespace {

constexpr std::size_t kInsertionSize = 24;    // up to here, insertion alone is fastest
constexpr std::uint32_t kRoomyBucket = 16;    // what insertion still sorts cheaply
constexpr std::size_t kEvenShare = 16;        // even: at most 1/16 of the items in fuller buckets
constexpr std::size_t kWideDigitSize = 1200;  // from here six 11-bit digits beat eight of 8 bits
constexpr std::size_t kBucketsPerItem = 3;
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

/// Monotone maps of a key to a bucket.
struct ByValue {
  double least, scale;

  ByValue(Range range, std::size_t buckets)
      : least(range.least),
        scale(static_cast<double>(buckets - 1) / (range.largest - range.least)) {}

  [[nodiscard]] bool usable() const { return std::isfinite(scale) && scale > 0; }

  std::uint32_t operator()(double key) const {
    return static_cast<std::uint32_t>(static_cast<std::int64_t>((key - least) * scale));
  }
};

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
    ++cells[bucket * kCells / (n * kBucketsPerItem)];
  }
  return *std::max_element(cells, cells + kCells) <= kSample / 4;
}

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

/// Moves a run into buckets and notes the crowded ones that are not in order by chance; false, with
/// nothing moved, if no map spreads the run.
template <class Payload>
bool KeySorter<Payload>::distribute(
    const Item* from, Item* to, Run run, double least, double largest) {
  from += run.begin;
  const std::size_t n = run.end - run.begin;
  const auto even = [n](Crowding crowding) { return crowding.items * kEvenShare <= n; };
  const Range range = {least, largest};
  const std::size_t buckets = n * kBucketsPerItem;
  const ByValue by_value(range, buckets);
  Crowding crowding{n, n};
  if (by_value.usable() && looks_even(from, n, by_value)) {
    crowding = count(from, n, buckets, by_value);
  }
  if (!even(crowding)) {
    const ByImage by_image(range, n);
    crowding = count(from, n, by_image.buckets, by_image);
    if (!even(crowding) && by_value.usable()) {
      const Crowding other = count(from, n, buckets, by_value);
      crowding =
          other.largest < crowding.largest ? other : count(from, n, by_image.buckets, by_image);
    }
    if (crowding.largest > n - n / 8) {
      return false;
    }
  }
  scatter(from, to, run, crowding.items > 0);
  return true;
}

/// Fills bucket_of_ and turns bucket_ends_ into the places where the buckets begin.
template <class Payload>
template <class BucketOf>
typename KeySorter<Payload>::Crowding KeySorter<Payload>::count(const Item* from,
                                                                std::size_t n,
                                                                std::size_t buckets,
                                                                const BucketOf& bucket_of) {
  bucket_ends_.assign(buckets, 0);
  std::uint32_t* ends = bucket_ends_.data();
  std::uint32_t* buckets_of_items = bucket_of_.data();
  for (std::size_t k = 0; k < n; ++k) {
    const std::uint32_t bucket = bucket_of(from[k].key);
    buckets_of_items[k] = bucket;
    ++ends[bucket];
  }
  std::uint32_t crowded = 0;
  std::uint32_t largest = 0;
  std::uint32_t begin = 0;
  for (std::size_t b = 0; b < buckets; ++b) {
    const std::uint32_t size = ends[b];
    crowded += size > kRoomyBucket ? size : 0;
    largest = std::max(largest, size);
    ends[b] = begin;
    begin += size;
  }
  return {crowded, largest};
}

template <class Payload>
void KeySorter<Payload>::scatter(const Item* from, Item* to, Run run, bool crowded) {
  const std::size_t n = run.end - run.begin;
  Item* out = to + run.begin;
  std::uint32_t* ends = bucket_ends_.data();
  const std::uint32_t* bucket_of = bucket_of_.data();
  for (std::size_t k = 0; k < n; ++k) {
    out[ends[bucket_of[k]]++] = from[k];
  }
  std::uint32_t begin = 0;
  for (std::size_t b = 0; crowded && b < bucket_ends_.size(); ++b) {
    const std::uint32_t end = ends[b];
    if (end - begin > kRoomyBucket && !is_sorted(out + begin, end - begin)) {
      crowded_runs_.push_back({run.begin + begin, run.begin + end, run.depth + 1});
    }
    begin = end;
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

namespace {

const KeySorter<std::uint32_t>::Item* sorted_values(const double* values,
                                                    std::size_t stride,
                                                    std::size_t n,
                                                    OrderingWorkspace& workspace) {
  auto* items = workspace.sorter().items(n);
  for (std::size_t j = 0; j < n; ++j) {
    items[j] = {values[j * stride], static_cast<std::uint32_t>(j)};
  }
  return workspace.sorter().sort(n);
}

}  // namespace

void argsort(const double* values,
             std::size_t stride,
             std::size_t n,
             std::uint32_t* order,
             OrderingWorkspace& workspace) {
  const auto* sorted = sorted_values(values, stride, n, workspace);
  for (std::size_t k = 0; k < n; ++k) {
    order[k] = sorted[k].payload;
  }
}

template <class Rank>
std::size_t dense_ranks(const double* values,
                        std::size_t stride,
                        std::size_t n,
                        Rank* ranks,
                        double* levels,
                        OrderingWorkspace& workspace) {
  if (n == 0) {
    return 0;
  }
  const auto* sorted = sorted_values(values, stride, n, workspace);
  std::size_t rank = 0;
  for (std::size_t k = 0; k < n; ++k) {
    rank += k > 0 && sorted[k - 1].key < sorted[k].key ? 1U : 0U;
    ranks[sorted[k].payload] = static_cast<Rank>(rank);
    if (levels != nullptr) {
      levels[rank] = sorted[k].key;
    }
  }
  if (rank > std::numeric_limits<Rank>::max()) {
    throw Error(Errc::invalid_argument, "there are more distinct values than the rank type counts")
        .with("distinct", std::to_string(rank + 1));
  }
  return rank + 1;
}

template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint8_t*, double*, OrderingWorkspace&);
template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint16_t*, double*, OrderingWorkspace&);
template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint32_t*, double*, OrderingWorkspace&);

}  // namespace vilfredo
