// Saving and restoring a run.
#include "run_engine.hpp"
#include "vilfredo/core/error.hpp"
#include "vilfredo/core/file.hpp"
#include "vilfredo/core/hash.hpp"

#include <fmt/format.h>

namespace vilfredo {

void Ask::persist(StateIo& io) {
  io("status", status);
  io("x", x);
  io("ids", ids);
  io("need", need);
  io("level", level);
  io("sample", sample);
}

namespace {

/// Writes what this run is, or checks that the saved one is the same.
void same(StateIo& io, const char* what, std::string mine) {
  std::string saved = mine;
  io(what, saved);
  if (saved != mine) {
    throw Error(Errc::store_damaged, fmt::format("the saved state is of another {}", what))
        .with("saved", saved)
        .with("this run", mine);
  }
}

}  // namespace

void Run::Engine::persist_identity(StateIo& io) {
  constexpr int kFormat = 1;
  same(io, "format", fmt::format("vilfredo-run/{}", kFormat));
  same(io, "solver", fmt::format("{} revision {}", solver.name(), solver.revision()));
  same(io, "solver options", canonical(solver.options()));
  same(io, "world", fmt::format("{} revision {}", name_of(info), revision_of(info)));
  same(io, "random stream", fmt::format("{:016x}", key));
  same(io, "window", std::to_string(options.window));
  same(io, "record", recorder && recorder->active() ? "archive" : "none");
}

void Run::Engine::persist(StateIo& io) {
  persist_identity(io);
  io("next_id", next_id);
  io("granted_evaluations", granted_evaluations);
  io("granted_cost", granted_cost);
  io("evaluations", evaluations);
  io("cost", cost);
  io("failed", failed);
  io("scoring_cost", scoring_cost);
  io("iterations", iterations);
  io("solver_finished", solver_finished);
  io("metrics", metrics);
  io("reasons", reasons);
  std::vector<std::string> log;
  for (const auto& entry : events) {
    log.push_back(entry.first);
    log.push_back(entry.second);
  }
  io("events", log);
  if (io.reading()) {
    events.clear();
    for (std::size_t i = 0; i + 1 < log.size(); i += 2) {
      events.emplace_back(log[i], log[i + 1]);
    }
  }
  double elapsed = seconds();
  io("seconds", elapsed);
  if (io.reading()) {
    seconds_before = elapsed - clock.seconds();
  }
  if (recorder) {
    io("record of the run", *recorder);
  }
  if (lanes) {
    io("lanes", *lanes);
    io("evaluation_lanes", *evaluation_lanes);
  }
  io("solver state", solver);
  persist_outstanding(io);
  for (std::size_t i = 0; i < options.observers.size(); ++i) {
    io(fmt::format("observer {}", i), *options.observers[i]);
  }
}

/// Columns that were asked and not yet told are saved as asked; a restored run evaluates them
/// again, with the same result.
void Run::Engine::persist_outstanding(StateIo& io) {
  auto count = static_cast<std::uint64_t>(outstanding.size());
  io("outstanding", count);
  if (!io.reading()) {
    for (std::uint64_t i = 0; i < count; ++i) {
      io(fmt::format("ask {}", i), outstanding[i]->ask);
      io(fmt::format("granted {}", i), outstanding[i]->granted);
    }
    return;
  }
  outstanding.clear();
  for (std::uint64_t i = 0; i < count; ++i) {
    std::unique_ptr<Batch> batch = take_batch();
    io(fmt::format("ask {}", i), batch->ask);
    io(fmt::format("granted {}", i), batch->granted);
    submit(*batch);
    outstanding.push_back(std::move(batch));
  }
}

void Run::Engine::save(const std::filesystem::path& path) {
  StateIo io = StateIo::writer();
  persist(io);
  write_file_atomically(path, io.bytes());
}

}  // namespace vilfredo
