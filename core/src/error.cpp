#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo {

std::string_view name(Errc code) {
  switch (code) {
    case Errc::invalid_argument:
      return "invalid_argument";
    case Errc::invalid_config:
      return "invalid_config";
    case Errc::not_found:
      return "not_found";
    case Errc::unsupported:
      return "unsupported";
    case Errc::io:
      return "io";
    case Errc::store_damaged:
      return "store_damaged";
    case Errc::numerical:
      return "numerical";
    case Errc::internal:
      return "internal";
  }
  return "internal";
}

Error::Error(Errc code, std::string sentence) : code_(code), sentence_(std::move(sentence)) {
  compose();
}

Error& Error::with(std::string key, std::string value) & {
  notes_.emplace_back(std::move(key), std::move(value));
  compose();
  return *this;
}

Error&& Error::with(std::string key, std::string value) && {
  with(std::move(key), std::move(value));  // the lvalue overload
  return std::move(*this);
}

void Error::compose() {
  text_ = sentence_;
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    text_ += fmt::format("{}{}: {}", i == 0 ? " (" : ", ", notes_[i].first, notes_[i].second);
  }
  if (!notes_.empty()) {
    text_ += ')';
  }
}

namespace {

/// Optimal string alignment distance, cut off above `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) {
    return limit + 1;
  }
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      std::size_t& cell = table[i * width + j];
      if (i == 0 || j == 0) {
        cell = i + j;
        continue;
      }
      const std::size_t substitute =
          table[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      cell = std::min({table[(i - 1) * width + j] + 1, table[i * width + j - 1] + 1, substitute});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cell = std::min(cell, table[(i - 2) * width + j - 2] + 1);
      }
    }
  }
  return table.back();
}

bool contains_part(std::string_view word, std::string_view candidate) {
  constexpr std::size_t kShortest = 3;
  return (word.size() >= kShortest && candidate.find(word) != std::string_view::npos) ||
         (candidate.size() >= kShortest && word.find(candidate) != std::string_view::npos);
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t kLimit = 2;
  std::string best;
  std::size_t best_distance = kLimit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate, kLimit);
    if (distance < best_distance && distance < candidate.size()) {
      best_distance = distance;
      best = candidate;
    }
  }
  if (best.empty()) {
    const auto part = std::ranges::find_if(
        candidates, [&](const std::string& candidate) { return contains_part(word, candidate); });
    if (part != candidates.end()) {
      best = *part;
    }
  }
  return best;
}

Error unknown_name(std::string_view what,
                   std::string_view word,
                   std::span<const std::string> candidates) {
  constexpr std::size_t kListAtMost = 24;
  Error error(Errc::not_found, fmt::format("unknown {} \"{}\"", what, word));
  if (const std::string near = nearest(word, candidates); !near.empty()) {
    error.with("did you mean", near);
  }
  if (candidates.size() <= kListAtMost) {
    error.with("allowed", fmt::format("{}", fmt::join(candidates, " | ")));
  }
  return error;
}

namespace detail {

void assertion_failed(const char* condition, const char* why, const char* file, int line) {
  throw Error(Errc::internal, fmt::format("{} does not hold: {}", condition, why))
      .with("at", fmt::format("{}:{}", file, line));
}

}  // namespace detail

}  // namespace vilfredo
