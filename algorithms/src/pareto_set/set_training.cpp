#include "vilfredo/algorithms/pareto_set/set_training.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/neural/initialiser.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vilfredo {
namespace {

constexpr double kMargin = 1e-3;       // of strict preferences
constexpr double kCompatShift = 1e-4;  // of compat preferences
constexpr double kSmallestNorm = 1e-12;
constexpr double kBelowBounds = 0.1;  // of the strict ideal point, in standardised objectives

double norm_of(const Matrix& matrix, Index column) {
  double sum = 0;
  for (Index i = 0; i < matrix.rows(); ++i) {
    sum += matrix(i, column) * matrix(i, column);
  }
  return std::sqrt(sum);
}

}  // namespace

void SteinOptions::check(const SteinOptions& o) {
  if (o.domain == KernelDomain::decision && o.kernel.scope == KernelScope::local) {
    throw Error(Errc::invalid_argument,
                "the local kernel compares one objective; over decisions use the global scope");
  }
}

SetTraining::SetTraining(Index n_var,
                         Index n_obj,
                         const SetTrainingOptions& options,
                         const SetTrainingRules& rules)
    : n_var_(n_var),
      n_obj_(n_obj),
      options_(options),
      rules_(rules),
      sampler_(options.sampler, n_obj),
      net_({.inputs = n_obj,
            .hidden = options.hidden,
            .outputs = n_var,
            .hidden_activation = Activation::relu,
            .output_activation = Activation::sigmoid}),
      kernel_(rules.options.kernel) {
  check_options(options);
  check_options(rules.options);
}

void SetTraining::begin(const Matrix& front,
                        const Vector& ideal,
                        const Vector& reference,
                        const Matrix& checkpoint,
                        const Rng& rng) {
  front_ = front;
  ideal_ = ideal;
  rng_ = rng.child(Purpose::exploration, 0);
  done_ = 0;
  best_hypervolume_ = 0;
  best_step_ = 0;
  if (!has_trained_ || !options_.warm_start) {
    Rng initial(rng_.key(), Purpose::model, 0);
    initialise(net_, {}, initial);
  }
  optimiser_ = GradientOptimiser<float>(AdamOptions{.learning_rate = options_.learning_rate},
                                        net_.parameters().size());
  if (options_.checkpoint_every > 0) {
    checkpoint_ = checkpoint;
    checkpoint_input_.resize(0, 0);
    reference_ = reference;
    best_parameters_ = net_.parameters();
  }
}

bool SetTraining::advance(const SetPredictor& predict, Index steps) {
  const Index last = std::min(options_.steps, done_ + steps);
  while (done_ < last) {
    step(predict);
    ++done_;
    if (options_.checkpoint_every > 0 && done_ % options_.checkpoint_every == 0) {
      compare(predict);
    }
  }
  if (done_ < options_.steps) {
    return false;
  }
  if (options_.checkpoint_every > 0 && best_hypervolume_ > 0) {
    net_.parameters() = best_parameters_;
  }
  has_trained_ = true;
  return true;
}

void SetTraining::sample_preferences(Rng& rng, MatrixOut out, bool corners) {
  const Index first = corners && out.cols() > n_obj_ ? n_obj_ : 0;
  for (Index j = 0; j < first; ++j) {
    for (Index k = 0; k < n_obj_; ++k) {
      out(k, j) = k == j ? 1 : 0;
    }
  }
  sampler_.draw(rng, out.rightCols(out.cols() - first));
  if (rules_.mode == MethodMode::strict) {
    soften_preferences(kMargin, out);
  } else {
    out.array() += kCompatShift;
  }
}

void SetTraining::step(const SetPredictor& predict) {
  const Index count = options_.preferences;
  seen_.resize(n_obj_, count);
  x_.resize(n_var_, count);
  Rng rng(rng_.key(), Purpose::exploration, static_cast<std::uint64_t>(done_));
  sample_preferences(rng, seen_, rules_.mode == MethodMode::strict);
  input_ = seen_.cast<float>();
  x_ = net_.forward(input_, pass_).cast<double>();
  evaluate_bounds(predict, x_, PredictGradients::yes);
  if (rules_.mode == MethodMode::strict) {
    lower_ideal();
  }
  fill_descent(seen_);
  if (rules_.stein) {
    stein_gradient();
  } else {
    plain_gradient();
  }
  optimiser_.step(net_.parameters(), gradient_);
}

void SetTraining::evaluate_bounds(const SetPredictor& predict,
                                  MatrixIn x,
                                  PredictGradients gradients) {
  predict(x, prediction_, gradients);
  const double beta = options_.beta;
  q_.resize(n_obj_, x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index k = 0; k < n_obj_; ++k) {
      const double deviation = prediction_.deviation(k, j);
      const double width = rules_.variance ? deviation * deviation : deviation;
      q_(k, j) = prediction_.mean(k, j) - beta * width;
    }
  }
  if (gradients == PredictGradients::no) {
    return;
  }
  slopes_.resize(static_cast<std::size_t>(n_obj_));
  for (Index k = 0; k < n_obj_; ++k) {
    Matrix& slope = slopes_[static_cast<std::size_t>(k)];
    const Matrix& of_mean = prediction_.mean_gradient[static_cast<std::size_t>(k)];
    const Matrix& of_deviation = prediction_.deviation_gradient[static_cast<std::size_t>(k)];
    slope.resize(n_var_, x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      const double factor = rules_.variance ? 2 * beta * prediction_.deviation(k, j) : beta;
      for (Index i = 0; i < n_var_; ++i) {
        slope(i, j) = of_mean(i, j) - factor * of_deviation(i, j);
      }
    }
  }
}

/// Scalarised values are meant for an ideal point that nothing goes below. Bounds go far below what
/// was observed; where they do so in all objectives at once, every preference would be led there.
void SetTraining::lower_ideal() {
  for (Index k = 0; k < n_obj_; ++k) {
    for (Index j = 0; j < q_.cols(); ++j) {
      ideal_[k] = std::min(ideal_[k], q_(k, j) - kBelowBounds);
    }
  }
}

/// descent_ and choice_ from q_ and slopes_.
void SetTraining::fill_descent(MatrixIn seen) {
  const Index count = seen.cols();
  descent_.resize(n_var_, count);
  choice_.resize(n_obj_, count);
  weight_.resize(n_obj_);
  for (Index j = 0; j < count; ++j) {
    const ScalarisedValue value = scalarisations::value_and_gradient(
        options_.scalarisation, q_.col(j), seen.col(j), ideal_, weight_);
    for (Index k = 0; k < n_obj_; ++k) {
      choice_(k, j) = k == value.active ? 1 : 0;
    }
    for (Index i = 0; i < n_var_; ++i) {
      double sum = 0;
      for (Index k = 0; k < n_obj_; ++k) {
        sum += weight_[k] * slopes_[static_cast<std::size_t>(k)](i, j);
      }
      descent_(i, j) = sum;
    }
  }
}

void SetTraining::plain_gradient() {
  cotangent_.resize(n_var_, descent_.cols());
  gradient_.resize(net_.parameters().size());
  for (Index j = 0; j < descent_.cols(); ++j) {
    const double scale = 1 / std::max(norm_of(descent_, j), kSmallestNorm);
    for (Index i = 0; i < n_var_; ++i) {
      cotangent_(i, j) = static_cast<float>(scale * descent_(i, j));
    }
  }
  net_.backward(pass_, cotangent_, gradient_);
}

/// repulsion_ = scale * d (sum of K) / d x.
void SetTraining::add_repulsion(double scale) {
  const Matrix& slope = kernel_.sum_gradient();
  repulsion_.resize(n_var_, slope.cols());
  if (rules_.options.domain == KernelDomain::decision) {
    repulsion_ = scale * slope;
    return;
  }
  for (Index j = 0; j < slope.cols(); ++j) {
    for (Index i = 0; i < n_var_; ++i) {
      double sum = 0;
      for (Index k = 0; k < n_obj_; ++k) {
        sum += slope(k, j) * slopes_[static_cast<std::size_t>(k)](i, j);
      }
      repulsion_(i, j) = scale * sum;
    }
  }
}

/// The sum over all particles of their Stein directions, as one gradient: the driving force of
/// particle j counts with the j-th column sum of the kernel matrix.
void SetTraining::stein_gradient() {
  const Index count = descent_.cols();
  const SteinOptions& stein = rules_.options;
  if (stein.domain == KernelDomain::decision) {
    kernel_.compute(x_);
  } else {
    kernel_.compute(q_, choice_);
  }
  const double share = 1 / static_cast<double>(count);
  const double fraction = static_cast<double>(done_) / static_cast<double>(options_.steps);
  const double drive = share * annealing_factor(stein.annealing, fraction);
  add_repulsion(stein.alpha * share);
  cotangent_.resize(n_var_, count);
  gradient_.resize(net_.parameters().size());
  if (rules_.coordinatewise) {
    cotangent_ = descent_.cast<float>();
    repulsion_cotangent_ = repulsion_.cast<float>();
    particle_weights_ = (drive * kernel_.column_sums()).cast<float>();
    coordinatewise_gradient(net_, pass_, cotangent_, particle_weights_, repulsion_cotangent_,
                            scratch_, gradient_);
    return;
  }
  for (Index j = 0; j < count; ++j) {
    const double scale =
        drive * kernel_.column_sums()[j] / std::max(norm_of(descent_, j), kSmallestNorm);
    for (Index i = 0; i < n_var_; ++i) {
      cotangent_(i, j) = static_cast<float>(scale * descent_(i, j) + repulsion_(i, j));
    }
  }
  net_.backward(pass_, cotangent_, gradient_);
}

/// The reference of compat: the largest value of front and learned set.
void SetTraining::raise_reference() {
  reference_.resize(n_obj_);
  for (Index k = 0; k < n_obj_; ++k) {
    double largest = front_(k, 0);
    for (Index j = 1; j < front_.cols(); ++j) {
      largest = std::max(largest, front_(k, j));
    }
    for (Index j = 0; j < q_.cols(); ++j) {
      largest = std::max(largest, q_(k, j));
    }
    reference_[k] = largest;
  }
}

/// Keeps the net if the set it gives has at least the hypervolume of the best so far.
void SetTraining::compare(const SetPredictor& predict) {
  if (checkpoint_input_.cols() != checkpoint_.cols()) {
    Matrix seen = checkpoint_;
    if (rules_.mode == MethodMode::strict) {
      soften_preferences(kMargin, seen);
    }
    checkpoint_input_ = seen.cast<float>();
  }
  learned_ = net_.forward(checkpoint_input_, checkpoint_pass_).cast<double>();
  // The buffers of a step have another shape.
  std::swap(q_, checkpoint_q_);
  std::swap(prediction_, checkpoint_prediction_);
  evaluate_bounds(predict, learned_, PredictGradients::no);
  if (rules_.mode == MethodMode::compat) {
    raise_reference();
  }
  const double volume = hypervolume(q_, reference_, workspace_);
  if (volume >= best_hypervolume_) {
    best_hypervolume_ = volume;
    best_step_ = done_;
    best_parameters_ = net_.parameters();
  }
  std::swap(q_, checkpoint_q_);
  std::swap(prediction_, checkpoint_prediction_);
}

Matrix SetTraining::decode(MatrixIn preferences) const {
  Matrix seen = preferences;
  if (rules_.mode == MethodMode::strict) {
    soften_preferences(kMargin, seen);
  }
  return decode_seen(seen);
}

Matrix SetTraining::decode_seen(MatrixIn preferences) const {
  MlpPass<float> pass;
  return net_.forward(preferences.cast<float>(), pass).cast<double>();
}

Matrix SetTraining::draw_preferences(Index n, Rng& rng) {
  Matrix out(n_obj_, n);
  sample_preferences(rng, out, rules_.mode == MethodMode::strict);
  return out;
}

Matrix SetTraining::bounds(const SetPredictor& predict, MatrixIn x) {
  evaluate_bounds(predict, x, PredictGradients::no);
  return q_;
}

Matrix SetTraining::descent(const SetPredictor& predict, MatrixIn x, MatrixIn seen) {
  evaluate_bounds(predict, x, PredictGradients::yes);
  fill_descent(seen);
  return descent_;
}

void SetTraining::persist(StateIo& io) {
  io("net", net_);
  bool training = done_ > 0 || front_.size() > 0;
  io("training", training);
  if (io.reading() && training) {
    optimiser_ = GradientOptimiser<float>(AdamOptions{.learning_rate = options_.learning_rate},
                                          net_.parameters().size());
  }
  if (training) {
    io("optimiser", optimiser_);
  }
  io("front", front_);
  io("ideal", ideal_);
  io("checkpoint", checkpoint_);
  checkpoint_input_.resize(0, 0);
  io("reference", reference_);
  io("rng", rng_);
  io("done", done_);
  io("has_trained", has_trained_);
  io("best_hypervolume", best_hypervolume_);
  io("best_step", best_step_);
  io("best_parameters", best_parameters_);
}

}  // namespace vilfredo
