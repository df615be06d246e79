// How the tree of an archive is built from all its points at once.
#include "dominance_tree.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace vilfredo::detail {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

void DominanceTree::clear() {
  boxes_.clear();
  children_.clear();
  scale_.clear();
  node_count_.clear();
  node_parent_.clear();
  spare_nodes_.clear();
  points_.clear();
  slots_.clear();
  leaf_count_.clear();
  leaf_parent_.clear();
  spare_leaves_.clear();
  leaves_ = 0;
  size_ = 0;
  built_size_ = 0;
  height_ = 0;
  stack_.resize(kWidth + 1);
  root_ = new_leaf();
}

void DominanceTree::rebuild_if_due() {
  const bool sparse = leaves_ > kWidth && leaves_ * kWidth > kSparse * size_;
  const bool grown = size_ > kGrown * std::max(built_size_, kSmall);
  if (!sparse && !grown) {
    return;
  }
  std::vector<double> f;
  std::vector<Slot> slots;
  f.reserve(size_ * d_);
  slots.reserve(size_);
  for (std::size_t leaf = 0; leaf < leaf_count_.size(); ++leaf) {
    const double* points = points_of(~static_cast<TreeChild>(leaf));
    for (std::size_t i = 0; i < leaf_count_[leaf]; ++i) {
      slots.push_back(slots_[leaf * kWidth + i]);
      for (std::size_t k = 0; k < d_; ++k) {
        f.push_back(points[k * kWidth + i]);
      }
    }
  }
  build(Source{.f = f.data(), .slots = slots.data()}, slots.size());
}

void DominanceTree::build(const double* f, Index n) {
  std::vector<Slot> slots(static_cast<std::size_t>(n));
  std::iota(slots.begin(), slots.end(), Slot{0});
  leaf_of_.resize(slots.size());
  build(Source{.f = f, .slots = slots.data()}, slots.size());
}

void DominanceTree::build(const Source& source, std::size_t n) {
  clear();
  if (n == 0) {
    return;
  }
  release(root_);
  size_ = n;
  built_size_ = n;
  found_.resize(std::max(found_.size(), n));
  for (std::size_t room = kBuiltFill; room < n; room *= kBuiltFill) {
    ++height_;
  }
  stack_.resize((height_ + 1) * kWidth + 1);
  std::vector<Slot> columns(n);
  std::iota(columns.begin(), columns.end(), Slot{0});
  root_ = build_level(source, columns.data(), columns.data() + n, height_);
}

TreeChild DominanceTree::build_level(const Source& source,
                                     Slot* first,
                                     Slot* last,
                                     std::size_t height) {
  if (height == 0) {
    const TreeChild leaf = new_leaf();
    for (const Slot* column = first; column != last; ++column) {
      append_point(leaf, source.slots[*column], source.f + *column * d_);
    }
    return leaf;
  }
  std::size_t room = kBuiltFill;  // of one child
  for (std::size_t level = 1; level < height; ++level) {
    room *= kBuiltFill;
  }
  const TreeChild node = new_node();
  const Bounds bounds = bounds_of(source, first, last);
  double* scale = scale_.data() + static_cast<std::size_t>(node) * d_;
  for (std::size_t k = 0; k < d_; ++k) {
    const double length = bounds.high[k] - bounds.low[k];
    scale[k] = length > 0 && length < kInfinity ? 1 / length : 0;
  }
  const auto n = static_cast<std::size_t>(last - first);
  build_children(source, first, last, (n + room - 1) / room, height, node);
  return node;
}

void DominanceTree::build_children(const Source& source,
                                   Slot* first,
                                   Slot* last,
                                   std::size_t parts,
                                   std::size_t height,
                                   TreeChild node) {
  if (parts == 1) {
    const TreeChild child = build_level(source, first, last, height - 1);
    append_child(node, child, bounds_of(child));
    return;
  }
  const double* scale = scale_.data() + static_cast<std::size_t>(node) * d_;
  const std::size_t k = longest(bounds_of(source, first, last), scale);
  const auto n = static_cast<std::size_t>(last - first);
  Slot* middle = first + n * (parts / 2) / parts;
  std::nth_element(first, middle, last, [&](Slot a, Slot b) {
    const double fa = source.f[a * d_ + k];
    const double fb = source.f[b * d_ + k];
    return fa < fb || (fa == fb && a < b);
  });
  build_children(source, first, middle, parts / 2, height, node);
  build_children(source, middle, last, parts - parts / 2, height, node);
}

}  // namespace vilfredo::detail
