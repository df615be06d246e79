#include "vilfredo/core/file.hpp"

#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace vilfredo {

namespace {

[[noreturn]] void refused(const char* what, const std::filesystem::path& path) {
  throw Error(Errc::io, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : fd_(::open(path.c_str(), flags, 0644)) {}

  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

void write_all(const Descriptor& file, const std::filesystem::path& path, std::string_view bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = ::write(file.fd(), bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno != EINTR) {
      refused("write", path);
    }
    done += written > 0 ? static_cast<std::size_t>(written) : 0;
  }
}

void write_synced(const std::filesystem::path& path, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  if (file.fd() < 0) {
    refused("create", path);
  }
  write_all(file, path, bytes);
  if (::fsync(file.fd()) != 0) {
    refused("sync", path);
  }
}

/// Devices and pipes are written to; a rename would put a plain file in their place.
void write_in_place(const std::filesystem::path& path, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CLOEXEC);
  if (file.fd() < 0) {
    refused("open", path);
  }
  write_all(file, path, bytes);
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw Error(Errc::not_found, fmt::format("there is no file {}", path.string()));
  }
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error(Errc::io, fmt::format("{} is a folder", path.string()));
  }
  const std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    refused("read", path);
  }
  return std::move(text).str();
}

void write_file_atomically(const std::filesystem::path& named, std::string_view bytes) {
  std::error_code unresolved;
  const std::filesystem::path followed = std::filesystem::canonical(named, unresolved);
  const std::filesystem::path& path = unresolved ? named : followed;
  std::error_code absent;
  if (const auto status = std::filesystem::status(path, absent);
      std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
      !std::filesystem::is_directory(status)) {
    write_in_place(path, bytes);
    return;
  }
  std::filesystem::path temporary = path;
  temporary += fmt::format(".tmp.{}", ::getpid());
  try {
    write_synced(temporary, bytes);
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
      refused("replace", path);
    }
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (const Descriptor directory(folder, O_RDONLY | O_CLOEXEC); directory.fd() >= 0) {
    ::fsync(directory.fd());
  }
}

}  // namespace vilfredo
