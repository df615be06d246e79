// The members of an archive of any number of objectives.
#pragma once

#include "dominance_tree_kernels.hpp"
#include "member_index.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace vilfredo::detail {

/// A tree of bounding boxes: a subtree is entered only if its box can hold a member that dominates
/// the new point or is dominated by it. This is the ND-tree's pruning (Jaszkiewicz and Lust,
/// "ND-Tree-Based Update: A Fast Algorithm for the Dynamic Nondominance Problem", IEEE TEVC 22(5),
/// 2018) on a tree of another shape: all leaves are at one depth, a full node is halved at the
/// median of the objective in which it is longest relative to its surroundings, so that the shape
/// does not depend on the objectives' scales, and boxes are exact rather than estimates of the
/// local ideal and nadir. Nodes hold their entries objective by objective for vector comparisons.
///
/// A tree that was built is faster to ask than one that has grown, so it is built anew whenever it
/// has tripled, and when four in five places are left empty by removed members.
class DominanceTree final : public MemberIndex {
 public:
  explicit DominanceTree(Index n_obj);

  [[nodiscard]] bool admits(const double* f, std::vector<Slot>& dominated) override;
  void replace(const std::vector<Slot>& dominated, Slot slot, const double* f) override;
  void remove(Slot slot, const double* f) override;
  void rename(Slot from, Slot to, const double* f) override;
  void build(const double* f, Index n) override;

 private:
  static constexpr std::size_t kWidth = kTreeWidth;
  static constexpr std::size_t kBuiltFill = 12;  // points of a leaf, children of a node when built
  static constexpr std::size_t kSparse = 5;      // built anew with one point per so many places
  static constexpr std::size_t kGrown = 3;  // built anew when so many times as large as when built
  static constexpr std::size_t kSmall = 512;  // below which growing is no reason
  static constexpr TreeChild kNone = -1;      // as a parent

  /// Storage that vectors can be loaded from.
  struct alignas(64) Line {
    std::array<double, 8> values;
  };

  struct Bounds {
    std::vector<double> low;
    std::vector<double> high;
  };

  /// Points to build a tree from: columns of f, column j at slots[j].
  struct Source {
    const double* f;
    const Slot* slots;
  };

  [[nodiscard]] double* box_of(TreeChild node);
  [[nodiscard]] double* points_of(TreeChild leaf);
  [[nodiscard]] TreeChild* children_of(TreeChild node);
  [[nodiscard]] std::size_t& count_of(TreeChild child);
  [[nodiscard]] TreeChild& parent_of(TreeChild child);
  [[nodiscard]] std::size_t entry_of(TreeChild child);

  [[nodiscard]] TreeChild new_leaf();
  [[nodiscard]] TreeChild new_node();
  void release(TreeChild child);
  void append_point(TreeChild leaf, Slot slot, const double* f);
  void append_child(TreeChild node, TreeChild child, const Bounds& bounds);
  /// Valid until the next call.
  [[nodiscard]] const Bounds& bounds_of(TreeChild child);
  [[nodiscard]] Bounds bounds_of(const Source& source, const Slot* first, const Slot* last) const;
  void set_entry(TreeChild node, std::size_t entry, const Bounds& bounds);
  void measure(TreeChild node);
  [[nodiscard]] std::size_t longest(const Bounds& bounds, const double* scale) const;

  void insert(Slot slot, const double* f);
  [[nodiscard]] TreeChild nearest_leaf(const double* f);
  void enlarge_upwards(TreeChild child, const double* low, const double* high);
  /// Halves a full leaf or node and attaches the new half, which is returned, to their parent.
  TreeChild split(TreeChild child);
  [[nodiscard]] TreeChild halve(TreeChild child);
  /// Puts a child into the node that holds its twin, which is halved first if it is full.
  void attach(TreeChild twin, TreeChild child);

  void erase(Slot slot);
  void detach(TreeChild child);
  void shrink_upwards(TreeChild child);

  void clear();
  void rebuild_if_due();
  void build(const Source& source, std::size_t n);
  [[nodiscard]] TreeChild build_level(const Source& source,
                                      Slot* first,
                                      Slot* last,
                                      std::size_t height);
  void build_children(const Source& source,
                      Slot* first,
                      Slot* last,
                      std::size_t parts,
                      std::size_t height,
                      TreeChild node);

  std::size_t d_;
  TreeAdmits admits_;
  TreeNearest nearest_;
  TreeChild root_ = 0;
  std::size_t size_ = 0;
  std::size_t built_size_ = 0;
  std::size_t height_ = 0;  // levels of inner nodes

  std::vector<Line> boxes_;
  std::vector<TreeChild> children_;
  std::vector<double>
      scale_;  // of each inner node, 1 / length in each objective when last measured
  std::vector<std::size_t> node_count_;
  std::vector<TreeChild> node_parent_;
  std::vector<TreeChild> spare_nodes_;

  std::vector<Line> points_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> leaf_count_;
  std::vector<TreeChild> leaf_parent_;
  std::vector<TreeChild> spare_leaves_;
  std::size_t leaves_ = 0;

  Bounds bounds_;
  std::vector<TreeChild> leaf_of_;  // of each slot
  std::vector<TreeChild> stack_;
  std::vector<Slot> found_;
};

}  // namespace vilfredo::detail
