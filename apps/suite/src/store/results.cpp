#include "store/blobs.hpp"
#include "store/connection.hpp"
#include "store/spelling.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/hash.hpp>
#include <vilfredo/core/value.hpp>
#include <vilfredo/suite/store/store.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vilfredo::suite {
namespace {

const StoredFront& final_front(const RunRecord& record) {
  for (const StoredFront& front : record.fronts) {
    if (front.tag == "final") {
      return front;
    }
  }
  throw Error(Errc::internal, "a finished run has no final front");
}

std::string json_of(const std::vector<std::string>& texts) {
  return to_json(Value(Value::Array(texts.begin(), texts.end())));
}

std::string json_of(const std::map<std::string, double>& numbers) {
  Value::Object members;
  for (const auto& [key, number] : numbers) {
    members.emplace_back(key, std::isfinite(number) ? Value(number) : Value());
  }
  return to_json(Value(std::move(members)));
}

void insert_event(Connection& connection,
                  RunId run,
                  std::string_view level,
                  std::string_view text) {
  Prepared(connection, "INSERT INTO event(at, run, level, text) VALUES(?, nullif(?, 0), ?, ?)")
      .with(utc_now(), run, level, text)
      .exec();
}

void insert_front(Connection& connection, RunId run, const StoredFront& front) {
  const Population& set = front.members;
  Prepared(connection,
           "INSERT OR REPLACE INTO front(run, tag, n, m, d, k, feasible, format, f, x, g, ids) "
           "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)")
      .with(run, front.tag, set.f.cols(), set.f.rows(), set.x.rows(), set.g.rows(), front.feasible,
            set.format, bytes_of(set.f), bytes_of(set.x), bytes_of(set.g), bytes_of(set.ids))
      .exec();
}

std::int64_t indicator_number(Connection& connection, const std::string& key) {
  Prepared query(connection, "SELECT id FROM indicator WHERE indicator_key = ?");
  query.with(key);
  if (!query->executeStep()) {
    throw Error(Errc::internal, "a measure was not declared").with("key", key);
  }
  return query->getColumn(0).getInt64();
}

const char* status_of(const StoredMeasure& measure) {
  const double value = measure.value.value;
  return !measure.failure.empty() ? measure.failure.c_str()
         : std::isnan(value)      ? "nan"
         : std::isfinite(value)   ? "ok"
         : value > 0              ? "inf"
                                  : "-inf";
}

void insert_measure(Connection& connection,
                    RunId run,
                    std::int64_t indicator,
                    const StoredMeasure& measure) {
  Prepared(connection,
           "INSERT OR REPLACE INTO metric(run, indicator, tag, at_eval, value, lower, upper, "
           "exact, status) VALUES(?,?,?,?,?,?,?,?,?)")
      .with(run, indicator, measure.tag, measure.evaluations, measure.value.value,
            measure.value.lower, measure.value.upper, measure.value.exact, status_of(measure))
      .exec();
}

void insert_trace(Connection& connection, const RunRecord& record) {
  std::vector<std::int64_t> indicators;
  for (const std::string& key : record.trace_measures) {
    indicators.push_back(indicator_number(connection, key));
  }
  std::int64_t sequence = 0;
  for (const TraceRow& row : record.trace) {
    Prepared(connection,
             "INSERT OR REPLACE INTO trace(run, seq, at_eval, wall_s, archive_size, feasible, "
             "best_violation) VALUES(?,?,?,?,?,?,?)")
        .with(record.ticket.run, sequence++, row.evaluations, row.seconds, row.archive_size,
              row.feasible, row.best_violation)
        .exec();
    for (std::size_t i = 0; i < indicators.size() && i < row.values.size(); ++i) {
      StoredMeasure measure;
      measure.tag = "trace";
      measure.evaluations = row.evaluations;
      measure.value = IndicatorValue::exactly(row.values[i]);
      insert_measure(connection, record.ticket.run, indicators[i], measure);
    }
  }
}

bool mark_done(Connection& connection,
               std::int64_t environment,
               const RunRecord& record,
               const std::string& digest) {
  return Prepared(connection,
                  "UPDATE run SET state = 'done', started = ?, finished = ?, wall_s = ?, "
                  "evaluations = ?, failed_evaluations = ?, cost = ?, scoring_cost = ?, "
                  "iterations = ?, stop_reason = ?, feasible = ?, deterministic = ?, reasons = ?, "
                  "result_digest = ?, metrics_json = ?, error_json = NULL, env = ? "
                  "WHERE id = ? AND lease = ? AND state IN ('leased', 'pending')")
             .with(record.started, record.finished, record.seconds, record.evaluations,
                   record.failed_evaluations, record.cost, record.scoring_cost, record.iterations,
                   record.stop_reason, final_front(record).feasible, record.deterministic,
                   json_of(record.reasons), digest, json_of(record.metrics), environment,
                   record.ticket.run, record.ticket.lease)
             .exec() == 1;
}

// A result that came too late: compared with what is there, never written over it.
Filed compare_late(Connection& connection, const RunRecord& record, const std::string& digest) {
  Prepared query(connection, "SELECT state, result_digest, deterministic FROM run WHERE id = ?");
  query.with(record.ticket.run);
  if (!query->executeStep() || query->getColumn(0).getString() != "done") {
    return Filed::lease_lost;
  }
  const bool equal = query->getColumn(1).getString() == digest;
  const bool deterministic = query->getColumn(2).getInt() != 0 && record.deterministic;
  if (equal || !deterministic) {
    insert_event(connection, record.ticket.run, "info", "a late result was dropped: " + digest);
    return Filed::duplicate;
  }
  insert_event(connection, record.ticket.run, "error",
               "a late result differs from the stored one: " + digest);
  return Filed::contradiction;
}

Filed file_one(Connection& connection, std::int64_t environment, const RunRecord& record) {
  const std::string digest = result_digest(final_front(record).members, record.evaluations);
  if (!mark_done(connection, environment, record, digest)) {
    return compare_late(connection, record, digest);
  }
  for (const StoredFront& front : record.fronts) {
    insert_front(connection, record.ticket.run, front);
  }
  insert_trace(connection, record);
  for (const StoredMeasure& measure : record.measures) {
    insert_measure(connection, record.ticket.run, indicator_number(connection, measure.key),
                   measure);
  }
  for (const auto& [level, text] : record.events) {
    insert_event(connection, record.ticket.run, level, text);
  }
  return Filed::stored;
}

void file_failure(Connection& connection, const RunFailure& failure) {
  const Value error(
      Value::Object{{"code", Value(failure.code)}, {"sentence", Value(failure.sentence)}});
  Prepared(connection,
           "UPDATE run SET state = ?, attempt = attempt + 1, started = ?, finished = ?, wall_s = "
           "?, error_json = ? WHERE id = ? AND lease = ? AND state IN ('leased', 'pending')")
      .with(failure.final ? "failed" : "pending", failure.started, failure.finished,
            failure.seconds, to_json(error), failure.ticket.run, failure.ticket.lease)
      .exec();
  insert_event(connection, failure.ticket.run, "error", failure.sentence);
}

}  // namespace

void Store::declare(std::span<const MeasureKey> measures) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::durable, [&] {
    for (const MeasureKey& measure : measures) {
      Prepared(connection,
               "INSERT INTO indicator(indicator_key, name, spec_json) VALUES(?,?,?) "
               "ON CONFLICT(indicator_key) DO NOTHING")
          .with(measure.key, measure.id, measure.spec_json)
          .exec();
    }
  });
}

std::int64_t Store::environment(const std::string& json) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::durable, [&] {
    Prepared(connection, "INSERT INTO env(json) VALUES(?) ON CONFLICT(json) DO NOTHING")
        .with(json)
        .exec();
    Prepared query(connection, "SELECT id FROM env WHERE json = ?");
    query.with(json);
    query->executeStep();
    return query->getColumn(0).getInt64();
  });
}

std::vector<Filed> Store::file(std::int64_t environment, std::span<const RunRecord> records) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::durable, [&] {
    std::vector<Filed> out;
    for (const RunRecord& record : records) {
      out.push_back(file_one(connection, environment, record));
    }
    return out;
  });
}

void Store::file(std::span<const RunFailure> failures) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::durable, [&] {
    for (const RunFailure& failure : failures) {
      file_failure(connection, failure);
    }
  });
}

void Store::add_measures(std::span<const std::pair<RunId, StoredMeasure>> measures) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::durable, [&] {
    for (const auto& [run, given] : measures) {
      StoredMeasure measure = given;
      Prepared query(connection, "SELECT evaluations FROM run WHERE id = ?");
      query.with(run);
      if (query->executeStep()) {
        measure.evaluations = static_cast<std::uint64_t>(query->getColumn(0).getInt64());
      }
      insert_measure(connection, run, indicator_number(connection, measure.key), measure);
    }
  });
}

void Store::log(RunId run, std::string_view level, std::string_view text) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::durable, [&] { insert_event(connection, run, level, text); });
}

std::string result_digest(const Population& members, std::uint64_t evaluations) {
  std::array<char, 8> count{};
  for (std::size_t i = 0; i < count.size(); ++i) {
    count[i] = static_cast<char>((evaluations >> (8 * i)) & 0xFFU);
  }
  Sha256 hash;
  hash.update(
      std::span<const double>(members.f.data(), static_cast<std::size_t>(members.f.size())));
  hash.update(
      std::span<const double>(members.x.data(), static_cast<std::size_t>(members.x.size())));
  hash.update(std::string_view(count.data(), count.size()));
  return hex(hash.digest());
}

}  // namespace vilfredo::suite
