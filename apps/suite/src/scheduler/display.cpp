#include <vilfredo/suite/scheduler/progress.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace vilfredo::suite {
namespace {

constexpr double kLivePeriod = 0.2;
constexpr double kPlainPeriod = 30;
constexpr std::size_t kMostJobLines = 8;
constexpr std::size_t kDefaultWidth = 80;

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                         : kDefaultWidth;
}

// 1.23 M, 45.6 k, 789
std::string short_number(double x) {
  if (x >= 1e6) {
    return fmt::format("{:.3g} M", x / 1e6);
  }
  if (x >= 1e3) {
    return fmt::format("{:.3g} k", x / 1e3);
  }
  return fmt::format("{:.0f}", x);
}

std::string eta_text(const std::optional<EtaRange>& eta) {
  if (!eta) {
    return "ETA ?";
  }
  const std::string low = duration_text(eta->low);
  const std::string high = duration_text(eta->high);
  return low == high ? "ETA " + low : fmt::format("ETA {} to {}", low, high);
}

void write_to_stderr(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

// Bytes that begin a character: labels may hold a middle dot.
std::size_t shown_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string fitted(std::string text, std::size_t width) {
  while (shown_width(text) > width) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
      text.pop_back();
    }
    if (!text.empty()) {
      text.pop_back();
    }
  }
  return text;
}

}  // namespace

ProgressDisplay::ProgressDisplay(const Progress& progress, Mode mode)
    : progress_(progress), mode_(mode) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  if (mode_ == Mode::automatic) {
    mode_ = isatty(STDERR_FILENO) == 1 && !dumb ? Mode::live : Mode::plain;
  }
  colour_ = mode_ == Mode::live && (no_colour == nullptr || *no_colour == '\0');
}

ProgressDisplay::~ProgressDisplay() {
  erase();
}

void ProgressDisplay::tick() {
  if (mode_ == Mode::silent || finished_) {
    return;
  }
  const double now = progress_.now();
  if (mode_ == Mode::live && (lines_ == 0 || now - last_ >= kLivePeriod)) {
    last_ = now;
    draw();
  } else if (mode_ == Mode::plain && now - last_ >= kPlainPeriod) {
    last_ = now;
    write_to_stderr(total_line() + "\n");
  }
}

void ProgressDisplay::note(std::string_view text) {
  erase();
  write_to_stderr(std::string(text) + "\n");
}

void ProgressDisplay::finish() {
  if (finished_) {
    return;
  }
  erase();
  finished_ = true;
  if (mode_ != Mode::silent) {
    write_to_stderr(fmt::format(
        "{}/{} runs done{} in {}\n", progress_.done(), progress_.total(),
        progress_.failed() > 0 ? fmt::format(", {} failed", progress_.failed()) : std::string(),
        duration_text(progress_.now())));
  }
}

void ProgressDisplay::erase() {
  if (lines_ > 0) {
    write_to_stderr(fmt::format("\x1b[{}A\x1b[J", lines_));
    lines_ = 0;
  }
}

void ProgressDisplay::draw() {
  const std::size_t width = terminal_width();
  std::string block = lines_ > 0 ? fmt::format("\x1b[{}A\x1b[J", lines_) : std::string();
  lines_ = 0;
  for (const JobStatus& job : progress_.jobs()) {
    if (job.run.load() >= 0 && static_cast<std::size_t>(lines_) < kMostJobLines) {
      block += job_line(job, width) + "\n";
      ++lines_;
    }
  }
  const std::string total = fitted(total_line(), width);
  block += (colour_ ? "\x1b[1m" + total + "\x1b[0m" : total) + "\n";
  ++lines_;
  write_to_stderr(block);
}

std::string ProgressDisplay::total_line() const {
  const double percent = progress_.total() == 0 ? 100.0
                                                : 100.0 * static_cast<double>(progress_.done()) /
                                                      static_cast<double>(progress_.total());
  return fmt::format("{}/{} runs ({:.0f} %), {} failed, {}, {} evaluations/s", progress_.done(),
                     progress_.total(), std::floor(percent), progress_.failed(),
                     eta_text(progress_.eta()), short_number(progress_.evaluations_per_second()));
}

std::string ProgressDisplay::job_line(const JobStatus& job, std::size_t width) const {
  const std::int64_t run = job.run.load();
  if (run < 0) {
    return {};
  }
  const double share = std::clamp(job.share.load(), 0.0, 1.0);
  constexpr int kBar = 20;
  const auto filled = static_cast<std::size_t>(share * kBar);
  const std::string bar = std::string(filled, '#') + std::string(kBar - filled, '-');
  return fitted(fmt::format("  [{}] {:3.0f} %  {}  {}", bar, 100 * share,
                            progress_.label(static_cast<std::size_t>(run)),
                            duration_text(progress_.now() - job.started.load())),
                width);
}

}  // namespace vilfredo::suite
