// Points turned into ranks, for the kernels of limit sets.
#pragma once

#include "hypervolume/word_sets.hpp"
#include "vilfredo/core/ordering.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vilfredo::detail {

/// Memory that begins at a multiple of 64 bytes; what it held is lost when it grows.
class AlignedMemory {
 public:
  void* at_least(std::size_t bytes) {
    if (bytes_.size() < bytes + 64) {
      bytes_.resize(bytes + 64);
    }
    const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(bytes_.data());
    return bytes_.data() + ((64 - begin % 64) % 64);
  }

 private:
  std::vector<unsigned char> bytes_;
};

class RankedPoints {
 public:
  [[nodiscard]] static bool can_hold(std::size_t n, std::size_t n_obj) {
    return n <= static_cast<std::size_t>(kWordSetPoints) &&
           n_obj <= static_cast<std::size_t>(kByteSetObjectives);
  }

  /// n >= 1 points, point by point, all strictly below the reference. O(n * n_obj).
  void assign(const double* points, std::size_t n, std::size_t n_obj, const double* reference);

  [[nodiscard]] double volume();
  /// Volume dominated by one point and no other.
  [[nodiscard]] double exclusive(std::size_t point);
  /// Volume dominated by one point and none before it.
  [[nodiscard]] double exclusive_of_first(std::size_t point);

 private:
  void assign_bytes(const double* points, const double* reference);
  void assign_words(const double* points, const double* reference);

  std::size_t n_ = 0;
  std::size_t n_obj_ = 0;
  bool in_bytes_ = true;
  ByteSet byte_set_{};
  WordSet word_set_{};
  AlignedMemory ranks_, scratch_;
  std::vector<double> values_;
  std::uint8_t byte_upper_[kByteSetObjectives] = {};
  std::uint16_t word_upper_[kByteSetObjectives] = {};
  OrderingWorkspace ordering_;
};

}  // namespace vilfredo::detail
