// Sorting by one coordinate, for either width of number.
#pragma once

#include "vilfredo/core/ordering.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// Items to be filled, then sorted by key; equal keys stay in order.
template <class Real, class Payload>
class KeyOrder {
 public:
  struct Item {
    Real key;
    Payload payload;
  };

  Item* items(std::size_t n) {
    items_.resize(n);
    return items_.data();
  }

  const Item* sort(std::size_t n) {
    std::stable_sort(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(n),
                     [](const Item& a, const Item& b) { return a.key < b.key; });
    return items_.data();
  }

  const Item* sort(std::size_t n, Real, Real) { return sort(n); }

 private:
  std::vector<Item> items_;
};

template <class Payload>
class KeyOrder<double, Payload> : public KeySorter<Payload> {};

}  // namespace vilfredo::detail
