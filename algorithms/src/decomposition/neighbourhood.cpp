#include "neighbourhood.hpp"

#include "vilfredo/core/reduce.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace vilfredo::detail {

namespace {

using Neighbour = std::pair<double, std::int32_t>;  // squared distance, column

/// The nearest `capacity` of what is offered, as a heap with the farthest on top.
class Nearest {
 public:
  explicit Nearest(Index capacity) : capacity_(static_cast<std::size_t>(capacity)) {
    heap_.reserve(capacity_ + 1);
  }

  void clear() { heap_.clear(); }

  [[nodiscard]] bool wants(double distance) const {
    return heap_.size() < capacity_ || distance <= heap_.front().first;
  }

  void offer(const Neighbour& candidate) {
    if (heap_.size() == capacity_) {
      if (!(candidate < heap_.front())) {
        return;
      }
      std::ranges::pop_heap(heap_);
      heap_.pop_back();
    }
    heap_.push_back(candidate);
    std::ranges::push_heap(heap_);
  }

  [[nodiscard]] const std::vector<Neighbour>& sorted() {
    std::ranges::sort_heap(heap_);
    return heap_;
  }

 private:
  std::size_t capacity_;
  std::vector<Neighbour> heap_;
};

}  // namespace

Neighbourhood::Neighbourhood(const Matrix& vectors, Index size, std::int32_t padding)
    : size_(size), stride_((size + 7) / 8 * 8) {
  const Index n = vectors.cols();
  lists_.assign(static_cast<std::size_t>(n * stride_), padding);
  // Columns by their first entry: walking away from column i in both directions, a side can stop as
  // soon as the first entry alone is farther than the farthest of the nearest so far.
  std::vector<Index> by_first(static_cast<std::size_t>(n));
  std::iota(by_first.begin(), by_first.end(), Index{0});
  std::ranges::sort(by_first, [&](Index a, Index b) {
    return vectors(0, a) != vectors(0, b) ? vectors(0, a) < vectors(0, b) : a < b;
  });
  Nearest nearest(size);
  for (Index at = 0; at < n; ++at) {
    const Index i = by_first[static_cast<std::size_t>(at)];
    nearest.clear();
    nearest.offer({-1.0, static_cast<std::int32_t>(i)});  // itself, before any equal vector
    const auto visit = [&](Index position) {
      const Index k = by_first[static_cast<std::size_t>(position)];
      const double apart = vectors(0, k) - vectors(0, i);
      if (!nearest.wants(apart * apart)) {
        return false;
      }
      nearest.offer({squared_distance(vectors.col(i).data(), vectors.col(k).data(), vectors.rows()),
                     static_cast<std::int32_t>(k)});
      return true;
    };
    Index left = at - 1;
    Index right = at + 1;
    while (left >= 0 || right < n) {
      left = left >= 0 && visit(left) ? left - 1 : -1;
      right = right < n && visit(right) ? right + 1 : n;
    }
    Index filled = i * stride_;
    for (const Neighbour& neighbour : nearest.sorted()) {
      lists_[static_cast<std::size_t>(filled++)] = neighbour.second;
    }
  }
}

}  // namespace vilfredo::detail
