#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>
#include <vilfredo/suite/points/points.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>

namespace vilfredo::suite {

namespace {

constexpr std::string_view kBlanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = text.find_first_not_of(kBlanks, i);
    if (start == std::string_view::npos) {
      break;
    }
    const std::size_t end = std::min(text.find_first_of(kBlanks, start), text.size());
    out.push_back(text.substr(start, end - start));
    i = end;
  }
  return out;
}

std::vector<std::string_view> fields(std::string_view row) {
  if (row.find(',') == std::string_view::npos) {
    return words(row);
  }
  std::vector<std::string_view> out;
  for (std::size_t start = 0;;) {
    const std::size_t comma = row.find(',', start);
    out.push_back(trimmed(row.substr(start, comma - start)));
    if (comma == std::string_view::npos) {
      return out;
    }
    start = comma + 1;
  }
}

class PointsParser {
 public:
  explicit PointsParser(const std::string& name) : name_(name) {}

  PointsFile parse(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
      text.remove_prefix(3);
    }
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      ++line_;
      read_line(trimmed(text.substr(0, end)));
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    if (count_ == 0) {
      throw Error(
          Errc::invalid_argument,
          fmt::format("{}: there is no point in this file; a point is a row of numbers", name_));
    }
    out_.points = Eigen::Map<const Matrix>(numbers_.data(), columns_, count_);
    check_heading();
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(const std::string& sentence) const {
    throw Error(Errc::invalid_argument, fmt::format("{}:{}: {}", name_, line_, sentence));
  }

  void read_line(std::string_view line) {
    const std::size_t hash = line.find('#');
    if (hash == 0) {
      read_comment(trimmed(line.substr(1)));
      return;
    }
    line = trimmed(line.substr(0, hash));
    if (!line.empty()) {
      read_row(line);
    }
  }

  void read_comment(std::string_view text) {
    constexpr std::string_view kObjectives = "objectives:";
    constexpr std::string_view kConstraints = "constraints:";
    if (text.starts_with(kObjectives)) {
      out_.objectives.clear();
      heading_line_ = line_;
      for (const std::string_view word : words(text.substr(kObjectives.size()))) {
        out_.objectives.push_back(read_objective(word));
      }
    } else if (text.starts_with(kConstraints)) {
      out_.constraints.clear();
      for (const std::string_view word : words(text.substr(kConstraints.size()))) {
        out_.constraints.emplace_back(word);
      }
    }
  }

  [[nodiscard]] Objective read_objective(std::string_view word) const {
    const std::size_t colon = word.rfind(':');
    const std::string_view sense = colon == std::string_view::npos ? "" : word.substr(colon + 1);
    if (sense != "min" && sense != "max") {
      fail(
          fmt::format("\"{}\" is no objective; write its name and sense, as in mass:min or "
                      "safety:max",
                      word));
    }
    return {std::string(word.substr(0, colon)), sense == "max" ? Sense::maximise : Sense::minimise,
            ""};
  }

  void read_row(std::string_view row) {
    const std::vector<std::string_view> cells = fields(row);
    if (count_ == 0) {
      columns_ = static_cast<Index>(cells.size());
      first_line_ = line_;
    } else if (static_cast<Index>(cells.size()) != columns_) {
      fail(
          fmt::format("this row has {} numbers, the one in line {} has {}; all rows must be of one "
                      "length",
                      cells.size(), first_line_, columns_));
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      numbers_.push_back(read_number(cells[i], i + 1));
    }
    ++count_;
  }

  [[nodiscard]] double read_number(std::string_view text, std::size_t column) const {
    if (text.empty()) {
      fail(fmt::format("number {} of this row is missing", column));
    }
    const std::string_view digits = text.front() == '+' ? text.substr(1) : text;
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc::result_out_of_range) {
      fail(fmt::format("\"{}\" is beyond the range of a double", text));
    }
    if (error != std::errc{} || end != digits.data() + digits.size()) {
      fail(fmt::format("\"{}\" is no number{}", text,
                       count_ == 0 ? "; a line that is no point must begin with #" : ""));
    }
    if (!std::isfinite(number)) {
      fail(fmt::format("\"{}\" is not finite", text));
    }
    return number;
  }

  void check_heading() {
    const std::size_t named = out_.objectives.size() + out_.constraints.size();
    if (!out_.objectives.empty() && static_cast<Index>(named) != columns_) {
      line_ = heading_line_;
      fail(fmt::format(
          "the heading names {} objectives and {} constraints, but rows have {} numbers",
          out_.objectives.size(), out_.constraints.size(), columns_));
    }
  }

  const std::string& name_;
  PointsFile out_;
  std::vector<double> numbers_;
  Index columns_ = 0;
  Index count_ = 0;
  int line_ = 0;
  int first_line_ = 0;
  int heading_line_ = 0;
};

std::string read_standard_input() {
  constexpr std::size_t kBlock = 1 << 16;
  std::string text;
  std::size_t got = 0;
  do {
    const std::size_t before = text.size();
    text.resize(before + kBlock);
    got = std::fread(text.data() + before, 1, kBlock, stdin);
    text.resize(before + got);
  } while (got > 0);
  if (std::ferror(stdin) != 0) {
    throw Error(Errc::io, "standard input cannot be read");
  }
  return text;
}

/// Names are separated by blanks.
std::string one_word(const std::string& name) {
  std::string out = name;
  for (char& c : out) {
    if (c == '\n' || kBlanks.find(c) != std::string_view::npos) {
      c = '_';
    }
  }
  return out;
}

}  // namespace

Index PointsFile::n_obj() const {
  return objectives.empty() ? points.rows() : static_cast<Index>(objectives.size());
}

PointsFile parse_points(std::string_view text, const std::string& name) {
  return PointsParser(name).parse(text);
}

PointsFile read_points(const std::string& path) {
  if (path == "-") {
    return parse_points(read_standard_input(), "standard input");
  }
  return parse_points(read_file(path), path);
}

std::string exact_digits(double number) {
  return fmt::format("{:.17g}", number + 0.0);  // -0 + 0 is 0
}

std::string format_points(MatrixIn points,
                          const std::vector<Objective>& objectives,
                          const std::vector<std::string>& constraints) {
  std::string text;
  if (!objectives.empty()) {
    text += "# objectives:";
    for (const Objective& objective : objectives) {
      text += fmt::format(" {}:{}", one_word(objective.name),
                          objective.sense == Sense::maximise ? "max" : "min");
    }
    text += '\n';
  }
  if (!constraints.empty()) {
    text += "# constraints:";
    for (const std::string& constraint : constraints) {
      text += " " + one_word(constraint);
    }
    text += '\n';
  }
  for (Index j = 0; j < points.cols(); ++j) {
    for (Index i = 0; i < points.rows(); ++i) {
      text += (i == 0 ? "" : ",") + exact_digits(points(i, j));
    }
    text += '\n';
  }
  return text;
}

void write_points(const std::string& path,
                  MatrixIn points,
                  const std::vector<Objective>& objectives,
                  const std::vector<std::string>& constraints) {
  const std::string text = format_points(points, objectives, constraints);
  if (path != "-") {
    write_file_atomically(path, text);
    return;
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(Errc::io, "standard output cannot be written");
  }
}

void flip_maximised(Matrix& points, const std::vector<Objective>& objectives) {
  for (std::size_t k = 0; k < objectives.size() && static_cast<Index>(k) < points.rows(); ++k) {
    if (objectives[k].sense == Sense::maximise) {
      points.row(static_cast<Index>(k)) *= -1.0;
    }
  }
}

}  // namespace vilfredo::suite
