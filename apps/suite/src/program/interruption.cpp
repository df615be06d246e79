#include <vilfredo/suite/program/exit_code.hpp>
#include <vilfredo/suite/program/interruption.hpp>

#include <signal.h>
#include <unistd.h>

namespace vilfredo::suite {
namespace {

// A signal handler can reach nothing else.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> stop_flag{false};
std::atomic<int> first_signal{0};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_signal(int signal) {
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, signal)) {
    _exit(kSignalled + signal);
  }
  stop_flag = true;
}

void handle(void (*handler)(int)) {
  struct sigaction action {};

  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  stop_flag = false;
  first_signal = 0;
  handle(on_signal);
}

Interruption::~Interruption() {
  handle(SIG_DFL);
}

const std::atomic<bool>& Interruption::flag() const {
  return stop_flag;
}

int Interruption::exit_code() const {
  return kSignalled + first_signal.load();
}

}  // namespace vilfredo::suite
