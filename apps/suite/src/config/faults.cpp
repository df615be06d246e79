#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/config/faults.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace vilfredo::suite {

std::string describe(const ConfigFault& fault) {
  const std::string where = fault.origin.pointer.empty() ? "" : "at " + fault.origin.pointer + ": ";
  std::string text = fmt::format("{}: error {}{}", place(fault.origin), where, fault.sentence);
  if (where.empty()) {
    text = fmt::format("{}: error: {}", place(fault.origin), fault.sentence);
  }
  if (!fault.suggestion.empty()) {
    text += fmt::format("; did you mean \"{}\"?", fault.suggestion);
  }
  if (!fault.allowed.empty()) {
    text += fmt::format("{} allowed: {}", fault.suggestion.empty() ? ";" : "", fault.allowed);
  }
  return text;
}

void ConfigFaults::add(ConfigFault fault) {
  const auto same = [&](const ConfigFault& other) {
    return other.origin.file == fault.origin.file && other.origin.pointer == fault.origin.pointer &&
           other.sentence == fault.sentence;
  };
  if (std::ranges::any_of(faults_, same)) {
    return;
  }
  if (faults_.size() == kMost) {
    ++left_out_;
    return;
  }
  faults_.push_back(std::move(fault));
}

bool ConfigFaults::has_at(const Origin& origin) const {
  return std::ranges::any_of(faults_, [&](const ConfigFault& fault) {
    return fault.origin.file == origin.file && fault.origin.pointer == origin.pointer;
  });
}

void ConfigFaults::add(const Origin& origin, std::string sentence) {
  add(ConfigFault{origin, std::move(sentence)});
}

namespace {

/// Set somewhere else than where the entry is written.
bool is_remote(Layer layer) {
  return layer == Layer::defaults || layer == Layer::override_rule || layer == Layer::command_line;
}

}  // namespace

void ConfigFaults::add(const Faults& faults, const Located& tree, const std::string& context) {
  for (const Fault& fault : faults) {
    const Located& node = nearest_on_path(tree, fault.pointer);
    std::string sentence = fault.sentence;
    if (!context.empty() && is_remote(node.origin.layer)) {
      sentence += fmt::format(" ({})", context);
    }
    add(ConfigFault{node.origin, std::move(sentence), fault.suggestion, fault.allowed});
  }
}

std::vector<std::string> ConfigFaults::lines() const {
  std::vector<std::string> files;
  const auto rank = [&](const ConfigFault& fault) {
    const auto found = std::ranges::find(files, fault.origin.file);
    if (found == files.end()) {
      files.push_back(fault.origin.file);
      return files.size() - 1;
    }
    return static_cast<std::size_t>(found - files.begin());
  };
  std::vector<std::tuple<std::size_t, int, int, std::size_t>> order;
  order.reserve(faults_.size());
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const TextPosition& at = faults_[i].origin.at;
    order.emplace_back(rank(faults_[i]), at.line, at.column, i);
  }
  std::ranges::sort(order);
  std::vector<std::string> out;
  for (const auto& entry : order) {
    out.push_back(describe(faults_[std::get<3>(entry)]));
  }
  if (left_out_ > 0) {
    out.push_back(fmt::format("… and {} more faults", left_out_));
  }
  return out;
}

void throw_if_any(const ConfigFaults& faults) {
  if (!faults.empty()) {
    throw Error(Errc::invalid_config, fmt::format("{}", fmt::join(faults.lines(), "\n")));
  }
}

}  // namespace vilfredo::suite
