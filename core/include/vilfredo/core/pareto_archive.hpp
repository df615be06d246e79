// The unbounded set of non-dominated points, with ids and listeners.
#pragma once

#include "vilfredo/core/state.hpp"
#include "vilfredo/core/types.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace vilfredo {

namespace detail {
class IdTable;
class MemberIndex;
}  // namespace detail

/// Told of every change, in order; removals come before the insertion that caused them.
class ArchiveListener {
 public:
  virtual ~ArchiveListener() = default;
  virtual void inserted(Id id, std::span<const double> f) = 0;
  virtual void removed(Id id, std::span<const double> f) = 0;
};

/// Mutually non-dominated points. Of equal objective vectors the first stays. Exact: no grid, no
/// tolerance, no bound on the size but 2^31 members.
///
/// Two objectives: a blocked sorted list, O(log n) per insertion or rejection. More: a tree of
/// bounding boxes with vector comparisons (after the ND-tree of Jaszkiewicz and Lust, IEEE TEVC
/// 22(5), 2018), sublinear on fronts of few objectives, at worst O(n * n_obj). What is kept, what
/// is told and in which order members are listed depends on the calls alone, not on instruction
/// sets nor on whether the archive was saved and loaded in between. Move only.
class ParetoArchive {
 public:
  /// Throws Error{invalid_argument} unless n_obj >= 1 and n_var >= 0.
  ParetoArchive(Index n_obj, Index n_var);
  ParetoArchive(ParetoArchive&&) noexcept;
  ParetoArchive& operator=(ParetoArchive&&) noexcept;
  ~ParetoArchive();

  /// True if the point entered. `f` and `x` have n_obj and n_var entries; f is finite; no present
  /// member has this id. Neither may point into the archive itself.
  bool insert(Id id, const double* f, const double* x);
  /// Removes the entry with this id; false if there is none. Costs no search through the members:
  /// the first call builds a table of ids, O(n), which is kept up from then on.
  bool remove(Id id);

  [[nodiscard]] Index size() const { return static_cast<Index>(ids_.size()); }

  [[nodiscard]] Index n_obj() const { return n_obj_; }

  [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }

  /// n_obj x size and n_var x size, in the archive's order; valid until the next change. A newcomer
  /// takes the place of the first listed member that it displaces, else it goes to the end; the
  /// last member fills every other gap.
  [[nodiscard]] Eigen::Map<const Matrix> f() const;
  [[nodiscard]] Eigen::Map<const Matrix> x() const;
  /// The members' places in lexicographic order of f, so by rising f_1: a listing that depends on
  /// the set alone. O(n log n).
  [[nodiscard]] std::vector<Index> sorted() const;

  /// Not owned; called for every change from now on, after being told of all present members.
  void attach(ArchiveListener& listener);
  void persist(StateIo& io);

 private:
  void place(std::size_t slot, Id id, const double* f, const double* x);
  /// The last member takes the place of the member at `slot`, which the index no longer holds.
  void fill_gap(std::size_t slot);
  void announce_removed(std::size_t slot);
  [[nodiscard]] const double* f_at(std::size_t slot) const;

  Index n_obj_;
  Index n_var_;
  std::vector<double> f_;
  std::vector<double> x_;
  std::vector<Id> ids_;
  std::unique_ptr<detail::MemberIndex> index_;
  std::unique_ptr<detail::IdTable> slot_of_;  // made by the first remove()
  std::vector<std::uint32_t> dominated_;
  std::vector<ArchiveListener*> listeners_;
};

}  // namespace vilfredo
