#include "memory.hpp"

#include "vilfredo/core/error.hpp"

#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/maco.hpp>
#include <pagmo/algorithms/moead.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/algorithms/nspso.hpp>
#include <pagmo/algorithms/pso.hpp>
#include <pagmo/algorithms/pso_gen.hpp>
#include <pagmo/population.hpp>
#include <pagmo/s11n.hpp>
#include <pagmo/types.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace vilfredo::interop {

namespace {

using Columns = std::vector<pagmo::vector_double>;

// Private members of pagmo's classes. Access rules do not apply to the arguments of an explicit
// instantiation, which is the one door the language leaves open; pagmo offers no other to this part
// of an algorithm's state. If a later pagmo renames a member, this file does not compile.
template <class Tag, class Member, Member Pointer>
struct Open {
  friend constexpr Member open(Tag /*tag*/) { return Pointer; }
};

struct NspsoVelocity {};

struct NspsoBestF {};

struct NspsoBestX {};

struct MacoArchive {};

struct MacoPopulation {};

struct MacoCounter {};

struct MacoStop {};

struct MacoMark {};

struct MacoSpeed {};

constexpr Columns pagmo::nspso::*open(NspsoVelocity);
constexpr Columns pagmo::nspso::*open(NspsoBestF);
constexpr Columns pagmo::nspso::*open(NspsoBestX);
constexpr Columns pagmo::maco::*open(MacoArchive);
constexpr pagmo::population pagmo::maco::*open(MacoPopulation);
constexpr unsigned pagmo::maco::*open(MacoCounter);
constexpr unsigned pagmo::maco::*open(MacoStop);
constexpr unsigned pagmo::maco::*open(MacoMark);
constexpr double pagmo::maco::*open(MacoSpeed);

template struct Open<NspsoVelocity, Columns pagmo::nspso::*, &pagmo::nspso::m_velocity>;
template struct Open<NspsoBestF, Columns pagmo::nspso::*, &pagmo::nspso::m_best_fit>;
template struct Open<NspsoBestX, Columns pagmo::nspso::*, &pagmo::nspso::m_best_dvs>;
template struct Open<MacoArchive, Columns pagmo::maco::*, &pagmo::maco::m_sol_archive>;
template struct Open<MacoPopulation, pagmo::population pagmo::maco::*, &pagmo::maco::m_pop>;
template struct Open<MacoCounter, unsigned pagmo::maco::*, &pagmo::maco::m_counter>;
template struct Open<MacoStop, unsigned pagmo::maco::*, &pagmo::maco::m_n_evalstop>;
template struct Open<MacoMark, unsigned pagmo::maco::*, &pagmo::maco::m_gen_mark>;
template struct Open<MacoSpeed, double pagmo::maco::*, &pagmo::maco::m_q>;

Matrix to_matrix(const Columns& columns) {
  Matrix out(columns.empty() ? 0 : static_cast<Index>(columns.front().size()),
             static_cast<Index>(columns.size()));
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j) = Eigen::Map<const Vector>(columns[static_cast<std::size_t>(j)].data(), out.rows());
  }
  return out;
}

Columns to_columns(const Matrix& matrix) {
  Columns out;
  for (Index j = 0; j < matrix.cols(); ++j) {
    out.emplace_back(matrix.col(j).data(), matrix.col(j).data() + matrix.rows());
  }
  return out;
}

void persist_columns(StateIo& io, std::string_view name, Columns& columns) {
  Matrix matrix = to_matrix(columns);
  io(name, matrix);
  if (io.reading()) {
    columns = to_columns(matrix);
  }
}

void persist_nspso(StateIo& io, pagmo::nspso& algorithm) {
  persist_columns(io, "velocity", algorithm.*open(NspsoVelocity{}));
  persist_columns(io, "best_f", algorithm.*open(NspsoBestF{}));
  persist_columns(io, "best_x", algorithm.*open(NspsoBestX{}));
}

void persist_maco(StateIo& io, pagmo::maco& algorithm, const pagmo::problem& problem) {
  persist_columns(io, "archive", algorithm.*open(MacoArchive{}));
  io("counter", algorithm.*open(MacoCounter{}));
  io("stop", algorithm.*open(MacoStop{}));
  io("mark", algorithm.*open(MacoMark{}));
  io("speed", algorithm.*open(MacoSpeed{}));
  pagmo::population& population = algorithm.*open(MacoPopulation{});
  Matrix x = to_matrix(population.get_x());
  Matrix f = to_matrix(population.get_f());
  io("x", x);
  io("f", f);
  if (!io.reading()) {
    return;
  }
  population = pagmo::population(problem, 0U, 0U);
  const Columns xs = to_columns(x);
  const Columns fs = to_columns(f);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    population.push_back(xs[i], fs[i]);
  }
}

void persist_archive(StateIo& io, pagmo::algorithm& algorithm) {
  std::string bytes;
  try {
    if (!io.reading()) {
      std::ostringstream stream;
      boost::archive::binary_oarchive archive(stream);
      archive << algorithm;
      bytes = stream.str();
    }
    io("archive", bytes);
    if (io.reading()) {
      std::istringstream stream(bytes);
      boost::archive::binary_iarchive archive(stream);
      archive >> algorithm;
    }
  } catch (const boost::archive::archive_exception& error) {
    throw Error(Errc::unsupported, "this pagmo algorithm cannot be saved")
        .with("algorithm", algorithm.get_name())
        .with("boost", error.what());
  }
}

}  // namespace

void persist_memory(StateIo& io, pagmo::algorithm& algorithm, const pagmo::problem& problem) {
  if (algorithm.is<pagmo::nsga2>() || algorithm.is<pagmo::moead>()) {
    return;
  }
  if (auto* nspso = algorithm.extract<pagmo::nspso>()) {
    persist_nspso(io, *nspso);
  } else if (auto* maco = algorithm.extract<pagmo::maco>()) {
    persist_maco(io, *maco, problem);
  } else {
    persist_archive(io, algorithm);
  }
}

void refuse_lossy_memory(const pagmo::algorithm& algorithm) {
  const bool lossy =
      algorithm.is<pagmo::pso>() || algorithm.is<pagmo::pso_gen>() || algorithm.is<pagmo::de1220>();
  // Whether the memory is on is told nowhere but in this text.
  const std::string text = algorithm.get_extra_info();
  if (lossy && (text.find("Memory: 1") != std::string::npos ||
                text.find("Memory: true") != std::string::npos)) {
    throw Error(Errc::unsupported,
                "pagmo does not save what this algorithm remembers between calls, so a run could "
                "not be resumed; give it memory = false and more generations per call")
        .with("algorithm", algorithm.get_name());
  }
}

}  // namespace vilfredo::interop
