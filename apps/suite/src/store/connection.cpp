#include "store/connection.hpp"

#include "store/schema.hpp"

#include <vilfredo/core/error.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cmath>
#include <sys/vfs.h>
#include <thread>
#include <unistd.h>

namespace vilfredo::suite {
namespace {

constexpr int kBusyMilliseconds = 30'000;

// File systems whose clients do not share memory: SQLite's journal cannot work there.
std::string_view network_file_system(const std::filesystem::path& folder) {
  struct Kind {
    std::uint32_t magic;
    std::string_view name;
  };

  static constexpr std::array<Kind, 9> kKinds{{{0x6969, "NFS"},
                                               {0x517B, "SMB"},
                                               {0xFE534D42, "SMB2"},
                                               {0xFF534D42, "CIFS"},
                                               {0x0BD00BD0, "Lustre"},
                                               {0x47504653, "GPFS"},
                                               {0x00C36400, "Ceph"},
                                               {0x5346414F, "AFS"},
                                               {0x19830326, "BeeGFS"}}};

  struct statfs status {};

  if (statfs(folder.c_str(), &status) == 0) {
    for (const Kind& kind : kKinds) {
      if (static_cast<std::uint32_t>(status.f_type) == kind.magic) {
        return kind.name;
      }
    }
  }
  return {};
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void check_place(const std::filesystem::path& path, Store::Access access) {
  std::error_code ignored;
  const bool present = std::filesystem::exists(path, ignored);
  if (!present && access != Store::Access::create) {
    throw Error(Errc::not_found, "there is no such result store").with("store", path.string());
  }
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error(Errc::invalid_argument, "a result store is a file, and this is a folder")
        .with("store", path.string());
  }
  if (!present && !std::filesystem::is_directory(folder_of(path), ignored)) {
    throw Error(Errc::not_found, "the folder of the result store does not exist")
        .with("store", path.string());
  }
  if (const auto kind = network_file_system(folder_of(path)); !kind.empty()) {
    throw Error(Errc::unsupported,
                fmt::format("the result store lies on a network file system ({}), where SQLite "
                            "cannot lock it safely; put it on a local disk with --store",
                            kind))
        .with("store", path.string());
  }
}

Error damaged(std::string sentence, const std::filesystem::path& path) {
  return Error(Errc::store_damaged, std::move(sentence)).with("store", path.string());
}

int integer_pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

// Several processes may switch a new file to its write-ahead log at once; SQLite does not wait
// then.
void use_write_ahead_log(SQLite::Database& database) {
  constexpr int kTries = 200;
  for (int attempt = 0;; ++attempt) {
    try {
      const std::string mode = database.execAndGet("PRAGMA journal_mode=WAL").getString();
      if (mode == "wal") {
        return;
      }
      throw Error(Errc::io, "SQLite refuses its write-ahead log here").with("journal mode", mode);
    } catch (const SQLite::Exception& error) {
      if (error.getErrorCode() != SQLITE_BUSY || attempt == kTries) {
        throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

void write_format(SQLite::Database& database) {
  database.exec(kSchema);
  database.exec(fmt::format("PRAGMA application_id={}", kStoreApplicationId));
  database.exec(fmt::format("PRAGMA user_version={}", kStoreVersion));
}

// A new store is made under another name and gets its own when it is whole, so a process killed
// here leaves no file that looks like a damaged store. Of two processes the first one's stays. A
// file system without links falls back to Connection::adopt.
void make_store(const std::filesystem::path& path) {
  const std::filesystem::path draft = fmt::format("{}.new.{}", path.string(), ::getpid());
  std::error_code ignored;
  std::filesystem::remove(draft, ignored);
  try {
    SQLite::Database database(draft.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                              kBusyMilliseconds);
    use_write_ahead_log(database);
    SQLite::Transaction whole(database, SQLite::TransactionBehavior::IMMEDIATE);
    write_format(database);
    whole.commit();
  } catch (...) {
    std::filesystem::remove(draft, ignored);
    throw;
  }
  std::filesystem::create_hard_link(draft, path, ignored);
  std::filesystem::remove(draft, ignored);
}

}  // namespace

void rethrow(const SQLite::Exception& error, const std::filesystem::path& path) {
  switch (error.getErrorCode()) {
    case SQLITE_NOTADB:
      throw damaged("this file is no result store", path);
    case SQLITE_CORRUPT:
      throw damaged(fmt::format("the result store is damaged: {}", error.what()), path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Errc::io,
                  fmt::format("another process kept the result store locked for {} seconds",
                              kBusyMilliseconds / 1000))
          .with("store", path.string());
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOLFS:
      throw Error(Errc::io, fmt::format("the result store cannot be used: {}", error.what()))
          .with("store", path.string());
    default:
      throw Error(Errc::internal, fmt::format("SQLite: {}", error.what()))
          .with("store", path.string());
  }
}

Connection::Connection(const std::filesystem::path& path, Store::Access access) : path_(path) {
  check_place(path, access);
  guarded([&] {
    if (access == Store::Access::create && !std::filesystem::exists(path)) {
      make_store(path);
    }
    const int flags = access == Store::Access::read ? SQLite::OPEN_READONLY
                      : access == Store::Access::create
                          ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                          : SQLite::OPEN_READWRITE;
    database_ = std::make_unique<SQLite::Database>(path.string(), flags, kBusyMilliseconds);
    const bool empty = database_->execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0 &&
                       integer_pragma(*database_, "application_id") == 0;
    if (empty && access == Store::Access::create) {
      adopt();
    }
    if (integer_pragma(*database_, "application_id") != kStoreApplicationId) {
      throw damaged(empty ? "this file is empty and no result store"
                          : "this file is an SQLite database, but no result store of Vilfredo",
                    path);
    }
    const int version = integer_pragma(*database_, "user_version");
    if (version != kStoreVersion) {
      throw damaged(fmt::format("the result store has format version {}; this program reads {}",
                                version, kStoreVersion),
                    path);
    }
    // Planning writes some tens of megabytes in one transaction; without room they are written
    // twice.
    database_->exec("PRAGMA cache_size=-131072");
    if (access != Store::Access::read) {
      use_write_ahead_log(*database_);
      database_->exec("PRAGMA synchronous=FULL");
      database_->exec("PRAGMA foreign_keys=ON");
    }
  });
}

// An empty file becomes a store in one transaction: a crash here leaves it empty.
void Connection::adopt() {
  use_write_ahead_log(*database_);
  SQLite::Transaction whole(*database_, SQLite::TransactionBehavior::IMMEDIATE);
  if (integer_pragma(*database_, "application_id") == kStoreApplicationId) {
    return;  // another process was first
  }
  write_format(*database_);
  whole.commit();
}

void Connection::wait_for_disk(Commit commit) {
  if (commit != commit_) {
    database_->exec(commit == Commit::durable ? "PRAGMA synchronous=FULL"
                                              : "PRAGMA synchronous=NORMAL");
    commit_ = commit;
  }
}

Prepared::Prepared(Connection& connection, const char* sql) {
  auto found = connection.statements_.find(std::string_view(sql));
  if (found == connection.statements_.end()) {
    found = connection.statements_
                .emplace(std::piecewise_construct, std::forward_as_tuple(sql),
                         std::forward_as_tuple(connection.database(), sql))
                .first;
  }
  statement_ = &found->second;
}

void Prepared::bind(int index, double number) {
  if (std::isfinite(number)) {
    statement_->bind(index, number);
  } else {
    statement_->bind(index);
  }
}

}  // namespace vilfredo::suite
