// Ranks of many points by divide and conquer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vilfredo::detail {

/// For distinct points in lexicographic order. A set is halved at the median of its last objective:
/// the lower half is ranked first, hands its ranks up to what it dominates in the other objectives,
/// and the upper half follows. What is left of two objectives is a sweep along the first one.
/// O(m log^(n_obj - 1) m) at worst, whatever the number of fronts; keeps its memory.
/// Jensen, IEEE TEC 7(5), 2003; Fortin, Grenier, Parizeau, GECCO 2013 (equal values); Buzdalov,
/// Shalyto, PPSN 2014.
class DividedRanks {
 public:
  /// points: m x n_obj, point by point, n_obj >= 3. Fills m ranks; returns the number of fronts.
  std::uint32_t rank(const double* points, std::size_t m, std::size_t n_obj, std::uint32_t* ranks);

 private:
  using Id = std::uint32_t;
  using Set = std::span<const Id>;

  /// A set by one objective against a value, each part in the order of the set.
  struct Parts {
    Set below, equal, above;
    Set at_most;  ///< below and equal together
  };

  /// Final ranks within a set, in objectives 0 .. k; ranks of earlier sets have been handed over.
  void rank_set(Set set, std::size_t k);
  void rank_few(Set set, std::size_t k);
  void rank_two(Set set);
  /// Hands final ranks of `lower` over to `upper`: every lower point is no larger than any upper
  /// one in the objectives beyond k.
  void hand_over(Set lower, Set upper, std::size_t k);
  void hand_over_few(Set lower, Set upper, std::size_t k);
  void hand_over_two(Set lower, Set upper);

  [[nodiscard]] double value(Id point, std::size_t k) const { return points_[point * n_obj_ + k]; }

  [[nodiscard]] bool dominates(Id a, Id b, std::size_t k) const;
  [[nodiscard]] double median(Set first, Set second, std::size_t k);
  [[nodiscard]] Parts divide(Set set, std::size_t k, double at);

  void raise(Id point, std::uint32_t rank) {
    ranks_[point] = ranks_[point] > rank ? ranks_[point] : rank;
  }

  /// Memory of the sets in use: what was taken last is given back first, and nothing moves.
  class Room {
   public:
    struct Mark {
      std::size_t chunk = 0;
      std::size_t used = 0;
    };

    [[nodiscard]] Mark mark() const { return at_; }

    void give_back(Mark mark) { at_ = mark; }

    Id* take(std::size_t n);

   private:
    std::vector<std::vector<Id>> chunks_;
    Mark at_;
  };

  /// The largest ranks up to a value of the second objective.
  class Reach {
   public:
    void clear() { steps_.clear(); }

    void add(double value, std::uint32_t rank);
    /// One more than the largest rank up to the value; 0 if there is none.
    [[nodiscard]] std::uint32_t after(double value) const;

   private:
    struct Step {
      double value;
      std::uint32_t rank;
    };

    std::vector<Step> steps_;  // values and ranks rise
  };

  const double* points_ = nullptr;
  std::size_t n_obj_ = 0;
  std::uint32_t* ranks_ = nullptr;
  std::vector<Id> all_;
  Room room_;
  std::vector<double> values_;
  Reach reach_;
};

}  // namespace vilfredo::detail
