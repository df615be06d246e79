#include "vilfredo/algorithms/bayesian/ehvi.hpp"

#include "vilfredo/algorithms/bayesian/greedy_proposer.hpp"
#include "vilfredo/algorithms/bayesian/hypervolume_acquisition.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <memory>

namespace vilfredo {
namespace {

class EhviProposer final : public GreedyProposer {
 public:
  explicit EhviProposer(const EhviOptions& options) : GreedyProposer(options.search) {}

  void persist(StateIo& io) override {
    GreedyProposer::persist(io);
    io("front", front_);
    io("reference", reference_);
    io("improvement", improvement_);
  }

 protected:
  void prepare(Surrogates& surrogates, Index /*n*/, const Rng& /*rng*/) override {
    front_ = surrogates.standardised();
    reference_ = inferred_reference(front_);
  }

  void next(Surrogates& surrogates, MatrixIn chosen, const Rng& /*rng*/) override {
    if (chosen.cols() > 0) {
      SurrogatePrediction believed;
      surrogates.predict(chosen.rightCols(1), believed);
      front_.conservativeResize(Eigen::NoChange, front_.cols() + 1);
      front_.col(front_.cols() - 1) = believed.mean.col(0);
      surrogates.append_fantasies(chosen.rightCols(1));
    }
    improvement_ = LogHypervolumeImprovement(front_, reference_);
  }

  void evaluate(const Surrogates& surrogates,
                MatrixIn x,
                VectorOut values,
                Matrix* gradients) const override {
    const Index m = surrogates.objectives();
    SurrogatePrediction at;
    surrogates.predict(x, at, gradients != nullptr ? PredictGradients::yes : PredictGradients::no);
    if (gradients != nullptr) {
      gradients->setZero(x.rows(), x.cols());
    }
    Vector by_mean(m);
    Vector by_deviation(m);
    for (Index j = 0; j < x.cols(); ++j) {
      values[j] = -improvement_(at.mean.col(j).data(), at.deviation.col(j).data(), by_mean.data(),
                                by_deviation.data());
      for (Index k = 0; gradients != nullptr && k < m; ++k) {
        const auto objective = static_cast<std::size_t>(k);
        gradients->col(j) -= by_mean[k] * at.mean_gradient[objective].col(j) +
                             by_deviation[k] * at.deviation_gradient[objective].col(j);
      }
    }
  }

 private:
  Matrix front_;  // observed and believed points, standardised
  Vector reference_;
  LogHypervolumeImprovement improvement_;
};

}  // namespace

Ehvi::Ehvi(const ProblemInfo& info, const Options& options)
    : BayesianLoop(info, kName, options.bayesian, std::make_unique<EhviProposer>(options)),
      options_(options) {
  check_options(options);
  if (info.n_obj > 4) {
    throw Error(Errc::unsupported,
                "ehvi cuts the undominated region into boxes, too many for more than four "
                "objectives")
        .with("problem", info.name);
  }
}

}  // namespace vilfredo
