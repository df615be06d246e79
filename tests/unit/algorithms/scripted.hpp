// A problem whose objectives are written down beforehand, column after column.
#pragma once

#include <vilfredo/core/problem.hpp>

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace scripted {

using namespace vilfredo;

/// The k-th column evaluated gets the k-th entry, the last entry for ever after.
class Scripted {
 public:
  struct Line {
    std::vector<double> f;
    std::vector<double> g = {};
  };

  explicit Scripted(std::vector<Line> lines, Index n_var = 4)
      : lines_(std::make_shared<std::vector<Line>>(std::move(lines))),
        next_(std::make_shared<std::size_t>(0)) {
    info_.name = "scripted";
    info_.n_var = n_var;
    info_.n_obj = static_cast<Index>(lines_->front().f.size());
    info_.n_con = static_cast<Index>(lines_->front().g.size());
    info_.lower = Vector::Zero(n_var);
    info_.upper = Vector::Ones(n_var);
    info_.threads = ThreadSafety::unsafe;
  }

  [[nodiscard]] const ProblemInfo& info() const { return info_; }

  void evaluate(MatrixIn x, EvalOut out) const {
    for (Index j = 0; j < x.cols(); ++j) {
      const Line& line = (*lines_)[std::min(*next_, lines_->size() - 1)];
      ++*next_;
      for (std::size_t k = 0; k < line.f.size(); ++k) {
        out.f(static_cast<Index>(k), j) = line.f[k];
      }
      for (std::size_t k = 0; k < line.g.size(); ++k) {
        out.g(static_cast<Index>(k), j) = line.g[k];
      }
    }
  }

 private:
  ProblemInfo info_;
  std::shared_ptr<std::vector<Line>> lines_;
  std::shared_ptr<std::size_t> next_;
};

}  // namespace scripted
