#include "vilfredo/problems/external/evaluation_journal.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/file.hpp"
#include "vilfredo/core/json_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>

namespace vilfredo {
namespace {

constexpr std::string_view kFormat = "vilfredo-evaluations/1";

Value numbers(VectorIn values) {
  Value::Array out;
  for (Index i = 0; i < values.size(); ++i) {
    out.emplace_back(values[i]);
  }
  return out;
}

std::vector<double> doubles(const Value& list) {
  std::vector<double> out;
  for (const Value& item : list.as_array()) {
    out.push_back(item.as_double());
  }
  return out;
}

Vector vector_of(const Value& list) {
  const std::vector<double> values = doubles(list);
  return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

std::vector<double> key_of(VectorIn x) {
  std::vector<double> out;
  for (Index i = 0; i < x.size(); ++i) {
    out.push_back(x[i] == 0 ? 0.0 : x[i]);  // -0 is 0
  }
  return out;
}

Outcome outcome_named(const std::string& word) {
  for (const Outcome outcome :
       {Outcome::ok, Outcome::threw, Outcome::non_finite, Outcome::timed_out, Outcome::crashed}) {
    if (name(outcome) == word) {
      return outcome;
    }
  }
  throw Error(Errc::store_damaged, "an unknown outcome").with("outcome", word);
}

const Value& member(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  if (found == nullptr) {
    throw Error(Errc::store_damaged, fmt::format("lacks \"{}\"", key));
  }
  return *found;
}

FinishedEvaluation evaluation_from(const Value& line) {
  FinishedEvaluation out;
  out.outcome = outcome_named(member(line, "outcome").as_string());
  out.seconds = member(line, "seconds").as_double();
  if (out.outcome == Outcome::ok) {
    out.f = vector_of(member(line, "f"));
    out.g = vector_of(member(line, "g"));
  } else {
    out.reason = member(line, "reason").as_string();
  }
  return out;
}

std::string line_of(VectorIn x, const FinishedEvaluation& done) {
  Value out = Value::Object{{"x", numbers(x)}, {"outcome", Value(name(done.outcome))}};
  if (done.outcome == Outcome::ok) {
    out["f"] = numbers(done.f);
    out["g"] = numbers(done.g);
  } else {
    out["reason"] = Value(done.reason);
  }
  out["seconds"] = done.seconds;
  return to_json(out) + "\n";
}

Error io_error(const char* what, const std::filesystem::path& path) {
  return Error(Errc::io, what).with("file", path.string()).with("reason", std::strerror(errno));
}

}  // namespace

EvaluationJournal::EvaluationJournal(const std::filesystem::path& path,
                                     const std::string& identity) {
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw io_error("the journal of evaluations cannot be opened", path);
  }
  try {
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      throw Error(Errc::io, "another process has the journal of evaluations open")
          .with("file", path.string());
    }
    read(path, identity);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

EvaluationJournal::~EvaluationJournal() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

void EvaluationJournal::read(const std::filesystem::path& path, const std::string& identity) {
  const std::string text = read_file(path);
  const std::size_t good = text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1;
  if (good < text.size() && ::ftruncate(file_, static_cast<off_t>(good)) != 0) {
    throw io_error("the cut-off end of the journal of evaluations cannot be dropped", path);
  }
  if (good == 0) {
    append(to_json(Value::Object{{"format", Value(kFormat)}, {"simulator", Value(identity)}}) +
           "\n");
    return;
  }
  std::size_t number = 0;
  for (std::size_t start = 0; start < good; ++number) {
    const std::size_t end = text.find('\n', start);
    try {
      const Value line = json_value(std::string_view(text).substr(start, end - start));
      if (number > 0) {
        done_.insert_or_assign(doubles(member(line, "x")), evaluation_from(line));
      } else if (member(line, "format").as_string() != kFormat ||
                 member(line, "simulator").as_string() != identity) {
        throw Error(Errc::store_damaged,
                    "it holds evaluations of another simulator: command, variables, objectives or "
                    "constraints differ; give the new one a folder of its own");
      }
    } catch (const Error& error) {
      throw Error(Errc::store_damaged,
                  fmt::format("the journal of evaluations cannot be used: {}", error.what()))
          .with("file", path.string())
          .with("line", std::to_string(number + 1));
    }
    start = end + 1;
  }
}

void EvaluationJournal::append(const std::string& line) {
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = ::write(file_, line.data() + written, line.size() - written);
    if (n < 0 && errno != EINTR) {
      throw Error(Errc::io, "an evaluation cannot be written to its journal")
          .with("reason", std::strerror(errno));
    }
    written += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  if (::fsync(file_) != 0) {
    throw Error(Errc::io, "an evaluation cannot be written to its journal")
        .with("reason", std::strerror(errno));
  }
}

std::optional<FinishedEvaluation> EvaluationJournal::find(VectorIn x) const {
  const std::scoped_lock lock(mutex_);
  const auto found = done_.find(key_of(x));
  return found == done_.end() ? std::nullopt : std::optional(found->second);
}

void EvaluationJournal::add(VectorIn x, const FinishedEvaluation& done) {
  const std::scoped_lock lock(mutex_);
  done_.insert_or_assign(key_of(x), done);
  if (file_ >= 0) {
    append(line_of(x, done));
  }
}

std::size_t EvaluationJournal::size() const {
  const std::scoped_lock lock(mutex_);
  return done_.size();
}

}  // namespace vilfredo
