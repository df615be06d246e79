#include "store/connection.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

namespace vilfredo::suite {
namespace {

struct DoneRun {
  RunId id = 0;
  std::string key;
  std::uint64_t evaluations = 0;
  std::string digest;
};

std::vector<DoneRun> done_runs(Connection& connection) {
  Prepared query(connection,
                 "SELECT id, run_key, evaluations, result_digest FROM run WHERE state = 'done' "
                 "ORDER BY id");
  std::vector<DoneRun> out;
  while (query->executeStep()) {
    out.push_back({query->getColumn(0).getInt64(), query->getColumn(1).getString(),
                   static_cast<std::uint64_t>(query->getColumn(2).getInt64()),
                   query->getColumn(3).getString()});
  }
  return out;
}

void add_rows(Connection& connection,
              const char* sql,
              std::string_view prefix,
              std::vector<std::string>& faults) {
  Prepared query(connection, sql);
  while (query->executeStep()) {
    const std::string text = query->getColumn(0).getString();
    if (text != "ok") {
      faults.push_back(std::string(prefix) + text);
    }
  }
}

}  // namespace

std::vector<std::string> Store::check() const {
  Connection& connection = engine_->connection;
  std::vector<std::string> faults;
  connection.guarded([&] {
    add_rows(connection, "PRAGMA integrity_check", "SQLite: ", faults);
    add_rows(connection, "PRAGMA foreign_key_check", "a row points to nothing in table ", faults);
    add_rows(connection, "SELECT run_key FROM run WHERE state = 'leased' AND worker IS NULL",
             "leased by nobody: run ", faults);
    add_rows(connection,
             "SELECT run_key FROM run WHERE state <> 'done' AND id IN (SELECT run FROM front)",
             "has a front though it is not done: run ", faults);
  });
  if (!faults.empty()) {
    return faults;  // a damaged file would repeat itself below
  }
  for (const DoneRun& run : connection.guarded([&] { return done_runs(connection); })) {
    try {
      const auto final = front(run.id, "final");
      if (!final) {
        faults.push_back("is done but has no final front: run " + run.key);
      } else if (result_digest(final->members, run.evaluations) != run.digest) {
        faults.push_back("its final front does not have the stored digest: run " + run.key);
      }
    } catch (const Error& error) {
      faults.push_back(fmt::format("{}: run {}", error.what(), run.key));
    }
  }
  return faults;
}

}  // namespace vilfredo::suite
