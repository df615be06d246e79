#include "store/connection.hpp"
#include "store/spelling.hpp"

#include <vilfredo/suite/store/store.hpp>

#include <algorithm>

namespace vilfredo::suite {
namespace {

struct Holder {
  WorkerId id = 0;
  WorkerIdentity identity;
  double ends = 0;  // of its leases, seconds since 1970, on another host
  std::uint64_t runs = 0;
};

std::vector<Holder> lease_holders(Connection& connection) {
  Prepared query(connection,
                 "SELECT worker.id, host, boot_id, pid_namespace, pid, process_start, "
                 "heartbeat + lease_s, count(*) FROM run JOIN worker ON worker.id = run.worker "
                 "WHERE run.state = 'leased' GROUP BY worker.id ORDER BY worker.id");
  std::vector<Holder> out;
  while (query->executeStep()) {
    Holder holder;
    holder.id = query->getColumn(0).getInt64();
    holder.identity = {query->getColumn(1).getString(), query->getColumn(2).getString(),
                       query->getColumn(3).getString(), query->getColumn(4).getInt64(),
                       query->getColumn(5).getInt64()};
    holder.ends = query->getColumn(6).getDouble();
    holder.runs = static_cast<std::uint64_t>(query->getColumn(7).getInt64());
    out.push_back(std::move(holder));
  }
  return out;
}

bool is_gone(const Holder& holder, double now) {
  switch (liveness(holder.identity)) {
    case Liveness::alive:
      return false;
    case Liveness::gone:
      return true;
    case Liveness::unknown:
      return holder.ends < now;
  }
  return false;
}

std::uint64_t give_back(Connection& connection, WorkerId worker) {
  return static_cast<std::uint64_t>(
      Prepared(connection,
               "UPDATE run SET state = 'pending', worker = NULL WHERE worker = ? AND state = "
               "'leased'")
          .with(worker)
          .exec());
}

}  // namespace

WorkerId Store::enrol(const WorkerIdentity& identity, double lease_seconds) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::quick, [&] {
    Prepared(connection,
             "INSERT INTO worker(host, boot_id, pid_namespace, pid, process_start, lease_s, "
             "heartbeat) VALUES(?,?,?,?,?,?,?)")
        .with(identity.host, identity.boot_id, identity.pid_namespace, identity.pid,
              identity.process_start, lease_seconds, unix_seconds())
        .exec();
    return static_cast<WorkerId>(connection.database().getLastInsertRowid());
  });
}

void Store::heartbeat(WorkerId worker) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::quick, [&] {
    Prepared(connection, "UPDATE worker SET heartbeat = ? WHERE id = ?")
        .with(unix_seconds(), worker)
        .exec();
  });
}

std::vector<Ticket> Store::claim(WorkerId worker,
                                 std::span<const RunId> candidates,
                                 std::size_t most) {
  Connection& connection = engine_->connection;
  return connection.transaction(Commit::quick, [&] {
    std::vector<Ticket> out;
    for (const RunId run : candidates) {
      if (out.size() == most) {
        break;
      }
      Prepared update(connection,
                      "UPDATE run SET state = 'leased', worker = ?, lease = lease + 1 "
                      "WHERE id = ? AND state = 'pending' RETURNING lease");
      update.with(worker, run);
      if (update->executeStep()) {
        out.push_back({run, update->getColumn(0).getInt64()});
        update->executeStep();  // to the end, or the change is not finished
      }
    }
    return out;
  });
}

void Store::release(WorkerId worker) {
  Connection& connection = engine_->connection;
  connection.transaction(Commit::quick, [&] { give_back(connection, worker); });
}

std::uint64_t Store::reclaim() {
  Connection& connection = engine_->connection;
  const double now = unix_seconds();
  std::vector<WorkerId> gone;
  for (const Holder& holder : connection.guarded([&] { return lease_holders(connection); })) {
    if (is_gone(holder, now)) {
      gone.push_back(holder.id);
    }
  }
  if (gone.empty()) {
    return 0;
  }
  return connection.transaction(Commit::quick, [&] {
    std::uint64_t runs = 0;
    for (const WorkerId worker : gone) {
      runs += give_back(connection, worker);
    }
    return runs;
  });
}

std::vector<LeaseHolder> Store::holders(PlanId plan, WorkerId except) const {
  Connection& connection = engine_->connection;
  return connection.guarded([&] {
    const double now = unix_seconds();
    std::vector<LeaseHolder> out;
    for (const Holder& holder : lease_holders(connection)) {
      if (holder.id == except) {
        continue;
      }
      Prepared query(connection,
                     "SELECT count(*) FROM run WHERE worker = ? AND state = 'leased' AND id IN "
                     "(SELECT run FROM plan_run WHERE plan = ?)");
      query.with(holder.id, plan);
      query->executeStep();
      if (const std::int64_t runs = query->getColumn(0).getInt64(); runs > 0) {
        out.push_back(
            {holder.id, holder.identity.host, holder.identity.pid, static_cast<std::uint64_t>(runs),
             liveness(holder.identity) == Liveness::alive, std::max(0.0, holder.ends - now)});
      }
    }
    return out;
  });
}

}  // namespace vilfredo::suite
