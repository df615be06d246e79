// Orders and ranks of doubles, which sweeps, sorting and archives rest on.
//
// Keys are any doubles but NaN, infinities included; -0 and +0 are equal. Every order is stable, so
// equal keys keep their input order and the result does not depend on the method chosen. Memory
// grows to the largest call and stays; a workspace never influences a result. One per thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilfredo {

/// Sorts values with something that rides along, by a method chosen from n and the histogram: up to
/// 24 items insertion; else one distribution into some n buckets by a monotone map of the key,
/// either of its value or of about the logarithm of its distance from the least key (which spreads
/// what is crowded there);
/// crowded buckets are distributed again; what neither map spreads is sorted digit by digit from
/// the least significant. O(n) in every case, about 8 n moves in the last.
/// Payload is std::uint32_t (an index) or double.
template <class Payload>
class KeySorter {
 public:
  struct Item {
    double key;
    Payload payload;
  };

  /// Room for n items, to be filled before sort().
  [[nodiscard]] Item* items(std::size_t n) {
    if (items_.size() < n) {
      items_.resize(n);
      scratch_.resize(n);
      bucket_of_.resize(n);
      full_buckets_.reserve(n / 16 + 1);
      crowded_runs_.reserve(n / 16 + 1);
    }
    return items_.data();
  }

  /// The first n items in ascending order of key; valid until the next call of items() or sort().
  [[nodiscard]] const Item* sort(std::size_t n);
  /// The same where the caller knows the least and the largest key.
  [[nodiscard]] const Item* sort(std::size_t n, double least, double largest);

 private:
  struct Run {
    std::uint32_t begin, end;
    int depth;
  };

  struct Crowding {
    std::size_t items = 0;    ///< in buckets too full for insertion
    std::size_t largest = 0;  ///< items of the fullest bucket
  };

  bool distribute(const Item* from, Item* to, Run run, double least, double largest);
  template <class Counter>
  bool distribute(const Item* from,
                  Item* to,
                  Run run,
                  double least,
                  double largest,
                  std::vector<Counter>& ends);
  template <class Counter, class BucketOf>
  Crowding count(const Item* from,
                 std::size_t n,
                 const BucketOf& bucket_of,
                 std::vector<Counter>& ends);
  template <class Counter>
  void scatter(const Item* from, Item* to, Run run, Counter* places);
  void sort_crowded_runs();
  const Item* radix_sort(Item* from, Item* to, std::size_t n);
  template <int kBits>
  const Item* radix_sort(Item* from, Item* to, std::size_t n);

  std::vector<Item> items_;
  std::vector<Item> scratch_;
  std::vector<std::uint32_t> bucket_of_;
  std::vector<std::uint16_t> short_ends_;  ///< where buckets end, of up to 65535 items
  std::vector<std::uint32_t> long_ends_;
  std::vector<std::uint32_t> digit_counts_;
  std::vector<Run> full_buckets_;  ///< of the last count, too many items for insertion
  std::vector<Run> crowded_runs_;
};

extern template class KeySorter<std::uint32_t>;
extern template class KeySorter<double>;

/// Memory of argsort and dense_ranks.
class OrderingWorkspace {
 public:
  [[nodiscard]] KeySorter<std::uint32_t>& sorter() { return sorter_; }

 private:
  KeySorter<std::uint32_t> sorter_;
};

/// order[k] = index of the k-th smallest of n values, equal ones by index. Value j is at
/// values[j * stride]; n < 2^30. O(n).
void argsort(const double* values,
             std::size_t stride,
             std::size_t n,
             std::uint32_t* order,
             OrderingWorkspace& workspace);

/// ranks[j] = how many distinct values are smaller than value j; levels[r] = the value of rank r
/// (room for n). Returns the number of distinct values, of which Rank must hold the last rank:
/// std::uint8_t up to 256 distinct values, std::uint16_t up to 65536, std::uint32_t. O(n).
/// Throws Error{invalid_argument} if there are more. `levels` may be null.
template <class Rank>
std::size_t dense_ranks(const double* values,
                        std::size_t stride,
                        std::size_t n,
                        Rank* ranks,
                        double* levels,
                        OrderingWorkspace& workspace);

extern template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint8_t*, double*, OrderingWorkspace&);
extern template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint16_t*, double*, OrderingWorkspace&);
extern template std::size_t dense_ranks(
    const double*, std::size_t, std::size_t, std::uint32_t*, double*, OrderingWorkspace&);

}  // namespace vilfredo
