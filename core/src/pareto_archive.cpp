#include "vilfredo/core/pareto_archive.hpp"

#include "archive/id_table.hpp"
#include "archive/member_index.hpp"
#include "vilfredo/core/error.hpp"

#include <algorithm>
#include <numeric>

namespace vilfredo {

ParetoArchive::ParetoArchive(Index n_obj, Index n_var) : n_obj_(n_obj), n_var_(n_var) {
  if (n_obj < 1 || n_var < 0) {
    throw Error(Errc::invalid_argument, "an archive needs at least one objective");
  }
  index_ = detail::make_member_index(n_obj);
}

ParetoArchive::ParetoArchive(ParetoArchive&&) noexcept = default;

ParetoArchive& ParetoArchive::operator=(ParetoArchive&&) noexcept = default;

ParetoArchive::~ParetoArchive() = default;

Eigen::Map<const Matrix> ParetoArchive::f() const {
  return {f_.data(), n_obj_, size()};
}

Eigen::Map<const Matrix> ParetoArchive::x() const {
  return {x_.data(), n_var_, size()};
}

const double* ParetoArchive::f_at(std::size_t slot) const {
  return f_.data() + slot * static_cast<std::size_t>(n_obj_);
}

bool ParetoArchive::insert(Id id, const double* f, const double* x) {
  if (!index_->admits(f, dominated_)) {
    return false;
  }
  std::ranges::sort(dominated_);
  for (const std::uint32_t slot : dominated_) {
    announce_removed(slot);
  }
  const std::size_t slot = dominated_.empty() ? ids_.size() : dominated_.front();
  index_->replace(dominated_, static_cast<detail::Slot>(slot), f);
  place(slot, id, f, x);
  for (std::size_t i = dominated_.size(); i > 1; --i) {
    fill_gap(dominated_[i - 1]);
  }
  for (ArchiveListener* listener : listeners_) {
    listener->inserted(id, {f, static_cast<std::size_t>(n_obj_)});
  }
  return true;
}

bool ParetoArchive::remove(Id id) {
  if (slot_of_ == nullptr) {
    slot_of_ = std::make_unique<detail::IdTable>();
    slot_of_->build(ids_);
  }
  const detail::Slot slot = slot_of_->find(id);
  if (slot == detail::IdTable::kAbsent) {
    return false;
  }
  announce_removed(slot);
  index_->remove(slot, f_at(slot));
  fill_gap(slot);
  return true;
}

void ParetoArchive::place(std::size_t slot, Id id, const double* f, const double* x) {
  if (slot == ids_.size()) {
    f_.insert(f_.end(), f, f + n_obj_);
    x_.insert(x_.end(), x, x + n_var_);
    ids_.push_back(id);
  } else {
    std::copy_n(f, n_obj_, f_.begin() + static_cast<Index>(slot) * n_obj_);
    std::copy_n(x, n_var_, x_.begin() + static_cast<Index>(slot) * n_var_);
    if (slot_of_ != nullptr) {
      slot_of_->erase(ids_[slot]);
    }
    ids_[slot] = id;
  }
  if (slot_of_ != nullptr) {
    slot_of_->put(id, static_cast<detail::Slot>(slot));
  }
}

void ParetoArchive::fill_gap(std::size_t slot) {
  const std::size_t last = ids_.size() - 1;
  if (slot_of_ != nullptr) {
    slot_of_->erase(ids_[slot]);
  }
  if (slot != last) {
    index_->rename(static_cast<detail::Slot>(last), static_cast<detail::Slot>(slot), f_at(last));
    std::copy_n(f_at(last), n_obj_, f_.begin() + static_cast<Index>(slot) * n_obj_);
    std::copy_n(x_.end() - n_var_, n_var_, x_.begin() + static_cast<Index>(slot) * n_var_);
    ids_[slot] = ids_[last];
    if (slot_of_ != nullptr) {
      slot_of_->put(ids_[slot], static_cast<detail::Slot>(slot));
    }
  }
  f_.resize(last * static_cast<std::size_t>(n_obj_));
  x_.resize(last * static_cast<std::size_t>(n_var_));
  ids_.pop_back();
}

void ParetoArchive::announce_removed(std::size_t slot) {
  for (ArchiveListener* listener : listeners_) {
    listener->removed(ids_[slot], {f_at(slot), static_cast<std::size_t>(n_obj_)});
  }
}

std::vector<Index> ParetoArchive::sorted() const {
  std::vector<Index> order(ids_.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [this](Index a, Index b) {
    const double* fa = f_.data() + a * n_obj_;
    const double* fb = f_.data() + b * n_obj_;
    return std::lexicographical_compare(fa, fa + n_obj_, fb, fb + n_obj_);
  });
  return order;
}

void ParetoArchive::attach(ArchiveListener& listener) {
  for (std::size_t slot = 0; slot < ids_.size(); ++slot) {
    listener.inserted(ids_[slot], {f_at(slot), static_cast<std::size_t>(n_obj_)});
  }
  listeners_.push_back(&listener);
}

void ParetoArchive::persist(StateIo& io) {
  io("f", f_);
  io("x", x_);
  io("ids", ids_);
  if (io.reading()) {
    if (f_.size() != ids_.size() * static_cast<std::size_t>(n_obj_) ||
        x_.size() != ids_.size() * static_cast<std::size_t>(n_var_)) {
      throw Error(Errc::store_damaged, "the saved archive has parts of different lengths");
    }
    index_->build(f_.data(), size());
    slot_of_.reset();
  }
}

}  // namespace vilfredo
