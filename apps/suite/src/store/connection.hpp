// One open store file: pragmas, prepared statements, and SQLite's errors as ours.
#pragma once

#include <vilfredo/suite/store/store.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace vilfredo::suite {

/// Throws Error{store_damaged}, Error{io} or Error{internal} for what SQLite reported.
[[noreturn]] void rethrow(const SQLite::Exception& error, const std::filesystem::path& path);

/// Whether a commit waits until the disk has it. Claims need not: after a crash they are void
/// anyway.
enum class Commit { durable, quick };

class Connection {
 public:
  Connection(const std::filesystem::path& path, Store::Access access);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  [[nodiscard]] SQLite::Database& database() { return *database_; }

  /// Calls work() with SQLite's exceptions translated.
  template <class Work>
  decltype(auto) guarded(Work&& work) {
    try {
      return std::forward<Work>(work)();
    } catch (const SQLite::Exception& error) {
      rethrow(error, path_);
    }
  }

  /// The same in one transaction, begun for writing.
  template <class Work>
  decltype(auto) transaction(Commit commit, Work&& work) {
    return guarded([&]() -> decltype(auto) {
      wait_for_disk(commit);
      SQLite::Transaction whole(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        whole.commit();
      } else {
        auto result = work();
        whole.commit();
        return result;
      }
    });
  }

 private:
  friend class Prepared;
  void wait_for_disk(Commit commit);
  void adopt();

  std::filesystem::path path_;
  std::unique_ptr<SQLite::Database> database_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;
  Commit commit_ = Commit::durable;
};

/// A statement prepared once per connection and reset after each use. One at a time per text.
class Prepared {
 public:
  Prepared(Connection& connection, const char* sql);

  ~Prepared() { statement_->tryReset(); }

  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  SQLite::Statement* operator->() { return statement_; }

  SQLite::Statement& operator*() { return *statement_; }

  /// Binds all parameters in order.
  template <class... Values>
  Prepared& with(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  /// Runs a statement that returns nothing; number of rows changed.
  int exec() {
    const int changed = statement_->exec();
    statement_->reset();
    return changed;
  }

 private:
  void bind(int index, const std::string& text) { statement_->bind(index, text); }

  void bind(int index, const char* text) { statement_->bind(index, text); }

  void bind(int index, std::string_view text) { statement_->bind(index, std::string(text)); }

  void bind(int index, double number);

  void bind(int index, std::nullptr_t) { statement_->bind(index); }

  /// Not copied: the bytes must stay until the statement has run.
  void bind(int index, const std::pair<const void*, int>& blob) {
    statement_->bindNoCopy(index, blob.first, blob.second);
  }
  template <class T>
  requires std::is_integral_v<T>

  void bind(int index, T number) { statement_->bind(index, static_cast<std::int64_t>(number)); }

  SQLite::Statement* statement_;
};

struct Store::Engine {
  Engine(const std::filesystem::path& path, Access access) : connection(path, access) {}

  mutable Connection connection;
};

}  // namespace vilfredo::suite
