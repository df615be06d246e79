#include "vilfredo/core/neural/mlp.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/neural/initialiser.hpp"
#include "vilfredo/core/state.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vilfredo {
namespace {

constexpr Activation kActivations[] = {Activation::identity, Activation::relu,
                                       Activation::tanh,     Activation::sigmoid,
                                       Activation::softplus, Activation::gelu};

Rng stream(std::uint64_t index = 0) {
  return Rng(21, Purpose::model, index);
}

Matrix normals(Index rows, Index cols, std::uint64_t index) {
  Rng rng = stream(1000 + index);
  Matrix out(rows, cols);
  for (Index k = 0; k < out.size(); ++k) {
    out.data()[k] = rng.normal();
  }
  return out;
}

template <class Scalar>
Mlp<Scalar> small_net(Activation hidden, Activation output) {
  Mlp<Scalar> net({.inputs = 3,
                   .hidden = {7, 5},
                   .outputs = 4,
                   .hidden_activation = hidden,
                   .output_activation = output});
  Rng rng = stream();
  initialise(net, {.rule = WeightRule::fan_in_uniform}, rng);
  return net;
}

/// sum(cotangent .* net(x))
double contracted(const Mlp<double>& net, const Matrix& x, const Matrix& cotangent) {
  MlpPass<double> pass;
  return net.forward(x, pass).cwiseProduct(cotangent).sum();
}

TEST(Activation, KnownValuesAndNoOverflow) {
  EXPECT_EQ(activate(Activation::relu, -2.0), 0);
  EXPECT_EQ(activate(Activation::relu, 2.0), 2);
  EXPECT_DOUBLE_EQ(activate(Activation::sigmoid, 0.0), 0.5);
  EXPECT_DOUBLE_EQ(activate(Activation::softplus, 0.0), std::log(2.0));
  EXPECT_NEAR(activate(Activation::gelu, 1.0), 0.8413447460685429, 1e-15);
  EXPECT_NEAR(activate(Activation::gelu, -1.0), -0.15865525393145707, 1e-15);
  for (const Activation activation : kActivations) {
    for (const float z : {-1e30F, -200.0F, 200.0F, 1e30F}) {
      const float value = activate(activation, z);
      EXPECT_TRUE(std::isfinite(value));
      EXPECT_TRUE(std::isfinite(activation_slope(activation, z, value)));
    }
  }
  EXPECT_EQ(activate(Activation::softplus, 200.0F), 200.0F);
  EXPECT_EQ(activate(Activation::sigmoid, -1e30F), 0.0F);
}

TEST(Mlp, ForwardByHand) {
  Mlp<double> net({.inputs = 2, .hidden = {2}, .outputs = 1});
  ASSERT_EQ(net.parameters().size(), 9);
  // W1 by columns, b1, W2, b2.
  net.parameters() = Vector{{1.0, -1.0, 2.0, 1.0, 0.5, 0.0, 3.0, 4.0, -0.25}};
  MlpPass<double> pass;
  // Sums (1 - 2 + .5, -1 - 1) and (3 + 4 + .5, -3 + 2).
  const Matrix& y = net.forward(Matrix{{1.0, 3.0}, {-1.0, 2.0}}, pass);
  EXPECT_DOUBLE_EQ(y(0, 0), -0.25);
  EXPECT_DOUBLE_EQ(y(0, 1), 3 * 7.5 - 0.25);
}

TEST(Mlp, BackwardEqualsCentralDifferences) {
  constexpr double kStep = 1e-6;
  const Matrix x = normals(3, 6, 1);
  const Matrix cotangent = normals(4, 6, 2);
  for (const Activation hidden : kActivations) {
    for (const Activation output : {Activation::sigmoid, hidden}) {
      Mlp<double> net = small_net<double>(hidden, output);
      MlpPass<double> pass;
      Vector gradient(net.parameters().size());
      Matrix for_inputs;
      net.forward(x, pass);
      net.backward(pass, cotangent, gradient, &for_inputs);
      for (Index p = 0; p < gradient.size(); ++p) {
        Mlp<double> up = net;
        Mlp<double> down = net;
        up.parameters()[p] += kStep;
        down.parameters()[p] -= kStep;
        const double difference =
            (contracted(up, x, cotangent) - contracted(down, x, cotangent)) / (2 * kStep);
        EXPECT_NEAR(gradient[p], difference, 1e-7 * std::max(1.0, std::abs(difference)));
      }
      for (Index k = 0; k < x.size(); ++k) {
        Matrix up = x;
        Matrix down = x;
        up.data()[k] += kStep;
        down.data()[k] -= kStep;
        const double difference =
            (contracted(net, up, cotangent) - contracted(net, down, cotangent)) / (2 * kStep);
        EXPECT_NEAR(for_inputs.data()[k], difference, 1e-7 * std::max(1.0, std::abs(difference)));
      }
      Matrix alone;
      net.input_backward(pass, cotangent, alone);
      EXPECT_EQ(alone, for_inputs);
    }
  }
}

TEST(Mlp, SquaredGradientsEqualOneBackwardPassPerSample) {
  const Index batch = 9;
  const Matrix x = normals(3, batch, 3);
  const Matrix cotangent = normals(4, batch, 4);
  const Mlp<double> net = small_net<double>(Activation::softplus, Activation::tanh);
  const Index size = net.parameters().size();
  MlpPass<double> pass;
  Vector sums(size);
  Vector norms(batch);
  net.forward(x, pass);
  net.squared_gradient_sums(pass, cotangent, sums);
  net.squared_gradient_norms(pass, cotangent, norms);
  Vector expected = Vector::Zero(size);
  for (Index j = 0; j < batch; ++j) {
    MlpPass<double> single;
    Vector gradient(size);
    net.forward(x.col(j), single);
    net.backward(single, cotangent.col(j), gradient);
    expected += gradient.cwiseAbs2();
    EXPECT_NEAR(norms[j], gradient.squaredNorm(), 1e-12 * gradient.squaredNorm());
  }
  EXPECT_LT((sums - expected).cwiseAbs().maxCoeff(), 1e-12 * expected.maxCoeff());
}

TEST(Mlp, FloatFollowsDouble) {
  const Matrix x = normals(3, 20, 5);
  const Matrix cotangent = normals(4, 20, 6);
  const Mlp<double> exact = small_net<double>(Activation::gelu, Activation::sigmoid);
  const Mlp<float> net = small_net<float>(Activation::gelu, Activation::sigmoid);
  EXPECT_EQ(net.parameters(), exact.parameters().cast<float>());
  MlpPass<double> exact_pass;
  MlpPass<float> pass;
  Vector exact_gradient(exact.parameters().size());
  Eigen::VectorXf gradient(net.parameters().size());
  const Matrix& expected = exact.forward(x, exact_pass);
  const Eigen::MatrixXf& y = net.forward(x.cast<float>(), pass);
  EXPECT_LT((y.cast<double>() - expected).cwiseAbs().maxCoeff(), 1e-5);
  exact.backward(exact_pass, cotangent, exact_gradient);
  net.backward(pass, cotangent.cast<float>(), gradient);
  EXPECT_LT((gradient.cast<double>() - exact_gradient).cwiseAbs().maxCoeff(), 1e-4);
}

TEST(Mlp, ColumnsDoNotDependOnTheirBatchInFloat) {
  // 53 = 3 * 16 + 4 + 1 neurons and 23 = 2 * 10 + 3 samples take every path of the kernels.
  const MlpShape shape = {.inputs = 3, .hidden = {53, 37}, .outputs = 6};
  Mlp<float> net(shape);
  Mlp<double> exact(shape);
  Rng rng(11, Purpose::model, 0);
  initialise(net, {}, rng);
  exact.parameters() = net.parameters().cast<double>();
  const MatrixOf<float> x = MatrixOf<float>::Random(3, 23);
  const MatrixOf<float> cotangent = MatrixOf<float>::Random(6, 23);
  MlpPass<float> pass;
  MlpPass<double> exact_pass;
  const MatrixOf<float> y = net.forward(x, pass);
  MatrixOf<float> slope;
  net.input_backward(pass, cotangent, slope);
  VectorOf<float> gradient(net.parameters().size());
  net.backward(pass, cotangent, gradient);
  const Matrix exact_y = exact.forward(x.cast<double>(), exact_pass);
  Vector exact_gradient(gradient.size());
  exact.backward(exact_pass, cotangent.cast<double>(), exact_gradient);
  EXPECT_LT((y.cast<double>() - exact_y).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_LT((gradient.cast<double>() - exact_gradient).cwiseAbs().maxCoeff(), 1e-4);
  for (Index j = 0; j < 23; ++j) {
    MlpPass<float> one;
    MatrixOf<float> slope_of_one;
    EXPECT_EQ(net.forward(x.col(j), one), y.col(j)) << j;
    net.input_backward(one, cotangent.col(j), slope_of_one);
    EXPECT_EQ(slope_of_one, slope.col(j)) << j;
  }
}

TEST(Mlp, APassMayBeReusedForOtherBatches) {
  const Mlp<float> net = small_net<float>(Activation::relu, Activation::identity);
  MlpPass<float> reused;
  Eigen::VectorXf a(net.parameters().size());
  Eigen::VectorXf b(net.parameters().size());
  for (const Index batch : {5, 12, 1, 5}) {
    const Eigen::MatrixXf x = normals(3, batch, 7).cast<float>();
    const Eigen::MatrixXf cotangent = normals(4, batch, 8).cast<float>();
    MlpPass<float> fresh;
    EXPECT_EQ(net.forward(x, reused), net.forward(x, fresh));
    net.backward(reused, cotangent, a);
    net.backward(fresh, cotangent, b);
    EXPECT_EQ(a, b);
  }
}

TEST(Mlp, RefusesWrongShapes) {
  EXPECT_THROW(Mlp<float>({.inputs = 0}), Error);
  EXPECT_THROW(Mlp<float>({.inputs = 2, .hidden = {0}}), Error);
  EXPECT_THROW(Mlp<float>({.inputs = Index{1} << 40, .outputs = Index{1} << 40}), Error);
  const Mlp<double> net = small_net<double>(Activation::relu, Activation::relu);
  MlpPass<double> pass;
  Vector gradient(net.parameters().size());
  EXPECT_THROW(net.backward(pass, normals(4, 2, 1), gradient), Error);  // no forward yet
  EXPECT_THROW(net.forward(normals(2, 2, 1), pass), Error);
  net.forward(normals(3, 2, 1), pass);
  EXPECT_THROW(net.backward(pass, normals(4, 3, 1), gradient), Error);
  Vector small(3);
  EXPECT_THROW(net.backward(pass, normals(4, 2, 1), small), Error);
}

TEST(Mlp, StateIsTheParametersAndOnlyFitsItsShape) {
  Mlp<float> net = small_net<float>(Activation::relu, Activation::sigmoid);
  StateIo out = StateIo::writer();
  net.persist(out);
  const std::string bytes = out.bytes();
  Mlp<float> copy(net.shape());
  StateIo in = StateIo::reader(bytes);
  copy.persist(in);
  EXPECT_EQ(copy.parameters(), net.parameters());
  Mlp<float> other({.inputs = 3, .hidden = {7}, .outputs = 4});
  StateIo again = StateIo::reader(bytes);
  EXPECT_THROW(other.persist(again), Error);
}

TEST(Initialiser, RepeatsFromItsStreamAndUsesAllOfIt) {
  for (const auto& rule : enum_names(WeightRule{})) {
    Mlp<double> a({.inputs = 6, .hidden = {8}, .outputs = 3});
    Mlp<double> b = a;
    Mlp<double> c = a;
    Rng same = stream(4);
    Rng repeat = stream(4);
    Rng other = stream(5);
    initialise(a, {.rule = rule.value}, same);
    initialise(b, {.rule = rule.value}, repeat);
    initialise(c, {.rule = rule.value}, other);
    EXPECT_EQ(a.parameters(), b.parameters()) << rule.name;
    EXPECT_NE(a.parameters(), c.parameters()) << rule.name;
  }
}

/// Mean square and largest size of the first layer's weights (60 out of 150 inputs).
std::pair<double, double> spread(WeightRule rule, Activation activation, double gain = 1) {
  Mlp<double> net({.inputs = 150, .hidden = {60}, .outputs = 1, .hidden_activation = activation});
  Rng rng = stream(9);
  initialise(net, {.rule = rule, .gain = gain}, rng);
  const Vector weights = net.parameters().head(150 * 60);
  return {weights.squaredNorm() / static_cast<double>(weights.size()),
          weights.cwiseAbs().maxCoeff()};
}

TEST(Initialiser, VariancesAndBoundsAreThoseOfTheRules) {
  const auto check = [](std::pair<double, double> got, double variance, bool uniform) {
    EXPECT_NEAR(got.first, variance, 0.06 * variance);
    const double bound = std::sqrt(3 * variance);
    EXPECT_EQ(got.second <= bound, uniform);
    EXPECT_GT(got.second, 0.99 * bound);
  };
  check(spread(WeightRule::fan_in_uniform, Activation::relu), 1.0 / 450, true);
  check(spread(WeightRule::xavier_uniform, Activation::relu), 2.0 / 210, true);
  check(spread(WeightRule::xavier_normal, Activation::relu), 2.0 / 210, false);
  check(spread(WeightRule::kaiming_uniform, Activation::relu), 2.0 / 150, true);
  check(spread(WeightRule::kaiming_normal, Activation::tanh), 25.0 / 9 / 150, false);
  check(spread(WeightRule::kaiming_normal, Activation::sigmoid), 1.0 / 150, false);
  check(spread(WeightRule::xavier_uniform, Activation::relu, 3), 9 * 2.0 / 210, true);
}

TEST(Initialiser, OrthogonalRowsOrColumnsScaledByTheGain) {
  Mlp<double> net({.inputs = 12, .hidden = {5}, .outputs = 9});
  Rng rng = stream(10);
  initialise(net, {.rule = WeightRule::orthogonal, .gain = 2, .output_gain = 0.01}, rng);
  const Eigen::Map<const Matrix> wide(net.parameters().data(), 5, 12);
  const LayerLayout& last = net.layers().back();
  const Eigen::Map<const Matrix> tall(net.parameters().data() + last.weights, 9, 5);
  EXPECT_LT((wide * wide.transpose() - 4 * Matrix::Identity(5, 5)).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((tall.transpose() * tall - 1e-4 * Matrix::Identity(5, 5)).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_EQ(net.parameters().tail(9), Vector::Zero(9));
}

}  // namespace
}  // namespace vilfredo
