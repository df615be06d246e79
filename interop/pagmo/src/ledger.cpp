#include "ledger.hpp"

#include <bit>

namespace vilfredo::interop {

std::uint64_t hash_column(const double* x, Index n_var) {
  // Each entry is scrambled together with its position, apart from the others so that the
  // multiplications overlap, and the results are added. Constants of splitmix64.
  std::uint64_t position = 0;
  std::uint64_t sum = 0;
  for (Index i = 0; i < n_var; ++i) {
    position += 0x9E3779B97F4A7C15U;
    std::uint64_t entry = (std::bit_cast<std::uint64_t>(x[i]) ^ position) * 0xBF58476D1CE4E5B9U;
    entry = (entry ^ (entry >> 32U)) * 0x94D049BB133111EBU;
    sum += entry ^ (entry >> 31U);
  }
  return sum;
}

void Ledger::clear() {
  hashes_.clear();
  ids_.clear();
  values_.clear();
}

void Ledger::add(std::uint64_t hash, Id id, const double* f, const double* g) {
  hashes_.push_back(hash);
  ids_.push_back(id);
  values_.insert(values_.end(), f, f + n_obj_);
  values_.insert(values_.end(), g, g + n_con_);
}

void Ledger::persist(StateIo& io) {
  io("hashes", hashes_);
  io("ids", ids_);
  io("values", values_);
}

}  // namespace vilfredo::interop
