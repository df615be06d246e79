// The tables of a result store, version 1.
#pragma once

namespace vilfredo::suite {

// Blobs are little-endian doubles, a solution after the other (ids: 64-bit integers); their shape
// is in the columns beside them. Ids of problems, solvers and budgets belong to a plan, because
// another suite may call the same cell otherwise. A value that is no finite number is NULL and
// named in `status`.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE plan(
  id INTEGER PRIMARY KEY, plan_key TEXT NOT NULL UNIQUE, name TEXT, created TEXT,
  suite_json TEXT, entered INTEGER NOT NULL);
CREATE TABLE cell(
  id INTEGER PRIMARY KEY, cell_key TEXT NOT NULL UNIQUE, spec_json TEXT NOT NULL);
CREATE TABLE env(id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE);
CREATE TABLE worker(
  id INTEGER PRIMARY KEY, host TEXT NOT NULL, boot_id TEXT NOT NULL, pid_namespace TEXT NOT NULL,
  pid INTEGER NOT NULL, process_start INTEGER NOT NULL, lease_s REAL NOT NULL,
  heartbeat REAL NOT NULL);
CREATE TABLE run(
  id INTEGER PRIMARY KEY, run_key TEXT NOT NULL UNIQUE,
  cell INTEGER NOT NULL REFERENCES cell(id), replicate INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK(state IN ('pending','leased','done','failed')),
  attempt INTEGER NOT NULL DEFAULT 0, lease INTEGER NOT NULL DEFAULT 0,
  worker INTEGER REFERENCES worker(id),
  started TEXT, finished TEXT, wall_s REAL, evaluations INTEGER, failed_evaluations INTEGER,
  cost INTEGER, scoring_cost INTEGER, iterations INTEGER, stop_reason TEXT, feasible INTEGER,
  deterministic INTEGER, reasons TEXT, result_digest TEXT, metrics_json TEXT, error_json TEXT,
  env INTEGER REFERENCES env(id));
CREATE TABLE plan_cell(
  plan INTEGER NOT NULL REFERENCES plan(id), position INTEGER NOT NULL,
  cell INTEGER NOT NULL REFERENCES cell(id), problem TEXT, solver TEXT, budget TEXT,
  PRIMARY KEY(plan, position)) WITHOUT ROWID;
CREATE TABLE plan_run(
  plan INTEGER NOT NULL REFERENCES plan(id), position INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id), plan_cell INTEGER NOT NULL,
  PRIMARY KEY(plan, position)) WITHOUT ROWID;
CREATE TABLE front(
  run INTEGER NOT NULL REFERENCES run(id), tag TEXT NOT NULL, n INTEGER NOT NULL,
  m INTEGER NOT NULL, d INTEGER NOT NULL, k INTEGER NOT NULL, feasible INTEGER NOT NULL,
  format TEXT NOT NULL, f BLOB, x BLOB, g BLOB, ids BLOB, PRIMARY KEY(run, tag));
CREATE TABLE indicator(
  id INTEGER PRIMARY KEY, indicator_key TEXT NOT NULL UNIQUE, name TEXT, spec_json TEXT);
CREATE TABLE trace(
  run INTEGER NOT NULL REFERENCES run(id), seq INTEGER NOT NULL, at_eval INTEGER NOT NULL,
  wall_s REAL, archive_size INTEGER, feasible INTEGER, best_violation REAL,
  PRIMARY KEY(run, seq)) WITHOUT ROWID;
CREATE TABLE metric(
  run INTEGER NOT NULL REFERENCES run(id), indicator INTEGER NOT NULL REFERENCES indicator(id),
  tag TEXT NOT NULL, at_eval INTEGER NOT NULL, value REAL, lower REAL, upper REAL,
  exact INTEGER NOT NULL, status TEXT NOT NULL, PRIMARY KEY(run, tag, indicator, at_eval))
  WITHOUT ROWID;
CREATE TABLE event(id INTEGER PRIMARY KEY, at TEXT, run INTEGER, level TEXT, text TEXT);
CREATE INDEX run_leased ON run(worker) WHERE state = 'leased';
)sql";

}  // namespace vilfredo::suite
