#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/program/console.hpp>

#include <cstdio>
#include <string>

namespace vilfredo::suite {

void Console::print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(Errc::io, "standard output cannot be written");
  }
}

void Console::say(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void Console::warn(std::string_view sentence) {
  say("warning: " + std::string(sentence));
}

}  // namespace vilfredo::suite
