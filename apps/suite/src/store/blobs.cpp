#include "store/blobs.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>

#include <cstring>
#include <limits>

namespace vilfredo::suite {
namespace {

int blob_size(std::size_t bytes) {
  if (bytes > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw Error(Errc::unsupported, "a front is too large for one entry of the store")
        .with("bytes", std::to_string(bytes));
  }
  return static_cast<int>(bytes);
}

void check_size(const SQLite::Column& blob, std::size_t expected) {
  if (static_cast<std::size_t>(blob.getBytes()) != expected) {
    throw Error(Errc::store_damaged,
                fmt::format("a stored array has {} bytes where its shape needs {}", blob.getBytes(),
                            expected));
  }
}

}  // namespace

std::pair<const void*, int> bytes_of(const Matrix& matrix) {
  return {matrix.data(), blob_size(sizeof(double) * static_cast<std::size_t>(matrix.size()))};
}

std::pair<const void*, int> bytes_of(const std::vector<Id>& ids) {
  return {ids.data(), blob_size(sizeof(Id) * ids.size())};
}

Matrix matrix_of(const SQLite::Column& blob, Index rows, Index cols) {
  Matrix out(rows, cols);
  const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(out.size());
  check_size(blob, bytes);
  if (bytes > 0) {
    std::memcpy(out.data(), blob.getBlob(), bytes);
  }
  return out;
}

std::vector<Id> ids_of(const SQLite::Column& blob, Index n) {
  std::vector<Id> out(static_cast<std::size_t>(n));
  const std::size_t bytes = sizeof(Id) * out.size();
  check_size(blob, bytes);
  if (bytes > 0) {
    std::memcpy(out.data(), blob.getBlob(), bytes);
  }
  return out;
}

}  // namespace vilfredo::suite
