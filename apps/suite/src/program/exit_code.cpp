#include <vilfredo/suite/program/console.hpp>
#include <vilfredo/suite/program/exit_code.hpp>

#include <fmt/format.h>

#include <new>
#include <string_view>

namespace vilfredo::suite {

int exit_code(Errc code) {
  switch (code) {
    case Errc::invalid_config:
      return kBadConfiguration;
    case Errc::invalid_argument:
    case Errc::not_found:
    case Errc::unsupported:
      return kBadUsage;
    case Errc::store_damaged:
      return kStoreDamaged;
    case Errc::io:
      return kInputOutput;
    case Errc::numerical:
    case Errc::internal:
      return kInternal;
  }
  return kInternal;
}

int report_current_error() {
  try {
    throw;
  } catch (const Error& error) {
    const std::string_view text = error.what();
    const bool has_places =
        error.code() == Errc::invalid_config && text.find(": error") != std::string_view::npos;
    Console::say(has_places ? std::string(text)
                            : fmt::format("error[{}] {}", name(error.code()), text));
    return exit_code(error.code());
  } catch (const std::bad_alloc&) {
    Console::say("error[internal] memory is exhausted");
  } catch (const std::exception& error) {
    Console::say(fmt::format("error[internal] {}", error.what()));
  } catch (...) {
    Console::say("error[internal] something was thrown that is no std::exception");
  }
  return kInternal;
}

}  // namespace vilfredo::suite
