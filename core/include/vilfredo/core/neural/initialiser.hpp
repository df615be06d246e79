// First values of the parameters of a net.
#pragma once

#include "vilfredo/core/neural/mlp.hpp"
#include "vilfredo/core/options.hpp"
#include "vilfredo/core/rng.hpp"

#include <array>
#include <cstdint>
#include <tuple>

namespace vilfredo {

/// Distribution of the weights W (out x in) of a layer. Biases are 0 except under fan_in_uniform.
enum class WeightRule : std::uint8_t {
  fan_in_uniform,   ///< weights and biases uniform in +-1 / sqrt(in); PyTorch's default for layers
  xavier_uniform,   ///< +-sqrt(6 / (in + out)); Glorot and Bengio 2010
  xavier_normal,    ///< deviation sqrt(2 / (in + out))
  kaiming_uniform,  ///< +-g sqrt(3 / in), g = sqrt(2) before a relu or gelu, 5/3 before a tanh,
                    ///< else 1; He et al. 2015
  kaiming_normal,   ///< deviation g / sqrt(in)
  orthogonal        ///< rows or columns orthonormal, uniform over all such; Saxe et al. 2014
};

constexpr auto enum_names(WeightRule /*tag*/) {
  return std::array{EnumName<WeightRule>{"fan_in_uniform", WeightRule::fan_in_uniform},
                    EnumName<WeightRule>{"xavier_uniform", WeightRule::xavier_uniform},
                    EnumName<WeightRule>{"xavier_normal", WeightRule::xavier_normal},
                    EnumName<WeightRule>{"kaiming_uniform", WeightRule::kaiming_uniform},
                    EnumName<WeightRule>{"kaiming_normal", WeightRule::kaiming_normal},
                    EnumName<WeightRule>{"orthogonal", WeightRule::orthogonal}};
}

struct InitialiserOptions {
  WeightRule rule = WeightRule::fan_in_uniform;
  double gain = 1;
  double output_gain = 1;

  static constexpr auto fields() {
    using O = InitialiserOptions;
    return std::tuple{
        field("rule", &O::rule, "distribution of the weights"),
        field("gain", &O::gain, at_least(0), "factor on the weights of hidden layers"),
        field("output_gain", &O::output_gain, at_least(0),
              "factor on the weights of the last layer (0.01 is usual for policies)")};
  }
};

/// Sets all parameters. Draws in double in a fixed order (layer by layer, weights by columns, then
/// biases), so that a float and a double net of one stream agree to rounding.
template <class Scalar>
void initialise(Mlp<Scalar>& net, const InitialiserOptions& options, Rng& rng);

}  // namespace vilfredo
