// Arrays as blobs.
#pragma once

#include <vilfredo/core/types.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <bit>
#include <utility>
#include <vector>

namespace vilfredo::suite {

static_assert(std::endian::native == std::endian::little, "blobs of a store are little-endian");

/// Borrowed bytes, as Prepared binds them.
[[nodiscard]] std::pair<const void*, int> bytes_of(const Matrix& matrix);
[[nodiscard]] std::pair<const void*, int> bytes_of(const std::vector<Id>& ids);

/// Throws Error{store_damaged} if the blob has another size than the shape says.
[[nodiscard]] Matrix matrix_of(const SQLite::Column& blob, Index rows, Index cols);
[[nodiscard]] std::vector<Id> ids_of(const SQLite::Column& blob, Index n);

}  // namespace vilfredo::suite
