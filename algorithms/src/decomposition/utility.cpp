#include "utility.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo::detail {

namespace {
constexpr Index kPeriod = 50;
constexpr Index kTournament = 10;
constexpr Index kShare = 5;
constexpr double kNoticeable = 0.001;
}  // namespace

void Utility::start(const SlotTable& slots, const Matrix& f) {
  pi_ = Vector::Ones(slots.size());
  remembered_ = f;
  generations_ = 0;
}

void Utility::generation(const SlotTable& slots, const Matrix& f) {
  if (++generations_ % kPeriod != 0) {
    return;
  }
  for (Index i = 0; i < slots.size(); ++i) {
    const double before = remembered_.col(i).allFinite()
                              ? slots.value_of(remembered_.col(i).data(), i)
                              : std::numeric_limits<double>::infinity();
    const double now = slots.value(i);
    double improvement = 0;
    if (!std::isfinite(before)) {
      improvement = std::isfinite(now) ? 1.0 : 0.0;
    } else if (before != 0) {
      improvement = (before - now) / std::abs(before);
    }
    pi_[i] = improvement > kNoticeable
                 ? 1.0
                 : (0.95 + 0.05 * std::max(improvement, 0.0) / kNoticeable) * pi_[i];
  }
  remembered_ = f;
}

void Utility::select(const SlotTable& slots, Rng& rng, std::vector<Index>& out) const {
  const Index n = slots.size();
  const Matrix& w = slots.weights();
  out.clear();
  for (Index j = 0; j < w.rows(); ++j) {
    Index corner = 0;
    w.row(j).maxCoeff(&corner);  // the first of equal ones
    out.push_back(corner);
  }
  const Index total = std::max<Index>(n / kShare, w.rows());
  while (static_cast<Index>(out.size()) < total) {
    Index winner = rng.index_below(n);
    for (Index k = 1; k < kTournament; ++k) {
      const Index rival = rng.index_below(n);
      winner = pi_[rival] > pi_[winner] ? rival : winner;
    }
    out.push_back(winner);
  }
}

void Utility::persist(StateIo& io) {
  io("pi", pi_);
  io("remembered", remembered_);
  io("generations", generations_);
}

}  // namespace vilfredo::detail
