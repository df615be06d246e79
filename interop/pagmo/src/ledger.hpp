// Which evaluated column a solution is that comes back from pagmo.
#pragma once

#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <vector>

namespace vilfredo::interop {

/// Hash of the bits of one column.
[[nodiscard]] std::uint64_t hash_column(const double* x, Index n_var);

/// Evaluated columns in order: id, objectives and constraints, and of x only a hash.
class Ledger {
 public:
  Ledger() = default;

  Ledger(Index n_obj, Index n_con) : n_obj_(n_obj), n_con_(n_con) {}

  void clear();
  /// `f` and `g` are NaN for a failed column.
  void add(std::uint64_t hash, Id id, const double* f, const double* g);

  [[nodiscard]] Index size() const { return static_cast<Index>(ids_.size()); }

  [[nodiscard]] std::uint64_t hash(Index entry) const {
    return hashes_[static_cast<std::size_t>(entry)];
  }

  [[nodiscard]] Id id(Index entry) const { return ids_[static_cast<std::size_t>(entry)]; }

  [[nodiscard]] const double* f(Index entry) const { return values_.data() + entry * height(); }

  [[nodiscard]] const double* g(Index entry) const { return f(entry) + n_obj_; }

  void persist(StateIo& io);

 private:
  [[nodiscard]] Index height() const { return n_obj_ + n_con_; }

  Index n_obj_ = 0;
  Index n_con_ = 0;
  std::vector<std::uint64_t> hashes_;
  std::vector<Id> ids_;
  std::vector<double> values_;  // height() per entry
};

}  // namespace vilfredo::interop
