#include "vilfredo/problems/reference_set.hpp"

#include "embedded_sets.hpp"
#include "vilfredo/core/error.hpp"

namespace vilfredo {
namespace {

const detail::EmbeddedSet* find(std::string_view problem) {
  for (const detail::EmbeddedSet& set : detail::embedded_sets()) {
    if (set.name == problem) {
      return &set;
    }
  }
  return nullptr;
}

std::vector<std::string> comment_lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.front() == '#' || line.front() == ' ')) {
      line.remove_prefix(1);
    }
    if (!line.empty()) {
      out.emplace_back(line);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> reference_set_names() {
  std::vector<std::string> out;
  for (const detail::EmbeddedSet& set : detail::embedded_sets()) {
    out.emplace_back(set.name);
  }
  return out;
}

bool has_reference_set(std::string_view problem) {
  return find(problem) != nullptr;
}

ReferenceSet reference_set(std::string_view problem) {
  const detail::EmbeddedSet* set = find(problem);
  if (set == nullptr) {
    throw unknown_name("reference set", problem, reference_set_names());
  }
  ReferenceSet out;
  out.name = std::string(set->name);
  // A row of the file is a point; so is a column of the matrix, whose storage is the same.
  out.points = Eigen::Map<const Matrix>(set->values, static_cast<Index>(set->columns),
                                        static_cast<Index>(set->rows));
  out.provenance = comment_lines(set->provenance);
  out.sha256 = std::string(set->sha256);
  return out;
}

}  // namespace vilfredo
