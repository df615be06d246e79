#include "vilfredo/interop/pagmo/row_order.hpp"

#include <algorithm>

namespace vilfredo::interop {

RowOrder::RowOrder(const ProblemInfo& info) {
  std::vector<Index> whole;
  for (Index row = 0; row < info.n_var; ++row) {
    (info.kind(row) == VarKind::real ? ours_ : whole).push_back(row);
  }
  whole_ = static_cast<Index>(whole.size());
  ours_.insert(ours_.end(), whole.begin(), whole.end());
  if (std::ranges::is_sorted(ours_)) {
    ours_.clear();
  }
}

void RowOrder::to_pagmo(const double* ours, double* theirs, Index n_var) const {
  for (Index position = 0; position < n_var; ++position) {
    theirs[position] = ours[this->ours(position)];
  }
}

void RowOrder::from_pagmo(const double* theirs, double* ours, Index n_var) const {
  for (Index position = 0; position < n_var; ++position) {
    ours[this->ours(position)] = theirs[position];
  }
}

}  // namespace vilfredo::interop
