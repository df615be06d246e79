// The unbounded set of non-dominated points, with ids and listeners.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

namespace vilfredo {

/// Told of every change, in order; removals come before the insertion that caused them.
class ArchiveListener {
 public:
  virtual ~ArchiveListener() = default;
  virtual void inserted(Id id, std::span<const double> f) = 0;
  virtual void removed(Id id, std::span<const double> f) = 0;
};

/// Mutually non-dominated points. Of equal objective vectors the first stays.
///
/// Two objectives: sorted by f_1, O(log n) to reject, O(n) words moved to insert. More: a scan in
/// blocks, O(n * n_obj) at worst with early exit. Points are held column by column; x rides along.
class ParetoArchive {
 public:
  ParetoArchive(Index n_obj, Index n_var);

  /// True if the point entered. `f` and `x` have n_obj and n_var entries; f is finite.
  bool insert(Id id, const double* f, const double* x);
  /// Removes the entry with this id; false if there is none. O(n).
  bool remove(Id id);

  [[nodiscard]] Index size() const { return static_cast<Index>(ids_.size()); }
  [[nodiscard]] Index n_obj() const { return n_obj_; }
  [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }
  /// n_obj x size and n_var x size, in the archive's order (by f_1 for two objectives, else by
  /// insertion); valid until the next change.
  [[nodiscard]] Eigen::Map<const Matrix> f() const;
  [[nodiscard]] Eigen::Map<const Matrix> x() const;

  /// Not owned; called for every change from now on, after being told of all present members.
  void attach(ArchiveListener& listener);
  void persist(StateIo& io);

 private:
  bool insert_2d(Id id, const double* f, const double* x);
  bool insert_nd(Id id, const double* f, const double* x);
  void put(Index position, Id id, const double* f, const double* x);
  void erase(Index first, Index last);
  void announce_removed(Index position);

  Index n_obj_;
  Index n_var_;
  std::vector<double> f_;
  std::vector<double> x_;
  std::vector<Id> ids_;
  std::vector<ArchiveListener*> listeners_;
};

}  // namespace vilfredo
