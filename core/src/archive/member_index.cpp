#include "member_index.hpp"

#include "dominance_tree.hpp"
#include "staircase.hpp"

namespace vilfredo::detail {

std::unique_ptr<MemberIndex> make_member_index(Index n_obj) {
  if (n_obj == 2) {
    return std::make_unique<Staircase>();
  }
  return std::make_unique<DominanceTree>(n_obj);
}

}  // namespace vilfredo::detail
