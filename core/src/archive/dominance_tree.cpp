#include "dominance_tree.hpp"

#include "vilfredo/core/isa.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace vilfredo::detail {

namespace {

constexpr double kEmptyPlace = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Kernels {
  TreeAdmits admits;
  TreeNearest nearest;
};

Kernels kernels_for(Isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    case Isa::avx512:
      return {tree_admits_avx512, tree_nearest_avx512};
    case Isa::avx2:
      return {tree_admits_avx2, tree_nearest_avx2};
#endif
    default:
      return {tree_admits_scalar, tree_nearest_scalar};
  }
}

}  // namespace

DominanceTree::DominanceTree(Index n_obj) : d_(static_cast<std::size_t>(n_obj)) {
  const Kernels kernels = kernels_for(isa());
  admits_ = kernels.admits;
  nearest_ = kernels.nearest;
  clear();
}

// --- memory --------------------------------------------------------------------------------------

double* DominanceTree::box_of(TreeChild node) {
  return boxes_.data()->values.data() + static_cast<std::size_t>(node) * 2 * d_ * kWidth;
}

double* DominanceTree::points_of(TreeChild leaf) {
  return points_.data()->values.data() + static_cast<std::size_t>(~leaf) * d_ * kWidth;
}

TreeChild* DominanceTree::children_of(TreeChild node) {
  return children_.data() + static_cast<std::size_t>(node) * kWidth;
}

std::size_t& DominanceTree::count_of(TreeChild child) {
  return child < 0 ? leaf_count_[static_cast<std::size_t>(~child)]
                   : node_count_[static_cast<std::size_t>(child)];
}

TreeChild& DominanceTree::parent_of(TreeChild child) {
  return child < 0 ? leaf_parent_[static_cast<std::size_t>(~child)]
                   : node_parent_[static_cast<std::size_t>(child)];
}

std::size_t DominanceTree::entry_of(TreeChild child) {
  const TreeChild* children = children_of(parent_of(child));
  return static_cast<std::size_t>(std::find(children, children + kWidth, child) - children);
}

TreeChild DominanceTree::new_leaf() {
  ++leaves_;
  if (spare_leaves_.empty()) {
    spare_leaves_.push_back(~static_cast<TreeChild>(leaf_count_.size()));
    leaf_count_.push_back(0);
    leaf_parent_.push_back(kNone);
    points_.resize(points_.size() + d_ * kWidth / 8);
    slots_.resize(slots_.size() + kWidth);
  }
  const TreeChild leaf = spare_leaves_.back();
  spare_leaves_.pop_back();
  count_of(leaf) = 0;
  parent_of(leaf) = kNone;
  std::fill_n(points_of(leaf), d_ * kWidth, kEmptyPlace);
  return leaf;
}

TreeChild DominanceTree::new_node() {
  if (spare_nodes_.empty()) {
    spare_nodes_.push_back(static_cast<TreeChild>(node_count_.size()));
    node_count_.push_back(0);
    node_parent_.push_back(kNone);
    boxes_.resize(boxes_.size() + 2 * d_ * kWidth / 8);
    children_.resize(children_.size() + kWidth);
    scale_.resize(scale_.size() + d_);
  }
  const TreeChild node = spare_nodes_.back();
  spare_nodes_.pop_back();
  count_of(node) = 0;
  parent_of(node) = kNone;
  std::fill_n(box_of(node), 2 * d_ * kWidth, kEmptyPlace);
  return node;
}

void DominanceTree::release(TreeChild child) {
  (child < 0 ? spare_leaves_ : spare_nodes_).push_back(child);
  leaves_ -= child < 0 ? 1 : 0;
}

void DominanceTree::append_point(TreeChild leaf, Slot slot, const double* f) {
  const std::size_t entry = count_of(leaf)++;
  double* points = points_of(leaf);
  for (std::size_t k = 0; k < d_; ++k) {
    points[k * kWidth + entry] = f[k];
  }
  slots_[static_cast<std::size_t>(~leaf) * kWidth + entry] = slot;
  leaf_of_[slot] = leaf;
}

void DominanceTree::append_child(TreeChild node, TreeChild child, const Bounds& bounds) {
  const std::size_t entry = count_of(node)++;
  children_of(node)[entry] = child;
  parent_of(child) = node;
  set_entry(node, entry, bounds);
}

void DominanceTree::set_entry(TreeChild node, std::size_t entry, const Bounds& bounds) {
  double* box = box_of(node) + entry;
  for (std::size_t k = 0; k < d_; ++k) {
    box[2 * k * kWidth] = bounds.low[k];
    box[(2 * k + 1) * kWidth] = bounds.high[k];
  }
}

const DominanceTree::Bounds& DominanceTree::bounds_of(TreeChild child) {
  Bounds& out = bounds_;
  out.low.resize(d_);
  out.high.resize(d_);
  const double* low = child < 0 ? points_of(child) : box_of(child);
  const std::size_t to_high = child < 0 ? 0 : kWidth;
  const std::size_t stride = child < 0 ? kWidth : 2 * kWidth;
  const std::size_t count = count_of(child);
  for (std::size_t k = 0; k < d_; ++k, low += stride) {
    out.low[k] = *std::min_element(low, low + count);
    out.high[k] = *std::max_element(low + to_high, low + to_high + count);
  }
  return out;
}

DominanceTree::Bounds DominanceTree::bounds_of(const Source& source,
                                               const Slot* first,
                                               const Slot* last) const {
  Bounds out;
  out.low.assign(d_, kInfinity);
  out.high.assign(d_, -kInfinity);
  for (const Slot* column = first; column != last; ++column) {
    const double* f = source.f + *column * d_;
    for (std::size_t k = 0; k < d_; ++k) {
      out.low[k] = std::min(out.low[k], f[k]);
      out.high[k] = std::max(out.high[k], f[k]);
    }
  }
  return out;
}

/// Takes the lengths of the node's box as the units in which its entries are compared.
void DominanceTree::measure(TreeChild node) {
  const Bounds& bounds = bounds_of(node);
  double* scale = scale_.data() + static_cast<std::size_t>(node) * d_;
  for (std::size_t k = 0; k < d_; ++k) {
    const double length = bounds.high[k] - bounds.low[k];
    scale[k] = length > 0 && length < kInfinity ? 1 / length : 0;
  }
}

/// The objective in which the box is longest in units of its surroundings; with none, any in which
/// it has a length.
std::size_t DominanceTree::longest(const Bounds& bounds, const double* scale) const {
  std::size_t best = 0;
  double most = 0;
  for (std::size_t k = 0; k < d_; ++k) {
    const double length = bounds.high[k] - bounds.low[k];
    const double relative = scale == nullptr ? (length > 0 ? 1 : 0) : length * scale[k];
    if (relative > most) {
      most = relative;
      best = k;
    }
  }
  return best;
}

// --- the questions and changes -------------------------------------------------------------------

bool DominanceTree::admits(const double* f, std::vector<Slot>& dominated) {
  const TreeView view{.boxes = boxes_.empty() ? nullptr : boxes_.data()->values.data(),
                      .children = children_.data(),
                      .points = points_.data()->values.data(),
                      .slots = slots_.data(),
                      .root = root_,
                      .n_obj = static_cast<int>(d_),
                      .stack = stack_.data(),
                      .found = found_.data()};
  const int64_t found = admits_(view, f);
  dominated.assign(found_.begin(), found_.begin() + std::max<int64_t>(found, 0));
  return found >= 0;
}

void DominanceTree::replace(const std::vector<Slot>& dominated, Slot slot, const double* f) {
  for (const Slot member : dominated) {
    erase(member);
  }
  rebuild_if_due();
  insert(slot, f);
}

void DominanceTree::remove(Slot slot, const double* /*f*/) {
  erase(slot);
  rebuild_if_due();
}

void DominanceTree::rename(Slot from, Slot to, const double* /*f*/) {
  const TreeChild leaf = leaf_of_[from];
  Slot* slots = slots_.data() + static_cast<std::size_t>(~leaf) * kWidth;
  *std::find(slots, slots + count_of(leaf), from) = to;
  leaf_of_[to] = leaf;
}

// --- insertion -----------------------------------------------------------------------------------

void DominanceTree::insert(Slot slot, const double* f) {
  if (leaf_of_.size() <= slot) {
    leaf_of_.resize(slot + std::size_t{1});
  }
  TreeChild leaf = nearest_leaf(f);
  if (count_of(leaf) == kWidth) {
    const TreeChild sibling = split(leaf);
    leaf = nearest_leaf(f);
    // Boxes have changed; the nearest leaf may now be another full one.
    leaf = count_of(leaf) == kWidth ? sibling : leaf;
  }
  append_point(leaf, slot, f);
  enlarge_upwards(leaf, f, f);
  ++size_;
  if (found_.size() < size_) {
    found_.resize(2 * size_);
  }
}

TreeChild DominanceTree::nearest_leaf(const double* f) {
  TreeChild child = root_;
  while (child >= 0) {
    const double* scale = scale_.data() + static_cast<std::size_t>(child) * d_;
    const int entry =
        nearest_(box_of(child), scale, static_cast<int>(count_of(child)), static_cast<int>(d_), f);
    child = children_of(child)[entry];
  }
  return child;
}

void DominanceTree::enlarge_upwards(TreeChild child, const double* low, const double* high) {
  for (TreeChild node = parent_of(child); node != kNone; child = node, node = parent_of(child)) {
    double* box = box_of(node) + entry_of(child);
    bool grew = false;
    for (std::size_t k = 0; k < d_; ++k, box += 2 * kWidth) {
      // Written so that the first point replaces the NaN of an empty box.
      if (!(box[0] <= low[k])) {
        box[0] = low[k];
        grew = true;
      }
      if (!(box[kWidth] >= high[k])) {
        box[kWidth] = high[k];
        grew = true;
      }
    }
    if (!grew) {
      return;
    }
  }
}

/// Moves the upper half of the child's entries, in the objective in which it is longest, to a new
/// sibling.
TreeChild DominanceTree::halve(TreeChild child) {
  const TreeChild sibling = child < 0 ? new_leaf() : new_node();
  const TreeChild parent = parent_of(child);
  const double* scale =
      parent == kNone ? nullptr : scale_.data() + static_cast<std::size_t>(parent) * d_;
  const std::size_t k = longest(bounds_of(child), scale);
  std::array<double, kWidth> centre{};
  std::array<std::size_t, kWidth> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t stride = child < 0 ? d_ * kWidth : 2 * d_ * kWidth;
  double* from = child < 0 ? points_of(child) : box_of(child);
  const std::vector<double> memory(from, from + stride);
  for (std::size_t i = 0; i < kWidth; ++i) {
    centre[i] = child < 0
                    ? memory[k * kWidth + i]
                    : 0.5 * memory[2 * k * kWidth + i] + 0.5 * memory[(2 * k + 1) * kWidth + i];
  }
  std::ranges::sort(order, [&centre](std::size_t a, std::size_t b) {
    return centre[a] < centre[b] || (centre[a] == centre[b] && a < b);
  });
  std::array<Slot, kWidth> slots{};
  std::array<TreeChild, kWidth> children{};
  if (child < 0) {
    std::copy_n(slots_.begin() + static_cast<std::ptrdiff_t>(~child) * kTreeWidth, kWidth,
                slots.begin());
  } else {
    std::copy_n(children_of(child), kWidth, children.begin());
  }
  std::fill_n(from, stride, kEmptyPlace);
  count_of(child) = 0;
  Vector column(static_cast<Index>(d_));
  Bounds bounds;
  bounds.low.resize(d_);
  bounds.high.resize(d_);
  for (std::size_t rank = 0; rank < kWidth; ++rank) {
    const std::size_t i = order[rank];
    const TreeChild to = rank < kWidth / 2 ? child : sibling;
    if (child < 0) {
      for (std::size_t j = 0; j < d_; ++j) {
        column[static_cast<Index>(j)] = memory[j * kWidth + i];
      }
      append_point(to, slots[i], column.data());
      continue;
    }
    for (std::size_t j = 0; j < d_; ++j) {
      bounds.low[j] = memory[2 * j * kWidth + i];
      bounds.high[j] = memory[(2 * j + 1) * kWidth + i];
    }
    append_child(to, children[i], bounds);
  }
  return sibling;
}

TreeChild DominanceTree::split(TreeChild child) {
  const TreeChild sibling = halve(child);
  if (child >= 0) {
    measure(child);
    measure(sibling);
  }
  if (parent_of(child) == kNone) {
    root_ = new_node();
    ++height_;
    stack_.resize((height_ + 1) * kWidth + 1);
    append_child(root_, child, bounds_of(child));
    append_child(root_, sibling, bounds_of(sibling));
    measure(root_);
    return sibling;
  }
  set_entry(parent_of(child), entry_of(child), bounds_of(child));
  attach(child, sibling);
  return sibling;
}

void DominanceTree::attach(TreeChild twin, TreeChild child) {
  if (count_of(parent_of(twin)) == kWidth) {
    split(parent_of(twin));
  }
  const TreeChild node = parent_of(twin);
  append_child(node, child, bounds_of(child));
  measure(node);
  const Bounds& bounds = bounds_of(child);
  enlarge_upwards(node, bounds.low.data(), bounds.high.data());
}

// --- removal -------------------------------------------------------------------------------------

void DominanceTree::erase(Slot slot) {
  const TreeChild leaf = leaf_of_[slot];
  Slot* slots = slots_.data() + static_cast<std::size_t>(~leaf) * kWidth;
  double* points = points_of(leaf);
  const std::size_t last = --count_of(leaf);
  const auto entry = static_cast<std::size_t>(std::find(slots, slots + last, slot) - slots);
  slots[entry] = slots[last];
  for (std::size_t k = 0; k < d_; ++k) {
    points[k * kWidth + entry] = points[k * kWidth + last];
    points[k * kWidth + last] = kEmptyPlace;
  }
  --size_;
  if (last > 0) {
    shrink_upwards(leaf);
  } else if (leaf != root_) {
    detach(leaf);
  }
}

void DominanceTree::detach(TreeChild child) {
  const TreeChild node = parent_of(child);
  const std::size_t entry = entry_of(child);
  const std::size_t last = --count_of(node);
  children_of(node)[entry] = children_of(node)[last];
  double* box = box_of(node);
  for (std::size_t row = 0; row < 2 * d_; ++row, box += kWidth) {
    box[entry] = box[last];
    box[last] = kEmptyPlace;
  }
  release(child);
  if (last > 0) {
    shrink_upwards(node);
  } else if (node != root_) {
    detach(node);
  } else {
    clear();
  }
}

void DominanceTree::shrink_upwards(TreeChild child) {
  for (TreeChild node = parent_of(child); node != kNone; child = node, node = parent_of(child)) {
    const Bounds& bounds = bounds_of(child);
    const std::size_t entry = entry_of(child);
    const double* box = box_of(node) + entry;
    bool shrank = false;
    for (std::size_t k = 0; k < d_; ++k, box += 2 * kWidth) {
      shrank = shrank || box[0] != bounds.low[k] || box[kWidth] != bounds.high[k];
    }
    if (!shrank) {
      return;
    }
    set_entry(node, entry, bounds);
  }
}

}  // namespace vilfredo::detail
