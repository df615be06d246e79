// The neighbourhoods of a decomposition: for each sub-problem those with the nearest weight
// vectors.
#pragma once

#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// T nearest columns of a set of vectors, the column itself first, then by distance and index.
class Neighbourhood {
 public:
  Neighbourhood() = default;
  /// `padding` fills each list up to a multiple of 8. O(N log N + N T log T) for two objectives, at
  /// worst O(N^2 n).
  Neighbourhood(const Matrix& vectors, Index size, std::int32_t padding);

  [[nodiscard]] Index size() const { return size_; }

  /// Length of the filled up lists.
  [[nodiscard]] Index stride() const { return stride_; }

  /// Exactly size() members.
  [[nodiscard]] std::span<const std::int32_t> members(Index i) const {
    return {lists_.data() + i * stride_, static_cast<std::size_t>(size_)};
  }

  /// The same, filled up.
  [[nodiscard]] std::span<const std::int32_t> padded(Index i) const {
    return {lists_.data() + i * stride_, static_cast<std::size_t>(stride_)};
  }

 private:
  Index size_ = 0;
  Index stride_ = 0;
  std::vector<std::int32_t> lists_;
};

}  // namespace vilfredo::detail
