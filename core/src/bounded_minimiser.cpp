#include "vilfredo/core/bounded_minimiser.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/state.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>

#ifdef VILFREDO_HAVE_LBFGSPP
#include <LBFGSB.h>
#endif

namespace vilfredo {
namespace {

void check_box(VectorIn start, VectorIn lower, VectorIn upper) {
  if (start.size() == 0 || lower.size() != start.size() || upper.size() != start.size()) {
    throw Error(Errc::invalid_argument,
                "start, lower and upper bounds need the same size, at least 1");
  }
  for (Index i = 0; i < start.size(); ++i) {
    if (!(lower[i] <= upper[i]) || !std::isfinite(start[i])) {
      throw Error(Errc::invalid_argument,
                  "every start must be finite and every lower bound at most the upper bound")
          .with("variable", std::to_string(i));
    }
  }
}

#ifdef VILFREDO_HAVE_LBFGSPP

/// Leaves the library's loop; what is worth keeping is in the recorder.
struct Stop {};

/// Remembers the best point, whatever the library makes of its line search.
class Recorder {
 public:
  Recorder(const DifferentiableFunction& function, Index max_evaluations)
      : function_(function), max_evaluations_(max_evaluations) {}

  double operator()(const Vector& x, Vector& gradient) {
    if (best_.evaluations >= max_evaluations_) {
      throw Stop{};
    }
    ++best_.evaluations;
    double value = 0;
    try {
      value = function_(x, gradient);
    } catch (...) {
      failure_ = std::current_exception();
      throw Stop{};
    }
    if (!std::isfinite(value) || !gradient.allFinite()) {
      throw Stop{};
    }
    if (best_.x.size() == 0 || value < best_.value) {
      best_.x = x;
      best_.value = value;
    }
    return value;
  }

  [[nodiscard]] BoundedMinimum& best() { return best_; }

  void rethrow_failure() const {
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  const DifferentiableFunction& function_;
  Index max_evaluations_;
  BoundedMinimum best_;
  std::exception_ptr failure_;
};

LBFGSpp::LBFGSBParam<double> parameters(const BoundedMinimiserOptions& options) {
  LBFGSpp::LBFGSBParam<double> out;
  out.m = options.memory;
  out.epsilon = options.gradient_tolerance;
  out.epsilon_rel = 0;
  out.past = 1;
  out.delta = options.value_tolerance;
  out.max_iterations = static_cast<int>(options.max_iterations);
  return out;
}

/// One descent; false if the library gave up and another from the best point may still gain.
bool descend(Recorder& recorder,
             Vector x,
             const Vector& lower,
             const Vector& upper,
             const BoundedMinimiserOptions& options) {
  const LBFGSpp::LBFGSBParam<double> param = parameters(options);
  LBFGSpp::LBFGSBSolver<double> solver(param);
  double value = 0;
  try {
    const int iterations = solver.minimize(recorder, x, value, lower, upper);
    recorder.best().converged = iterations < options.max_iterations;
    return true;
  } catch (const Stop&) {
    return true;
  } catch (const std::runtime_error&) {
    return false;
  } catch (const std::logic_error&) {
    return false;
  }
}

#endif

}  // namespace

bool has_bounded_minimiser() {
#ifdef VILFREDO_HAVE_LBFGSPP
  return true;
#else
  return false;
#endif
}

BoundedMinimum minimise_bounded(const DifferentiableFunction& function,
                                VectorIn start,
                                VectorIn lower,
                                VectorIn upper,
                                const BoundedMinimiserOptions& options) {
  check_box(start, lower, upper);
#ifdef VILFREDO_HAVE_LBFGSPP
  constexpr int kDescents = 4;
  const Vector lower_bound = lower;
  const Vector upper_bound = upper;
  Recorder recorder(function, options.max_evaluations);
  Vector x = start.cwiseMax(lower).cwiseMin(upper);
  for (int k = 0; k < kDescents; ++k) {
    const bool had_point = recorder.best().x.size() > 0;
    const double before = recorder.best().value;
    const bool ended = descend(recorder, x, lower_bound, upper_bound, options);
    recorder.rethrow_failure();
    if (recorder.best().x.size() == 0) {
      throw Error(Errc::numerical, "the function to minimise is not finite at the start");
    }
    if (ended || (had_point && recorder.best().value >= before)) {
      break;
    }
    x = recorder.best().x;
  }
  recorder.best().x = recorder.best().x.cwiseMax(lower).cwiseMin(upper).eval();
  return recorder.best();
#else
  (void)function;
  (void)options;
  throw Error(Errc::unsupported,
              "this build has no L-BFGS; install liblbfgspp-dev and configure again")
      .with("cmake option", "VILFREDO_WITH_LBFGSPP");
#endif
}

BoundedDescent::BoundedDescent(VectorIn start,
                               VectorIn lower,
                               VectorIn upper,
                               const BoundedMinimiserOptions& options)
    : options_(options), start_(start), lower_(lower), upper_(upper) {}

void BoundedDescent::advance(const DifferentiableFunction& function, Index calls) {
  struct Pause {};

  if (done_) {
    return;
  }
  const Index n = start_.size();
  Index replayed = 0;
  const auto recorded = [&](VectorIn x, VectorOut gradient) {
    const auto known = static_cast<Index>(values_.size());
    if (replayed == known) {
      if (calls == 0) {
        throw Pause{};
      }
      --calls;
      values_.push_back(function(x, gradient));
      gradients_.insert(gradients_.end(), gradient.data(), gradient.data() + n);
    } else {
      std::copy_n(gradients_.data() + replayed * n, n, gradient.data());
    }
    return values_[static_cast<std::size_t>(replayed++)];
  };
  try {
    minimum_ = minimise_bounded(recorded, start_, lower_, upper_, options_);
    done_ = true;
    values_.clear();
    gradients_.clear();
  } catch (const Pause&) {  // the record is what remains
  }
}

void BoundedDescent::persist(StateIo& io) {
  io("max_iterations", options_.max_iterations);
  io("max_evaluations", options_.max_evaluations);
  io("gradient_tolerance", options_.gradient_tolerance);
  io("value_tolerance", options_.value_tolerance);
  io("memory", options_.memory);
  io("start", start_);
  io("lower", lower_);
  io("upper", upper_);
  io("values", values_);
  io("gradients", gradients_);
  io("done", done_);
  io("x", minimum_.x);
  io("value", minimum_.value);
  io("evaluations", minimum_.evaluations);
  io("converged", minimum_.converged);
}

}  // namespace vilfredo
