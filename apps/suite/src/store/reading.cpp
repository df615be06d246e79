#include "store/blobs.hpp"
#include "store/connection.hpp"
#include "store/spelling.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/json_text.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <limits>

namespace vilfredo::suite {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double number_of(const SQLite::Column& column) {
  return column.isNull() ? kNaN : column.getDouble();
}

std::uint64_t natural_of(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

std::vector<std::string> texts_of(const std::string& json) {
  std::vector<std::string> out;
  if (!json.empty()) {
    const Value list = json_value(json);
    for (const Value& item : list.as_array()) {
      out.push_back(item.as_string());
    }
  }
  return out;
}

std::string sentence_of(const std::string& json) {
  if (json.empty()) {
    return {};
  }
  const Value error = json_value(json);
  const Value* sentence = error.find("sentence");
  return sentence == nullptr ? json : sentence->as_string();
}

constexpr const char* kRunColumns =
    "SELECT run.id, run_key, cell.cell_key, plan_cell.problem, plan_cell.solver, "
    "plan_cell.budget, replicate, state, attempt, started, finished, wall_s, evaluations, "
    "failed_evaluations, cost, scoring_cost, iterations, stop_reason, feasible, deterministic, "
    "reasons, result_digest, error_json, env.json "
    "FROM plan_run JOIN run ON run.id = plan_run.run JOIN cell ON cell.id = run.cell "
    "JOIN plan_cell ON plan_cell.plan = plan_run.plan AND plan_cell.position = "
    "plan_run.plan_cell LEFT JOIN env ON env.id = run.env WHERE plan_run.plan = ? ORDER BY "
    "plan_run.position";

StoredRun run_of(SQLite::Statement& row) {
  int column = 0;
  const auto next = [&] { return row.getColumn(column++); };
  StoredRun out;
  out.id = next().getInt64();
  out.run_key = next().getString();
  out.cell_key = next().getString();
  out.problem = next().getString();
  out.solver = next().getString();
  out.budget = next().getString();
  out.replicate = natural_of(next());
  out.state = state_named(next().getString());
  out.attempt = next().getInt();
  out.started = next().getString();
  out.finished = next().getString();
  out.seconds = number_of(next());
  out.evaluations = natural_of(next());
  out.failed_evaluations = natural_of(next());
  out.cost = natural_of(next());
  out.scoring_cost = natural_of(next());
  out.iterations = natural_of(next());
  out.stop_reason = next().getString();
  const SQLite::Column feasible = next();
  out.feasible = feasible.isNull() || feasible.getInt() != 0;
  const SQLite::Column deterministic = next();
  out.deterministic = deterministic.isNull() || deterministic.getInt() != 0;
  out.reasons = texts_of(next().getString());
  out.result_digest = next().getString();
  out.failure = sentence_of(next().getString());
  out.environment_json = next().getString();
  return out;
}

// Columns: tag, at_eval, value, lower, upper, exact, status.
StoredMeasure measure_of(SQLite::Statement& row, int first) {
  StoredMeasure out;
  out.tag = row.getColumn(first).getString();
  out.evaluations = natural_of(row.getColumn(first + 1));
  out.value.value = number_of(row.getColumn(first + 2));
  out.value.lower = number_of(row.getColumn(first + 3));
  out.value.upper = number_of(row.getColumn(first + 4));
  out.value.exact = row.getColumn(first + 5).getInt() != 0;
  const std::string status = row.getColumn(first + 6).getString();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (status == "inf" || status == "-inf") {
    out.value = IndicatorValue::exactly(status == "inf" ? kInfinity : -kInfinity);
  } else if (status != "ok" && status != "nan") {
    out.failure = status;
  }
  return out;
}

void count(StateCounts& counts, StoredState state, std::uint64_t runs) {
  switch (state) {
    case StoredState::pending:
      counts.pending += runs;
      break;
    case StoredState::leased:
      counts.leased += runs;
      break;
    case StoredState::done:
      counts.done += runs;
      break;
    case StoredState::failed:
      counts.failed += runs;
      break;
  }
}

StateCounts counts_of(SQLite::Statement& query) {
  StateCounts out;
  while (query.executeStep()) {
    count(out, state_named(query.getColumn(0).getText()), natural_of(query.getColumn(1)));
    out.most_attempts = std::max(out.most_attempts, query.getColumn(2).getInt());
  }
  return out;
}

}  // namespace

StateCounts Store::counts(PlanId plan) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT state, count(*), max(attempt + (state = 'done')) FROM plan_run JOIN run "
                   "ON run.id = plan_run.run WHERE plan = ? GROUP BY state");
    query.with(plan);
    return counts_of(*query);
  });
}

StateCounts Store::counts() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT state, count(*), max(attempt + (state = 'done')) FROM run GROUP BY "
                   "state");
    return counts_of(*query);
  });
}

std::vector<StoredRun> Store::runs(PlanId plan) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection, kRunColumns);
    query.with(plan);
    std::vector<StoredRun> out;
    while (query->executeStep()) {
      out.push_back(run_of(*query));
    }
    return out;
  });
}

std::optional<StoredFront> Store::front(RunId run, std::string_view tag) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&]() -> std::optional<StoredFront> {
    Prepared query(connection,
                   "SELECT n, m, d, k, feasible, format, f, x, g, ids FROM front WHERE run = ? "
                   "AND tag = ?");
    query.with(run, tag);
    if (!query->executeStep()) {
      return std::nullopt;
    }
    const auto size = [&](int column) {
      return static_cast<Index>(query->getColumn(column).getInt64());
    };
    StoredFront out;
    out.tag = tag;
    out.feasible = query->getColumn(4).getInt() != 0;
    out.members.format = query->getColumn(5).getString();
    out.members.f = matrix_of(query->getColumn(6), size(1), size(0));
    out.members.x = matrix_of(query->getColumn(7), size(2), size(0));
    out.members.g = matrix_of(query->getColumn(8), size(3), size(0));
    const SQLite::Column ids = query->getColumn(9);
    out.members.ids = ids_of(ids, ids.getBytes() == 0 ? 0 : size(0));
    return out;
  });
}

std::vector<TraceRow> Store::trace(RunId run, std::vector<std::string>& measures) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    measures.clear();
    std::vector<TraceRow> out;
    Prepared rows(connection,
                  "SELECT at_eval, wall_s, archive_size, feasible, best_violation FROM trace "
                  "WHERE run = ? ORDER BY seq");
    rows.with(run);
    while (rows->executeStep()) {
      TraceRow row;
      row.evaluations = natural_of(rows->getColumn(0));
      row.seconds = rows->getColumn(1).getDouble();
      row.archive_size = natural_of(rows->getColumn(2));
      row.feasible = natural_of(rows->getColumn(3));
      const SQLite::Column violation = rows->getColumn(4);
      row.best_violation =
          violation.isNull() ? std::numeric_limits<double>::infinity() : violation.getDouble();
      out.push_back(std::move(row));
    }
    std::map<std::uint64_t, std::size_t> position;
    for (std::size_t i = 0; i < out.size(); ++i) {
      position.emplace(out[i].evaluations, i);
    }
    Prepared values(connection,
                    "SELECT indicator_key, tag, at_eval, value, lower, upper, exact, status FROM "
                    "metric JOIN indicator ON indicator.id = metric.indicator WHERE run = ? AND "
                    "tag = 'trace' ORDER BY indicator.id, at_eval");
    values.with(run);
    while (values->executeStep()) {
      const std::string key = values->getColumn(0).getString();
      if (measures.empty() || measures.back() != key) {
        measures.push_back(key);
        for (TraceRow& row : out) {
          row.values.push_back(kNaN);
        }
      }
      const StoredMeasure measure = measure_of(*values, 1);
      if (const auto found = position.find(measure.evaluations); found != position.end()) {
        out[found->second].values.back() = measure.value.value;
      }
    }
    return out;
  });
}

std::vector<StoredMeasure> Store::measures(RunId run) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT indicator_key, tag, at_eval, value, lower, upper, exact, status FROM "
                   "metric JOIN indicator ON indicator.id = metric.indicator WHERE run = ? AND "
                   "tag <> 'trace' ORDER BY indicator.id, tag, at_eval");
    query.with(run);
    std::vector<StoredMeasure> out;
    while (query->executeStep()) {
      out.push_back(measure_of(*query, 1));
      out.back().key = query->getColumn(0).getString();
    }
    return out;
  });
}

void Store::for_each_measure(
    PlanId plan,
    std::string_view tag,
    const std::function<void(std::size_t position, const StoredMeasure& measure)>& visit) const {
  Connection& connection = engine_->connection;
  connection.guarded([&] {
    Prepared query(connection,
                   "SELECT position, indicator_key, tag, at_eval, value, lower, upper, exact, "
                   "status FROM plan_run JOIN metric ON metric.run = plan_run.run AND tag = ? "
                   "JOIN indicator ON indicator.id = metric.indicator WHERE plan = ? ORDER BY "
                   "position");
    query.with(tag, plan);
    while (query->executeStep()) {
      StoredMeasure measure = measure_of(*query, 2);
      measure.key = query->getColumn(1).getString();
      visit(static_cast<std::size_t>(query->getColumn(0).getInt64()), measure);
    }
  });
}

std::vector<std::pair<std::size_t, std::int64_t>> Store::measured(PlanId plan,
                                                                  std::string_view tag) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection,
                   "SELECT position, indicator FROM plan_run JOIN metric ON metric.run = "
                   "plan_run.run AND tag = ? WHERE plan = ?");
    query.with(tag, plan);
    std::vector<std::pair<std::size_t, std::int64_t>> out;
    while (query->executeStep()) {
      out.emplace_back(static_cast<std::size_t>(query->getColumn(0).getInt64()),
                       query->getColumn(1).getInt64());
    }
    return out;
  });
}

std::int64_t Store::number_of(const std::string& measure_key) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&]() -> std::int64_t {
    Prepared query(connection, "SELECT id FROM indicator WHERE indicator_key = ?");
    query.with(measure_key);
    return query->executeStep() ? query->getColumn(0).getInt64() : 0;
  });
}

std::map<std::string, double> Store::metrics(RunId run) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    std::map<std::string, double> out;
    Prepared query(connection, "SELECT metrics_json FROM run WHERE id = ?");
    query.with(run);
    if (query->executeStep() && !query->getColumn(0).isNull()) {
      const Value numbers = json_value(query->getColumn(0).getString());
      for (const auto& [key, number] : numbers.as_object()) {
        out[key] = number.is_null() ? kNaN : number.as_double();
      }
    }
    return out;
  });
}

std::vector<MeasureKey> Store::declared() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection, "SELECT indicator_key, name, spec_json FROM indicator ORDER BY id");
    std::vector<MeasureKey> out;
    while (query->executeStep()) {
      out.push_back({query->getColumn(0).getString(), query->getColumn(1).getString(),
                     query->getColumn(2).getString()});
    }
    return out;
  });
}

std::vector<std::string> Store::environments() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection, "SELECT json FROM env ORDER BY id");
    std::vector<std::string> out;
    while (query->executeStep()) {
      out.push_back(query->getColumn(0).getString());
    }
    return out;
  });
}

std::vector<Store::Event> Store::events() const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    Prepared query(connection, "SELECT at, run, level, text FROM event ORDER BY id");
    std::vector<Event> out;
    while (query->executeStep()) {
      out.push_back({query->getColumn(0).getString(), query->getColumn(1).getInt64(),
                     query->getColumn(2).getString(), query->getColumn(3).getString()});
    }
    return out;
  });
}

}  // namespace vilfredo::suite
