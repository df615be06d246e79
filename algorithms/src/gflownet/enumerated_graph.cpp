#include "vilfredo/algorithms/gflownet/enumerated_graph.hpp"

#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <memory>
#include <string>

namespace vilfredo {
namespace {

constexpr std::uint64_t kMostStates = 100'000'000;

std::size_t state_count(const ConstructionGraph& graph) {
  const std::uint64_t states = graph.enumerable_states();
  if (states == 0) {
    throw Error(Errc::unsupported,
                "this construction graph does not number its states, so they cannot be tabulated");
  }
  if (states > kMostStates) {
    throw Error(Errc::unsupported, "too many states for a table")
        .with("states", std::to_string(states))
        .with("at most", std::to_string(kMostStates));
  }
  return static_cast<std::size_t>(states);
}

}  // namespace

EnumeratedGraph::EnumeratedGraph(const ConstructionGraph& graph)
    : actions_(graph.action_count()), initial_(static_cast<Index>(graph.initial())) {
  const std::size_t states = state_count(graph);
  const auto width = static_cast<std::size_t>(actions_);
  legal_.assign(states * width, 0);
  child_.assign(states * width, 0);
  forced_.assign(states, 0);
  parent_count_.assign(states, 0);
  const std::unique_ptr<bool[]> legal(new bool[width]);
  std::vector<ConstructionGraph::Parent> parents;
  for (std::size_t s = 0; s < states; ++s) {
    forced_[s] = graph.ends_by_force(s) ? 1 : 0;
    graph.legal(s, {legal.get(), width});
    for (std::size_t a = 0; a < width; ++a) {
      legal_[s * width + a] = legal[a] ? 1 : 0;
      if (legal[a] && a + 1 < width) {
        child_[s * width + a] = static_cast<std::uint32_t>(graph.apply(s, static_cast<int>(a)));
      }
    }
    parents.clear();
    graph.parents(s, parents);
    parent_count_[s] = static_cast<int>(parents.size());
  }
}

Index EnumeratedGraph::object_count() const {
  Index count = 0;
  for (Index s = 0; s < states(); ++s) {
    count += is_object(s) ? 1 : 0;
  }
  return count;
}

void EnumeratedGraph::check() const {
  const auto broken = [](Index state, const char* sentence) {
    throw Error(Errc::invalid_argument, sentence).with("state", std::to_string(state));
  };
  std::vector<int> edges_in(parent_count_.size(), 0);
  for (Index s = 0; s < states(); ++s) {
    bool any = false;
    for (Index a = 0; a < actions_; ++a) {
      if (!legal(s, a)) {
        continue;
      }
      any = true;
      if (a == stop()) {
        continue;
      }
      if (child(s, a) <= s || child(s, a) >= states()) {
        broken(s, "states are not numbered in topological order");
      }
      ++edges_in[static_cast<std::size_t>(child(s, a))];
    }
    if (any == ends_by_force(s)) {
      broken(s, any ? "a state that ends by force has a legal action"
                    : "a state neither ends nor has a legal action");
    }
  }
  for (Index s = 0; s < states(); ++s) {
    if (parent_count(s) != edges_in[static_cast<std::size_t>(s)]) {
      broken(s, "the parents of a state are not the states that lead to it");
    }
    if (parent_count(s) == 0 && s != initial_) {
      broken(s, "a numbered state cannot be reached");
    }
  }
}

}  // namespace vilfredo
