#include "ledger.hpp"

#include <bit>

namespace vilfredo::interop {

std::uint64_t hash_column(const double* x, Index n_var) {
  // One round of the splitmix64 finaliser per entry.
  std::uint64_t state = 0x9E3779B97F4A7C15U;
  for (Index i = 0; i < n_var; ++i) {
    state ^= std::bit_cast<std::uint64_t>(x[i]);
    state = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9U;
    state = (state ^ (state >> 27U)) * 0x94D049BB133111EBU;
    state ^= state >> 31U;
  }
  return state;
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
