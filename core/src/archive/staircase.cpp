#include "staircase.hpp"

#include <algorithm>
#include <numeric>

namespace vilfredo::detail {

namespace {

/// How many of the n rising values are below `bound`. No branch depends on the values.
std::size_t count_below(const double* values, std::size_t n, double bound) {
  const double* base = values;
  while (n > 1) {
    const std::size_t half = n / 2;
    base = base[half - 1] < bound ? base + half : base;
    n -= half;
  }
  return static_cast<std::size_t>(base - values) + (n == 1 && *base < bound ? 1U : 0U);
}

/// A search and an insertion touch most lines of a block; asked for together they come together.
template <class T>
void prefetch(const T* values, std::size_t n) {
  constexpr std::size_t kLine = 64 / sizeof(T);
  for (std::size_t i = 0; i < n; i += kLine) {
    __builtin_prefetch(values + i);
  }
}

template <class T>
void shift(T* values, std::size_t from, std::size_t to, std::size_t end) {
  std::copy(values + from, values + end, values + to);
}

template <class T>
void open_gap(T* values, std::size_t at, std::size_t end) {
  std::copy_backward(values + at, values + end, values + end + 1);
}

}  // namespace

Staircase::Place Staircase::find(double f1) const {
  const std::size_t below = count_below(first_f1_.data(), first_f1_.size(), f1);
  if (below == 0) {
    return {0, 0};
  }
  const Block& block = at(below - 1);
  if (directory_.size() > kCached) {
    prefetch(block.f1, block.count);
    prefetch(block.f2, block.count);
    prefetch(block.slot, block.count);
  }
  const std::size_t entry = count_below(block.f1, block.count, f1);
  if (entry == block.count && below < directory_.size()) {
    return {below, 0};
  }
  return {below - 1, entry};
}

bool Staircase::admits(const double* f, std::vector<Slot>& dominated) {
  dominated.clear();
  if (size_ == 0) {
    found_ = {0, 0};
    return true;
  }
  const Place place = find(f[0]);
  const Block& here = at(place.block);
  // The entry before has the least f_2 of all with a lower f_1; at most one has the same f_1.
  const bool first_here = place.entry == 0;
  if (!first_here || place.block > 0) {
    const Block& before = first_here ? at(place.block - 1) : here;
    if (before.f2[(first_here ? before.count : place.entry) - 1] <= f[1]) {
      return false;
    }
  }
  if (place.entry < here.count && here.f1[place.entry] == f[0] && here.f2[place.entry] <= f[1]) {
    return false;
  }
  found_ = place;
  std::size_t entry = place.entry;
  for (std::size_t b = place.block; b < directory_.size(); ++b) {
    const Block& block = at(b);
    for (; entry < block.count; ++entry) {
      if (block.f2[entry] < f[1]) {
        return true;
      }
      dominated.push_back(block.slot[entry]);
    }
    entry = 0;
  }
  return true;
}

void Staircase::replace(const std::vector<Slot>& dominated, Slot slot, const double* f) {
  if (dominated.empty()) {
    insert(found_, slot, f);
    return;
  }
  Block& block = at(found_.block);
  block.f1[found_.entry] = f[0];
  block.f2[found_.entry] = f[1];
  block.slot[found_.entry] = slot;
  first_f1_[found_.block] = block.f1[0];
  if (dominated.size() > 1) {
    const bool last = found_.entry + 1 == block.count;
    erase(last ? Place{found_.block + 1, 0} : Place{found_.block, found_.entry + 1},
          dominated.size() - 1);
  }
}

void Staircase::remove(Slot /*slot*/, const double* f) {
  erase(find(f[0]), 1);
}

void Staircase::rename(Slot /*from*/, Slot to, const double* f) {
  const Place place = find(f[0]);
  at(place.block).slot[place.entry] = to;
}

void Staircase::erase(Place first, std::size_t count) {
  size_ -= count;
  std::size_t b = first.block;
  std::size_t entry = first.entry;
  const std::size_t first_kept = entry > 0 ? b + 1 : b;
  std::size_t emptied_end = first_kept;
  while (count > 0) {
    Block& block = at(b);
    const std::size_t end = std::min(block.count, entry + count);
    shift(block.f1, end, entry, block.count);
    shift(block.f2, end, entry, block.count);
    shift(block.slot, end, entry, block.count);
    block.count -= end - entry;
    count -= end - entry;
    if (block.count == 0) {
      emptied_end = b + 1;
    } else {
      first_f1_[b] = block.f1[0];
    }
    entry = 0;
    ++b;
  }
  drop_blocks(first_kept, emptied_end);
  if (directory_.size() > 1 && directory_.size() * kCapacity > kSparse * size_) {
    repack();
  }
}

void Staircase::insert(Place place, Slot slot, const double* f) {
  if (directory_.empty()) {
    split(0);
  }
  if (place.entry == 0 && place.block > 0) {
    place = {place.block - 1,
             at(place.block - 1).count};  // behind an end rather than before a start
  }
  if (at(place.block).count == kCapacity) {
    split(place.block);
    const std::size_t kept = at(place.block).count;
    place = place.entry > kept ? Place{place.block + 1, place.entry - kept} : place;
  }
  Block& block = at(place.block);
  open_gap(block.f1, place.entry, block.count);
  open_gap(block.f2, place.entry, block.count);
  open_gap(block.slot, place.entry, block.count);
  block.f1[place.entry] = f[0];
  block.f2[place.entry] = f[1];
  block.slot[place.entry] = slot;
  ++block.count;
  first_f1_[place.block] = block.f1[0];
  ++size_;
}

/// Moves the upper half of a full block into a new one behind it; makes the first block of all.
void Staircase::split(std::size_t block) {
  if (spare_.empty()) {
    spare_.push_back(static_cast<std::uint32_t>(blocks_.size()));
    blocks_.emplace_back();
  }
  const std::uint32_t added = spare_.back();
  spare_.pop_back();
  Block& upper = blocks_[added];
  upper.count = 0;
  if (directory_.empty()) {
    directory_.push_back(added);
    first_f1_.push_back(0);
    return;
  }
  Block& lower = at(block);
  const std::size_t half = lower.count / 2;
  upper.count = lower.count - half;
  std::copy(lower.f1 + half, lower.f1 + lower.count, upper.f1);
  std::copy(lower.f2 + half, lower.f2 + lower.count, upper.f2);
  std::copy(lower.slot + half, lower.slot + lower.count, upper.slot);
  lower.count = half;
  const auto position = static_cast<std::ptrdiff_t>(block) + 1;
  directory_.insert(directory_.begin() + position, added);
  first_f1_.insert(first_f1_.begin() + position, upper.f1[0]);
}

void Staircase::drop_blocks(std::size_t first, std::size_t last) {
  if (first >= last) {
    return;
  }
  const auto from = static_cast<std::ptrdiff_t>(first);
  const auto to = static_cast<std::ptrdiff_t>(last);
  spare_.insert(spare_.end(), directory_.begin() + from, directory_.begin() + to);
  directory_.erase(directory_.begin() + from, directory_.begin() + to);
  first_f1_.erase(first_f1_.begin() + from, first_f1_.begin() + to);
}

/// Moves the entries together until the blocks are as full as freshly built ones.
void Staircase::repack() {
  std::size_t filled = 0;
  for (std::size_t b = 1; b < directory_.size(); ++b) {
    Block& from = at(b);
    std::size_t moved = 0;
    while (moved < from.count) {
      Block& to = at(filled);
      const std::size_t room = to.count < kBuiltFill ? kBuiltFill - to.count : 0;
      if (room == 0) {
        ++filled;
        if (filled == b) {
          break;
        }
        at(filled).count = 0;
        continue;
      }
      const std::size_t n = std::min(room, from.count - moved);
      std::copy_n(from.f1 + moved, n, to.f1 + to.count);
      std::copy_n(from.f2 + moved, n, to.f2 + to.count);
      std::copy_n(from.slot + moved, n, to.slot + to.count);
      to.count += n;
      moved += n;
    }
    if (filled == b) {
      shift(from.f1, moved, 0, from.count);
      shift(from.f2, moved, 0, from.count);
      shift(from.slot, moved, 0, from.count);
      from.count -= moved;
    }
  }
  drop_blocks(filled + 1, directory_.size());
  for (std::size_t b = 0; b < directory_.size(); ++b) {
    first_f1_[b] = at(b).f1[0];
  }
}

void Staircase::build(const double* f, Index n) {
  drop_blocks(0, directory_.size());
  size_ = static_cast<std::size_t>(n);
  std::vector<Slot> order(size_);
  std::iota(order.begin(), order.end(), Slot{0});
  std::ranges::sort(order, [f](Slot a, Slot b) { return f[2 * a] < f[2 * b]; });
  const std::size_t needed = (size_ + kBuiltFill - 1) / kBuiltFill;
  blocks_.resize(needed);
  spare_.clear();
  directory_.resize(needed);
  first_f1_.resize(needed);
  for (std::size_t b = 0; b < needed; ++b) {
    directory_[b] = static_cast<std::uint32_t>(b);
    Block& block = blocks_[b];
    block.count = std::min(kBuiltFill, size_ - b * kBuiltFill);
    for (std::size_t i = 0; i < block.count; ++i) {
      const Slot slot = order[b * kBuiltFill + i];
      block.f1[i] = f[2 * static_cast<std::size_t>(slot)];
      block.f2[i] = f[2 * static_cast<std::size_t>(slot) + 1];
      block.slot[i] = slot;
    }
    first_f1_[b] = block.f1[0];
  }
}

}  // namespace vilfredo::detail
