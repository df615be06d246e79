#include "id_table.hpp"

#include <bit>

namespace vilfredo::detail {

std::size_t IdTable::home(Id id) const {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;
  const int bits = std::countr_zero(entries_.size());
  return bits == 0 ? 0 : static_cast<std::size_t>((id * kGoldenRatio) >> (64 - bits));
}

std::size_t IdTable::place(Id id) const {
  std::size_t i = home(id);
  while (entries_[i].slot != kAbsent && entries_[i].id != id) {
    i = (i + 1) & (entries_.size() - 1);
  }
  return i;
}

Slot IdTable::find(Id id) const {
  return entries_.empty() ? kAbsent : entries_[place(id)].slot;
}

void IdTable::put(Id id, Slot slot) {
  if (entries_.size() < 2 * (size_ + 1)) {
    grow(4 * (size_ + 1));
  }
  Entry& entry = entries_[place(id)];
  size_ += entry.slot == kAbsent ? 1 : 0;
  entry = {id, slot};
}

void IdTable::erase(Id id) {
  const std::size_t mask = entries_.size() - 1;
  std::size_t hole = place(id);
  entries_[hole].slot = kAbsent;
  --size_;
  for (std::size_t i = (hole + 1) & mask; entries_[i].slot != kAbsent; i = (i + 1) & mask) {
    // An entry may move forward unless its home lies behind the hole.
    if (((i - home(entries_[i].id)) & mask) >= ((i - hole) & mask)) {
      entries_[hole] = entries_[i];
      entries_[i].slot = kAbsent;
      hole = i;
    }
  }
}

void IdTable::grow(std::size_t entries) {
  std::vector<Entry> old(std::bit_ceil(entries), Entry{0, kAbsent});
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.slot != kAbsent) {
      entries_[place(entry.id)] = entry;
    }
  }
}

void IdTable::build(const std::vector<Id>& ids) {
  entries_.clear();
  size_ = 0;
  grow(2 * ids.size() + 2);
  for (std::size_t slot = 0; slot < ids.size(); ++slot) {
    put(ids[slot], static_cast<Slot>(slot));
  }
}

}  // namespace vilfredo::detail
