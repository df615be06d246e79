// The caller's mistakes and broken environments, as one exception type with a closed set of codes.
// Expected outcomes (budget spent, a failed evaluation, an interrupted run) are values, not errors.
#pragma once

#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vilfredo {

enum class Errc {
  invalid_argument,  ///< a value passed by a caller violates a documented rule
  invalid_config,    ///< the same, read from a file; notes carry file, line and pointer
  not_found,         ///< a name that no registry knows, or a file that is not there
  unsupported,       ///< a combination that is meaningful but cannot be done by this part
  io,                ///< the operating system refused to read or write
  store_damaged,     ///< a result store or checkpoint fails its own checks
  numerical,         ///< a computation left the range in which its result means anything
  internal           ///< our own mistake
};

[[nodiscard]] std::string_view name(Errc code);

/// A code, a sentence for a person, and key-value notes added on the way up.
class Error : public std::exception {
 public:
  Error(Errc code, std::string sentence);

  Error& with(std::string key, std::string value) &;
  Error&& with(std::string key, std::string value) &&;

  [[nodiscard]] Errc code() const { return code_; }

  [[nodiscard]] const std::string& sentence() const { return sentence_; }

  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& notes() const {
    return notes_;
  }

  /// Sentence and notes in one line: "needs a Jacobian (problem: re21)".
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  void compose();

  Errc code_;
  std::string sentence_;
  std::vector<std::pair<std::string, std::string>> notes_;
  std::string text_;
};

/// The candidate nearest to `word` (Damerau-Levenshtein distance at most 2, or a common prefix or
/// substring of at least three letters); empty if none is near. Ties go to the first.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// not_found for an unknown name, with the nearest spelling and, if there are few, all names.
[[nodiscard]] Error unknown_name(std::string_view what,
                                 std::string_view word,
                                 std::span<const std::string> candidates);

namespace detail {
[[noreturn]] void assertion_failed(const char* condition,
                                   const char* why,
                                   const char* file,
                                   int line);
}  // namespace detail

}  // namespace vilfredo

/// Our own invariants; throws Error{internal} where VILFREDO_ASSERTIONS is set, else costs nothing.
#ifdef VILFREDO_ASSERTIONS
#define VILFREDO_ASSERT(condition, why) \
  ((condition) ? void(0)                \
               : ::vilfredo::detail::assertion_failed(#condition, why, __FILE__, __LINE__))
#else
#define VILFREDO_ASSERT(condition, why) ((void)sizeof(!(condition)))
#endif
