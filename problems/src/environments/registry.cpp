#include "vilfredo/problems/environments/registry.hpp"

#include "vilfredo/problems/environments/deep_sea_treasure.hpp"

namespace vilfredo {

void register_builtin_environments(EnvironmentRegistry& registry) {
  registry.add<DeepSeaTreasure>();
}

}  // namespace vilfredo
