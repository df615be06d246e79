// Times our indicators, sorting and archives against their peers.
//
// Markdown tables go to standard output, progress to standard error.
#include "harness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using namespace vilfredo::peers;

constexpr const char* kUsage =
    "bench_indicators [--family NAME]... [--d N] [--shape NAME] [--largest-n N] [--rounds N]\n"
    "                 [--longest-call SECONDS] [--longest-cycle SECONDS]\n"
    "                 [--json FILE] [--versions FILE]\n";

struct Arguments {
  BenchOptions bench;
  std::string json_file;
  std::string versions_file;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int k = 1; k < argc; k += 2) {
    const std::string key = argv[k];
    if (key == "--help" || k + 1 == argc) {
      fmt::print(stderr, "{}", kUsage);
      std::exit(key == "--help" ? 0 : 3);
    }
    const std::string value = argv[k + 1];
    if (key == "--family") {
      arguments.bench.families.push_back(value);
    } else if (key == "--d") {
      arguments.bench.d = std::stoi(value);
    } else if (key == "--shape") {
      arguments.bench.shape = value;
    } else if (key == "--largest-n") {
      arguments.bench.largest_n = std::stoul(value);
    } else if (key == "--rounds") {
      arguments.bench.rounds = std::stoi(value);
    } else if (key == "--longest-call") {
      arguments.bench.longest_call = std::stod(value);
    } else if (key == "--longest-cycle") {
      arguments.bench.longest_cycle = std::stod(value);
    } else if (key == "--json") {
      arguments.json_file = value;
    } else if (key == "--versions") {
      arguments.versions_file = value;
    } else {
      fmt::print(stderr, "unknown option {}\n{}", key, kUsage);
      std::exit(3);
    }
  }
  return arguments;
}

std::string read(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  Bench bench(arguments.bench);
  const auto& asked = arguments.bench.families;
  for (const Family::Entry& family : Family::all()) {
    if (asked.empty() || std::find(asked.begin(), asked.end(), family.name) != asked.end()) {
      family.run(bench);
    }
  }
  fmt::print("{}", markdown(bench.rows()));
  if (!arguments.json_file.empty()) {
    std::ofstream(arguments.json_file) << json(bench.rows(), read(arguments.versions_file));
  }
  return 0;
}
