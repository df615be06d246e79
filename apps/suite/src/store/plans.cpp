#include "store/connection.hpp"
#include "store/spelling.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <unordered_map>

namespace vilfredo::suite {
namespace {

std::optional<PlanId> find_plan(Connection& connection, const std::string& plan_key) {
  Prepared query(connection, "SELECT id FROM plan WHERE plan_key = ?");
  query.with(plan_key);
  return query->executeStep() ? std::optional<PlanId>(query->getColumn(0).getInt64())
                              : std::nullopt;
}

PlanId insert_plan(Connection& connection, const PlannedSuite& suite) {
  Prepared(connection,
           "INSERT INTO plan(plan_key, name, created, suite_json, entered) VALUES(?,?,?,?,0)")
      .with(suite.plan_key, suite.name, utc_now(), suite.suite_json)
      .exec();
  return connection.database().getLastInsertRowid();
}

// The number of the cell, new or old.
std::int64_t put_cell(Connection& connection, const PlannedCell& cell) {
  Prepared query(connection, "SELECT id FROM cell WHERE cell_key = ?");
  query.with(cell.cell_key);
  if (query->executeStep()) {
    return query->getColumn(0).getInt64();
  }
  Prepared(connection, "INSERT INTO cell(cell_key, spec_json) VALUES(?,?)")
      .with(cell.cell_key, cell.spec_json)
      .exec();
  return connection.database().getLastInsertRowid();
}

std::vector<std::int64_t> put_cells(Connection& connection,
                                    PlanId plan,
                                    const std::vector<PlannedCell>& cells) {
  std::vector<std::int64_t> ids;
  ids.reserve(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    ids.push_back(put_cell(connection, cells[i]));
    Prepared(connection,
             "INSERT INTO plan_cell(plan, position, cell, problem, solver, budget) "
             "VALUES(?,?,?,?,?,?)")
        .with(plan, i, ids.back(), cells[i].problem, cells[i].solver, cells[i].budget)
        .exec();
  }
  return ids;
}

// The same runs may be planned in another order, under other names or with other indicators.
bool describes(Connection& connection, PlanId plan, const PlannedSuite& suite) {
  Prepared query(connection, "SELECT suite_json = ? AND name = ? FROM plan WHERE id = ?");
  query.with(suite.suite_json, suite.name, plan);
  return query->executeStep() && query->getColumn(0).getInt() != 0;
}

void forget_description(Connection& connection, PlanId plan, const PlannedSuite& suite) {
  Prepared(connection, "DELETE FROM plan_run WHERE plan = ?").with(plan).exec();
  Prepared(connection, "DELETE FROM plan_cell WHERE plan = ?").with(plan).exec();
  Prepared(connection, "UPDATE plan SET suite_json = ?, name = ? WHERE id = ?")
      .with(suite.suite_json, suite.name, plan)
      .exec();
}

RunStatus status_of(SQLite::Statement& row) {
  return {row.getColumn(0).getInt64(), state_named(row.getColumn(1).getText()),
          row.getColumn(2).getInt()};
}

std::optional<RunStatus> find_run(Connection& connection, const std::string& run_key) {
  Prepared query(connection, "SELECT id, state, attempt FROM run WHERE run_key = ?");
  query.with(run_key);
  return query->executeStep() ? std::optional<RunStatus>(status_of(*query)) : std::nullopt;
}

// In the order of the plan, so that whoever reads the plan later reads the table from end to end.
std::vector<RunStatus> put_runs(Connection& connection,
                                const PlannedSuite& suite,
                                const std::vector<std::int64_t>& cells) {
  std::vector<RunStatus> out(suite.runs.size());
  Prepared insert(connection,
                  "INSERT INTO run(run_key, cell, replicate) VALUES(?,?,?) "
                  "ON CONFLICT(run_key) DO NOTHING");
  for (std::size_t i = 0; i < suite.runs.size(); ++i) {
    const PlannedRun& run = suite.runs[i];
    if (insert.with(run.run_key, cells.at(run.cell), run.replicate).exec() == 1) {
      out[i].id = connection.database().getLastInsertRowid();
    } else {
      out[i] = find_run(connection, run.run_key).value();
    }
  }
  return out;
}

void link_runs(Connection& connection,
               PlanId plan,
               const PlannedSuite& suite,
               const std::vector<RunStatus>& runs) {
  Prepared insert(connection,
                  "INSERT INTO plan_run(plan, position, run, plan_cell) VALUES(?,?,?,?)");
  for (std::size_t i = 0; i < runs.size(); ++i) {
    insert.with(plan, i, runs[i].id, suite.runs[i].cell).exec();
  }
}

void make_current(Connection& connection, PlanId plan) {
  Prepared(connection,
           "UPDATE plan SET entered = 1 + (SELECT max(entered) FROM plan) WHERE id = ? "
           "AND (entered = 0 OR entered < (SELECT max(entered) FROM plan))")
      .with(plan)
      .exec();
}

// One scan and a table by key is several times faster than a search for each run.
std::vector<RunStatus> statuses_by_key(Connection& connection,
                                       PlanId plan,
                                       const PlannedSuite& suite) {
  std::unordered_map<std::string, RunStatus> by_key;
  by_key.reserve(suite.runs.size());
  Prepared query(connection,
                 "SELECT run.id, run.state, run.attempt, run.run_key FROM plan_run "
                 "JOIN run ON run.id = plan_run.run WHERE plan = ?");
  query.with(plan);
  while (query->executeStep()) {
    by_key.emplace(query->getColumn(3).getText(), status_of(*query));
  }
  std::vector<RunStatus> out;
  out.reserve(suite.runs.size());
  for (const PlannedRun& run : suite.runs) {
    const auto found = by_key.find(run.run_key);
    if (found == by_key.end()) {
      throw Error(Errc::store_damaged, "a stored plan lacks one of its runs")
          .with("run", run.run_key)
          .with("store", connection.path().string());
    }
    out.push_back(found->second);
  }
  return out;
}

StoredPlan plan_of(SQLite::Statement& row) {
  return {row.getColumn(0).getInt64(), row.getColumn(1).getString(), row.getColumn(2).getString(),
          row.getColumn(3).getString(), row.getColumn(4).getString()};
}

}  // namespace

Store::Entered Store::enter(const PlannedSuite& suite) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::durable, [&] {
    Entered out;
    const auto known = find_plan(connection, suite.plan_key);
    if (known && describes(connection, *known, suite)) {
      out.plan = *known;
      out.runs = statuses_by_key(connection, out.plan, suite);
    } else {
      out.is_new = !known;
      out.plan = known ? *known : insert_plan(connection, suite);
      if (known) {
        forget_description(connection, out.plan, suite);
      }
      out.runs = put_runs(connection, suite, put_cells(connection, out.plan, suite.cells));
      link_runs(connection, out.plan, suite, out.runs);
    }
    make_current(connection, out.plan);
    return out;
  });
}

Store::Entered Store::look_up(const PlannedSuite& suite) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Entered out;
    if (const auto known = find_plan(connection, suite.plan_key)) {
      out.plan = *known;
      out.runs = statuses_by_key(connection, out.plan, suite);
      return out;
    }
    out.is_new = true;
    for (const PlannedRun& run : suite.runs) {
      out.runs.push_back(find_run(connection, run.run_key).value_or(RunStatus{}));
    }
    return out;
  });
}

std::optional<StoredPlan> Store::current_plan() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT id, plan_key, name, suite_json, created FROM plan "
                   "ORDER BY entered DESC LIMIT 1");
    return query->executeStep() ? std::optional<StoredPlan>(plan_of(*query)) : std::nullopt;
  });
}

std::vector<StoredPlan> Store::plans() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT id, plan_key, name, suite_json, created FROM plan ORDER BY id");
    std::vector<StoredPlan> out;
    while (query->executeStep()) {
      out.push_back(plan_of(*query));
    }
    return out;
  });
}

std::vector<RunStatus> Store::statuses(PlanId plan) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT run.id, run.state, run.attempt FROM plan_run "
                   "JOIN run ON run.id = plan_run.run WHERE plan = ? ORDER BY position");
    query.with(plan);
    std::vector<RunStatus> out;
    while (query->executeStep()) {
      out.push_back(status_of(*query));
    }
    return out;
  });
}

std::uint64_t Store::retry_failed(PlanId plan) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::durable, [&] {
    return static_cast<std::uint64_t>(
        Prepared(connection,
                 "UPDATE run SET state = 'pending', attempt = 0, worker = NULL WHERE state = "
                 "'failed' AND id IN (SELECT run FROM plan_run WHERE plan = ?)")
            .with(plan)
            .exec());
  });
}

}  // namespace vilfredo::suite
