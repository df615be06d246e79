// Fixtures and random sets for the tests of indicators.
#pragma once

#include "test_paths.hpp"
#include "vilfredo/core/types.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace vilfredo::test {

inline std::string indicator_data(const std::string& file) {
  return std::string(VILFREDO_TEST_DATA) + "/indicators/" + file;
}

inline nlohmann::json read_cases(const std::string& file) {
  std::ifstream in(indicator_data(file));
  if (!in) {
    throw std::runtime_error("missing fixture " + file);
  }
  return nlohmann::json::parse(in).at("cases");
}

/// One point per line; becomes one point per column.
inline Matrix read_points(const std::string& file) {
  std::ifstream in(indicator_data(file));
  if (!in) {
    throw std::runtime_error("missing fixture " + file);
  }
  std::vector<double> values;
  std::string line;
  Index n = 0;
  while (std::getline(in, line)) {
    std::istringstream row(line);
    std::string cell;
    bool any = false;
    while (std::getline(row, cell, ',')) {
      values.push_back(std::stod(cell));
      any = true;
    }
    n += any ? 1 : 0;
  }
  return Eigen::Map<const Matrix>(values.data(), static_cast<Index>(values.size()) / n, n);
}

inline Vector read_vector(const nlohmann::json& array) {
  const std::vector<double> values = array.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

/// A number, or the string "inf".
inline double read_number(const nlohmann::json& value) {
  return value.is_string() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  Index below(Index n) { return static_cast<Index>(engine_() % static_cast<std::uint64_t>(n)); }

  Matrix cube(Index d, Index n) {
    return Matrix::NullaryExpr(d, n, [this](Index, Index) { return uniform(); });
  }

  Matrix lattice(Index d, Index n, Index size) {
    return Matrix::NullaryExpr(
        d, n, [this, size](Index, Index) { return static_cast<double>(below(size)); });
  }

  /// On the positive part of the unit sphere: mutually non-dominated.
  Matrix sphere(Index d, Index n) {
    Matrix f = cube(d, n);
    for (Index j = 0; j < n; ++j) {
      f.col(j) = (f.col(j).array() + 1e-3).matrix().normalized();
    }
    return f;
  }

  std::vector<Index> permutation(Index n) {
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    for (Index k = n - 1; k > 0; --k) {
      std::swap(order[static_cast<std::size_t>(k)], order[static_cast<std::size_t>(below(k + 1))]);
    }
    return order;
  }

 private:
  std::mt19937_64 engine_;
};

inline Matrix shuffled_columns(const Matrix& f, Draws& draws) {
  return f(Eigen::all, draws.permutation(f.cols()));
}

}  // namespace vilfredo::test
