// From an id to the slot of the member that has it.
#pragma once

#include "member_index.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo::detail {

/// Open addressing with linear probing; removal moves the entries behind forward, so that no marks
/// of the removed are left. At most half full. Ids are unique.
class IdTable {
 public:
  static constexpr Slot kAbsent = 0xFFFFFFFF;

  [[nodiscard]] Slot find(Id id) const;
  void put(Id id, Slot slot);
  void erase(Id id);
  void build(const std::vector<Id>& ids);

 private:
  struct Entry {
    Id id;
    Slot slot;
  };

  [[nodiscard]] std::size_t home(Id id) const;
  /// Where the id is, or the free place where it would go.
  [[nodiscard]] std::size_t place(Id id) const;
  void grow(std::size_t entries);

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace vilfredo::detail
