// The vocabulary of shapes. One sentence rules the whole library:
//
//   A column is a solution, objectives are minimised, a solution is feasible iff every g <= tol.
//
// x is n_var x N, f is n_obj x N, g is n_con x N, preferences w are n_obj x N. A Jacobian is
// (n_var * n_obj) x N: a column viewed as n_var x n_obj holds the gradient of f_k in column k.
#pragma once

#include "vilfredo/core/eigen_memory.hpp"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>

namespace vilfredo {

using Index = Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Borrowed, read only. Never stored: a reference bound to an expression owns a temporary.
using MatrixIn = const Eigen::Ref<const Matrix>&;
using VectorIn = const Eigen::Ref<const Vector>&;
/// Borrowed, written to; accepts any block of whole columns or of rows.
using MatrixOut = Eigen::Ref<Matrix>;
using VectorOut = Eigen::Ref<Vector>;

/// Number of a solution within its run, given once and never reused.
using Id = std::uint64_t;

}  // namespace vilfredo
