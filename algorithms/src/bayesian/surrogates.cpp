#include "vilfredo/algorithms/bayesian/surrogates.hpp"

#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>

namespace vilfredo {
namespace {

constexpr double kLargestValue = 1e150;  // what a Gaussian process accepts

bool usable(MatrixIn f, Index column) {
  for (Index k = 0; k < f.rows(); ++k) {
    if (!(std::abs(f(k, column)) <= kLargestValue)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Surrogates::Surrogates(Index n_var, Index n_obj, const BayesianOptions& options)
    : n_var_(n_var), n_obj_(n_obj), options_(options), x_(n_var, 0), f_(n_obj, 0) {}

Index Surrogates::append(MatrixIn unit, MatrixIn f) {
  const Index before = size();
  std::vector<Index> kept;
  for (Index j = 0; j < f.cols(); ++j) {
    if (usable(f, j)) {
      kept.push_back(j);
    }
  }
  const auto added = static_cast<Index>(kept.size());
  x_.conservativeResize(Eigen::NoChange, before + added);
  f_.conservativeResize(Eigen::NoChange, before + added);
  for (Index j = 0; j < added; ++j) {
    x_.col(before + j) = unit.col(kept[static_cast<std::size_t>(j)]);
    f_.col(before + j) = f.col(kept[static_cast<std::size_t>(j)]);
  }
  return added;
}

void Surrogates::begin_fit(const Rng& rng) {
  drop_fantasies();
  fitting_ = true;
  refit_ = !fitted_ || !large() || ++batches_kept_ >= options_.large_refit_every;
  if (!refit_) {
    return;
  }
  batches_kept_ = 0;
  GaussianProcessOptions options = options_.surrogate;
  if (large() && options.fit_points == 0) {
    options.fit_points = options_.large_fit_points;
  }
  fits_.clear();
  for (Index k = 0; k < n_obj_; ++k) {
    const GaussianProcessHyperparameters* warm =
        fitted_ ? &models_[static_cast<std::size_t>(k)].hyperparameters() : nullptr;
    fits_.emplace_back(x_, f_.row(k).transpose(), options,
                       rng.child(Purpose::model, static_cast<std::uint64_t>(k)), warm);
  }
}

bool Surrogates::advance_fit(Context& context) {
  if (!refit_) {
    const Index known = models_.front().size();
    context.parallel(n_obj_, [&](Index k) {
      models_[static_cast<std::size_t>(k)].append(x_.rightCols(size() - known),
                                                  f_.row(k).tail(size() - known).transpose());
    });
    condition();
    return true;
  }
  bool searching = false;
  for (const GaussianProcessFit& fit : fits_) {
    searching |= !fit.done();
  }
  if (searching) {
    context.parallel(n_obj_, [&](Index k) { fits_[static_cast<std::size_t>(k)].advance(); });
    return false;
  }
  models_.resize(static_cast<std::size_t>(n_obj_));
  context.parallel(n_obj_, [&](Index k) {
    models_[static_cast<std::size_t>(k)] = fits_[static_cast<std::size_t>(k)].finish();
  });
  likelihoods_ = 0;
  for (const GaussianProcessFit& fit : fits_) {
    likelihoods_ += fit.report().evaluations;
  }
  fits_.clear();
  condition();
  return true;
}

void Surrogates::condition() {
  fitted_ = true;
  fitting_ = false;
  standardised_.resize(n_obj_, size());
  for (Index j = 0; j < size(); ++j) {
    for (Index k = 0; k < n_obj_; ++k) {
      standardised_(k, j) = (f_(k, j) - offset(k)) / scale(k);
    }
  }
}

void Surrogates::predict(MatrixIn x, SurrogatePrediction& out, PredictGradients gradients) const {
  const bool with_gradients = gradients == PredictGradients::yes;
  const auto m = static_cast<std::size_t>(n_obj_);
  out.scratch.resize(m);
  out.mean.resize(n_obj_, x.cols());
  out.deviation.resize(n_obj_, x.cols());
  out.mean_gradient.resize(with_gradients ? m : 0);
  out.deviation_gradient.resize(with_gradients ? m : 0);
  for (Index k = 0; k < n_obj_; ++k) {
    const auto objective = static_cast<std::size_t>(k);
    GaussianPrediction& raw = out.scratch[objective];
    models_[objective].predict(x, raw, gradients);
    const double inverse = 1 / scale(k);
    for (Index j = 0; j < x.cols(); ++j) {
      out.mean(k, j) = (raw.mean[j] - offset(k)) * inverse;
      out.deviation(k, j) = raw.deviation[j] * inverse;
    }
    if (with_gradients) {
      out.mean_gradient[objective] = raw.mean_gradient * inverse;
      out.deviation_gradient[objective] = raw.deviation_gradient * inverse;
    }
  }
}

void Surrogates::append_fantasies(MatrixIn x) {
  for (GaussianProcess& model : models_) {
    model.append_fantasies(x);
  }
}

void Surrogates::drop_fantasies() {
  for (GaussianProcess& model : models_) {
    if (model.size() > standardised_.cols()) {
      model.truncate(standardised_.cols());
    }
  }
}

void Surrogates::report(Context& context) const {
  double jitter = 0;
  double farthest_mean = 0;
  double least_within = 1;
  for (const GaussianProcess& model : models_) {
    jitter = std::max(jitter, model.jitter());
    if (model.size() >= 2) {
      const LeaveOneOut check = model.leave_one_out();
      if (std::abs(check.residual_mean) > std::abs(farthest_mean)) {
        farthest_mean = check.residual_mean;
      }
      least_within = std::min(least_within, check.within_three);
    }
  }
  context.metric("surrogate_loo_mean", farthest_mean);
  context.metric("surrogate_loo_within_three", least_within);
  context.metric("surrogate_jitter", jitter);
  context.metric("surrogate_likelihoods", static_cast<double>(likelihoods_));
  if (jitter > 0) {
    context.event("warning",
                  "a covariance matrix needed jitter on its diagonal (metric surrogate_jitter)");
  }
}

void Surrogates::persist(StateIo& io) {
  io("x", x_);
  io("f", f_);
  io("standardised", standardised_);
  io("models", models_);
  io("fits", fits_);
  io("fitted", fitted_);
  io("fitting", fitting_);
  io("refit", refit_);
  io("batches_kept", batches_kept_);
  io("likelihoods", likelihoods_);
}

}  // namespace vilfredo
