#include "vilfredo/indicators/cone_hypervolume.hpp"

#include "input_checks.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/indicators/hypervolume.hpp"

#include <Eigen/LU>
#include <Eigen/SVD>
#include <fmt/format.h>

#include <cmath>

namespace vilfredo {
namespace {

constexpr double kLargestCondition = 1e12;

}  // namespace

double cone_hypervolume(MatrixIn front, VectorIn reference, MatrixIn generators) {
  const Index d = reference.size();
  if (d < 1 || generators.rows() != d || generators.cols() != d) {
    throw Error(
        Errc::invalid_argument,
        fmt::format("a cone for {} objectives has {} generators of {} entries, not {} of {}", d, d,
                    d, generators.cols(), generators.rows()));
  }
  detail::require_finite("the generators of the cone", generators);
  detail::require_finite("the reference point", reference);
  detail::require_rows("the front", front, d);
  detail::require_finite("the front", front);
  const Matrix cone = generators;
  const Eigen::JacobiSVD<Matrix> svd(cone);
  const double least = svd.singularValues()[d - 1];
  if (!(least > 0) || svd.singularValues()[0] / least > kLargestCondition) {
    throw Error(Errc::invalid_argument,
                "the generators of the cone are dependent or nearly so (condition above 1e12)");
  }
  const Eigen::FullPivLU<Matrix> lu(cone);
  const Vector corner = lu.solve(Vector(reference));
  Matrix mapped(d, front.cols());
  for (Index j = 0; j < front.cols(); ++j) {
    mapped.col(j) = lu.solve(Vector(front.col(j)));
  }
  return std::abs(lu.determinant()) * hypervolume(mapped, corner);
}

Matrix tilted_cone(Index n_obj, double tilt) {
  const double most = n_obj > 1 ? 1 / static_cast<double>(n_obj - 1) : 1;
  if (n_obj < 1 || !(tilt > -1) || !(tilt < most)) {
    throw Error(Errc::invalid_argument,
                fmt::format("the tilt of a cone for {} objectives must lie in (-1, {}), not {}",
                            n_obj, most, tilt));
  }
  Matrix cone = Matrix::Constant(n_obj, n_obj, -tilt);
  cone.diagonal().setOnes();
  return cone;
}

}  // namespace vilfredo
