#include "preferences.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/program/console.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>

namespace vilfredo::external {
namespace {

using suite::Console;

/// A line of standard input without its end; false at the end.
bool next_line(std::string& line) {
  line.clear();
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c == '\n') {
      return true;
    }
    line += static_cast<char>(c);
  }
  return !line.empty();
}

std::string preference_text(const Vector& preference, const ProblemInfo& info) {
  std::string out;
  for (Index k = 0; k < preference.size(); ++k) {
    out += fmt::format("{}{} {:.4g}", k == 0 ? "" : ", ", info.objective(k).name, preference[k]);
  }
  return out;
}

}  // namespace

Vector preference_from(std::string_view text, const ProblemInfo& info) {
  const auto refuse = [&](const std::string& why) {
    return Error(Errc::invalid_argument,
                 fmt::format("a preference is {} weights such as {}: {}", info.n_obj,
                             info.n_obj == 2 ? "0.3,0.7" : "0.2,0.3,0.5", why))
        .with("found", std::string(text));
  };
  std::vector<double> weights;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    if (*at == ',' || *at == ' ' || *at == '\t' || *at == '\r') {
      ++at;
      continue;
    }
    double weight = 0;
    const auto [next, error] = std::from_chars(at, end, weight);
    if (error != std::errc{} || !std::isfinite(weight)) {
      throw refuse("one of them is no number");
    }
    if (weight < 0) {
      throw refuse("none may be negative");
    }
    weights.push_back(weight);
    at = next;
  }
  if (static_cast<Index>(weights.size()) != info.n_obj) {
    throw refuse(fmt::format("there are {}", weights.size()));
  }
  Vector out = Eigen::Map<const Vector>(weights.data(), info.n_obj);
  const double sum = out.sum();
  if (!(sum > 0) || !std::isfinite(sum)) {
    throw refuse("they must not all be zero");
  }
  return out / sum;
}

std::string learned_point(const Session& session, const Vector& preference, bool evaluate) {
  const ProblemInfo& info = session.problem().info();
  const Matrix x = session.solver().decode(preference);
  std::string out = fmt::format("preference: {}\n", preference_text(preference, info));
  for (Index i = 0; i < info.n_var; ++i) {
    out += fmt::format("  {} = {:.6g}\n", info.variable_name(i), x(i, 0));
  }
  if (!evaluate) {
    return out;
  }
  const FinishedEvaluation done = session.problem().evaluate_one(x.col(0));
  if (done.outcome != Outcome::ok) {
    return out + fmt::format("  evaluation {}: {}\n", name(done.outcome), done.reason);
  }
  for (Index k = 0; k < info.n_obj; ++k) {
    const Objective objective = info.objective(k);
    out += fmt::format("  -> {} {:.6g}{}{}\n", objective.name,
                       objective.sense == Sense::maximise ? -done.f[k] : done.f[k],
                       objective.unit.empty() ? "" : " ", objective.unit);
  }
  for (Index k = 0; k < info.n_con; ++k) {
    out += fmt::format("  -> {} {:.6g}, {}\n", info.constraint_name(k), done.g[k],
                       done.g[k] <= 0 ? "met" : "NOT MET");
  }
  return out;
}

void check_preferences(const Request& request,
                       const std::string& type,
                       const ProblemInfo& info,
                       const Registries& registries) {
  if (request.preferences.empty()) {
    return;
  }
  if (!registries.solvers.at(type).set_model) {
    std::string fitting;
    for (const std::string& name : registries.solvers.fitting(info)) {
      if (registries.solvers.at(name).set_model) {
        fitting += (fitting.empty() ? "" : ", ") + name;
      }
    }
    throw Error(
        Errc::unsupported,
        fmt::format("{} learns no set, so it has no answer to a preference; these solvers do: {}",
                    type, fitting.empty() ? "none that fits this simulator" : fitting));
  }
  for (const std::string& text : request.preferences) {
    if (text != "-") {
      (void)preference_from(text, info);
    }
  }
}

void answer(const Session& session, const Request& request) {
  const ProblemInfo& info = session.problem().info();
  for (const std::string& text : request.preferences) {
    if (text != "-") {
      Console::print(learned_point(session, preference_from(text, info), request.evaluate));
      continue;
    }
    std::string line;
    while (next_line(line)) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) {
        continue;
      }
      try {
        Console::print(learned_point(session, preference_from(line, info), request.evaluate));
      } catch (const Error& error) {
        if (error.code() != Errc::invalid_argument) {
          throw;
        }
        Console::warn(error.what());
      }
    }
  }
}

}  // namespace vilfredo::external
