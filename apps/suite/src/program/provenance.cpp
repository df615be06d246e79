#include <vilfredo/core/isa.hpp>
#include <vilfredo/suite/program/provenance.hpp>

#include <Eigen/Core>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <sqlite3.h>

#include <fstream>
#include <string>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>
#include <vilfredo_commit.h>

#ifdef VILFREDO_HAVE_PAGMO
#include <vilfredo/interop/pagmo/registry.hpp>
#endif

namespace vilfredo::suite {
namespace {

std::string compiler() {
#ifdef __clang__
  return fmt::format("clang {}", __clang_version__);
#else
  return fmt::format("g++ {}", __VERSION__);
#endif
}

// The first value of a "key : value" file of the kernel.
std::string proc_value(const char* path, std::string_view key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, key.size(), key) == 0) {
      const auto colon = line.find(':');
      const auto begin = line.find_first_not_of(" \t", colon + 1);
      if (colon != std::string::npos && begin != std::string::npos) {
        return line.substr(begin);
      }
    }
  }
  return "unknown";
}

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string system_text() {
  utsname names{};
  return uname(&names) == 0 ? fmt::format("{} {} {}", names.sysname, names.release, names.machine)
                            : std::string("unknown");
}

Value libraries() {
  Value::Object out;
  out.emplace_back("eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION,
                                        EIGEN_MINOR_VERSION));
  out.emplace_back("fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                                      FMT_VERSION % 100));
  out.emplace_back("nlohmann_json",
                   fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                               NLOHMANN_JSON_VERSION_PATCH));
  out.emplace_back("openssl", OpenSSL_version(OPENSSL_VERSION));
  out.emplace_back("sqlite", sqlite3_libversion());
  out.emplace_back("threads", VILFREDO_THREADS);
  out.emplace_back("lbfgs", VILFREDO_LBFGS);
#ifdef VILFREDO_HAVE_PAGMO
  out.emplace_back("pagmo", interop::pagmo_version());
#endif
  return out;
}

bool optimised() {
#ifdef __OPTIMIZE__
  return true;
#else
  return false;
#endif
}

}  // namespace

std::string version_text() {
  return VILFREDO_VERSION;
}

Value provenance() {
  Value::Object out;
  out.emplace_back("vilfredo", VILFREDO_VERSION);
  out.emplace_back("commit", VILFREDO_COMMIT);
  out.emplace_back("build", VILFREDO_BUILD_TYPE);
  out.emplace_back("optimised", optimised());
  out.emplace_back("compiler", compiler());
  out.emplace_back("flags", VILFREDO_CXX_FLAGS);
  out.emplace_back("sanitizers", VILFREDO_SANITIZERS);
  out.emplace_back("libraries", libraries());
  out.emplace_back("instruction_set", name(isa()));
  out.emplace_back("system", system_text());
  out.emplace_back("processor", proc_value("/proc/cpuinfo", "model name"));
  out.emplace_back("cores", std::thread::hardware_concurrency());
  out.emplace_back("memory", proc_value("/proc/meminfo", "MemTotal"));
  return out;
}

std::vector<std::string> provenance_warnings() {
  std::vector<std::string> out;
  if (!optimised()) {
    out.emplace_back("this is a build without optimisation: times say nothing");
  }
  if (const std::string text(VILFREDO_SANITIZERS); !text.empty()) {
    out.push_back("this build is checked by sanitizers (" + text + "): times say nothing");
  }
  const std::string governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  if (governor == "powersave") {
    out.emplace_back("the processor's frequency is scaled (powersave): times vary");
  }
  return out;
}

}  // namespace vilfredo::suite
