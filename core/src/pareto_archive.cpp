#include "vilfredo/core/pareto_archive.hpp"

#include <algorithm>
#include <cstring>

#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

namespace vilfredo {

ParetoArchive::ParetoArchive(Index n_obj, Index n_var) : n_obj_(n_obj), n_var_(n_var) {
  if (n_obj < 1 || n_var < 0) {
    throw Error(Errc::invalid_argument, "an archive needs at least one objective");
  }
}

Eigen::Map<const Matrix> ParetoArchive::f() const { return {f_.data(), n_obj_, size()}; }

Eigen::Map<const Matrix> ParetoArchive::x() const { return {x_.data(), n_var_, size()}; }

bool ParetoArchive::insert(Id id, const double* f, const double* x) {
  return n_obj_ == 2 ? insert_2d(id, f, x) : insert_nd(id, f, x);
}

bool ParetoArchive::insert_2d(Id id, const double* f, const double* x) {
  // Sorted by rising f_1 and so by falling f_2. `first`: the first member with f_1 >= f[0].
  Index low = 0;
  Index count = size();
  while (count > 0) {
    const Index half = count / 2;
    const bool before = f_[static_cast<std::size_t>(2 * (low + half))] < f[0];
    low = before ? low + half + 1 : low;
    count = before ? count - half - 1 : half;
  }
  const Index first = low;
  if (first > 0 && f_[static_cast<std::size_t>(2 * first - 1)] <= f[1]) {
    return false;
  }
  if (first < size() && f_[static_cast<std::size_t>(2 * first)] == f[0] &&
      f_[static_cast<std::size_t>(2 * first + 1)] <= f[1]) {
    return false;
  }
  Index last = first;
  while (last < size() && f_[static_cast<std::size_t>(2 * last + 1)] >= f[1]) {
    ++last;
  }
  erase(first, last);
  put(first, id, f, x);
  return true;
}

bool ParetoArchive::insert_nd(Id id, const double* f, const double* x) {
  const Index n = size();
  Index survivor = 0;
  bool dominates_some = false;
  for (Index j = 0; j < n; ++j) {
    const double* member = f_.data() + j * n_obj_;
    if (!dominates_some && weakly_dominates(member, f, n_obj_)) {
      // The members are mutually non-dominated, so f cannot dominate any of them as well. The one
      // that rejected is likely to reject the next point too: it moves one place forward.
      if (j > 0) {
        std::swap_ranges(f_.begin() + j * n_obj_, f_.begin() + (j + 1) * n_obj_,
                         f_.begin() + (j - 1) * n_obj_);
        std::swap_ranges(x_.begin() + j * n_var_, x_.begin() + (j + 1) * n_var_,
                         x_.begin() + (j - 1) * n_var_);
        std::swap(ids_[static_cast<std::size_t>(j)], ids_[static_cast<std::size_t>(j - 1)]);
      }
      return false;
    }
    if (weakly_dominates(f, member, n_obj_)) {
      dominates_some = true;
      announce_removed(j);
      continue;
    }
    if (survivor != j) {
      std::copy_n(member, n_obj_, f_.begin() + survivor * n_obj_);
      std::copy_n(x_.begin() + j * n_var_, n_var_, x_.begin() + survivor * n_var_);
      ids_[static_cast<std::size_t>(survivor)] = ids_[static_cast<std::size_t>(j)];
    }
    ++survivor;
  }
  f_.resize(static_cast<std::size_t>(survivor * n_obj_));
  x_.resize(static_cast<std::size_t>(survivor * n_var_));
  ids_.resize(static_cast<std::size_t>(survivor));
  put(survivor, id, f, x);
  return true;
}

bool ParetoArchive::remove(Id id) {
  const auto found = std::ranges::find(ids_, id);
  if (found == ids_.end()) {
    return false;
  }
  const Index position = found - ids_.begin();
  erase(position, position + 1);
  return true;
}

void ParetoArchive::put(Index position, Id id, const double* f, const double* x) {
  f_.insert(f_.begin() + position * n_obj_, f, f + n_obj_);
  x_.insert(x_.begin() + position * n_var_, x, x + n_var_);
  ids_.insert(ids_.begin() + position, id);
  for (ArchiveListener* listener : listeners_) {
    listener->inserted(id, {f, static_cast<std::size_t>(n_obj_)});
  }
}

void ParetoArchive::erase(Index first, Index last) {
  for (Index j = first; j < last; ++j) {
    announce_removed(j);
  }
  f_.erase(f_.begin() + first * n_obj_, f_.begin() + last * n_obj_);
  x_.erase(x_.begin() + first * n_var_, x_.begin() + last * n_var_);
  ids_.erase(ids_.begin() + first, ids_.begin() + last);
}

void ParetoArchive::announce_removed(Index position) {
  for (ArchiveListener* listener : listeners_) {
    listener->removed(ids_[static_cast<std::size_t>(position)],
                      {f_.data() + position * n_obj_, static_cast<std::size_t>(n_obj_)});
  }
}

void ParetoArchive::attach(ArchiveListener& listener) {
  for (Index j = 0; j < size(); ++j) {
    listener.inserted(ids_[static_cast<std::size_t>(j)],
                      {f_.data() + j * n_obj_, static_cast<std::size_t>(n_obj_)});
  }
  listeners_.push_back(&listener);
}

void ParetoArchive::persist(StateIo& io) {
  io("f", f_);
  io("x", x_);
  io("ids", ids_);
}

}  // namespace vilfredo
