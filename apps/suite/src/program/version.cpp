#include <vilfredo/suite/program/commands.hpp>
#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/provenance.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

std::string plain(const Value& value) {
  return value.is_string() ? value.as_string() : to_json(value);
}

}  // namespace

int version_command(const VersionRequest& request) {
  std::string text = fmt::format("vilfredo {}\n", version_text());
  if (request.features) {
    const Value all = provenance();
    for (const auto& [key, value] : all.as_object()) {
      if (value.is_object()) {
        for (const auto& [inner, number] : value.as_object()) {
          text += fmt::format("  {:<18}{}\n", inner, plain(number));
        }
      } else if (key != "vilfredo" && !plain(value).empty()) {
        text += fmt::format("  {:<18}{}\n", key, plain(value));
      }
    }
  }
  Console::print(text);
  return kAllDone;
}

}  // namespace vilfredo::suite
