#include <vilfredo/core/error.hpp>
#include <vilfredo/core/rng.hpp>
#include <vilfredo/suite/execute/execute.hpp>
#include <vilfredo/suite/plan/instantiate.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace vilfredo::suite {
namespace {

constexpr double kObserveSeconds = 0.1;

class StatusObserver final : public Observer {
 public:
  explicit StatusObserver(JobStatus& status) : status_(&status) {}

  [[nodiscard]] double seconds_between() const override { return kObserveSeconds; }

  void boundary(const RunView& view) override {
    status_->evaluations = view.evaluations;
    status_->share = view.progress;
  }

 private:
  JobStatus* status_;
};

// A checkpoint that cannot be used costs time, not the run: it is dropped and the run starts anew.
bool resume_from(Run& run, const std::filesystem::path& path, std::string& complaint) {
  std::error_code ignored;
  if (path.empty() || !std::filesystem::exists(path, ignored)) {
    return true;
  }
  try {
    run.load(path);
    return true;
  } catch (const Error& error) {
    complaint = std::string("a checkpoint was not usable, the run starts anew: ") + error.what();
    std::filesystem::remove(path, ignored);
    return false;
  }
}

RunRecord record_of(const Plan& plan, RunResult result) {
  RunRecord out;
  out.seconds = result.seconds;
  out.evaluations = result.evaluations;
  out.failed_evaluations = result.failed_evaluations;
  out.cost = result.cost;
  out.scoring_cost = result.scoring_cost;
  out.iterations = result.iterations;
  out.stop_reason = name(result.reason);
  out.deterministic = result.deterministic;
  out.reasons = std::move(result.reasons);
  out.metrics = std::move(result.metrics);
  out.events = std::move(result.events);
  out.trace = std::move(result.trace);
  out.fronts.push_back({"final", std::move(result.final), result.feasible});
  if (plan.trace.archive || plan.trace.schedule || plan.score == Score::archive) {
    const bool feasible = result.archive.size() > 0;
    if (!feasible) {
      result.archive.f.resize(out.fronts[0].members.f.rows(), 0);
      result.archive.x.resize(out.fronts[0].members.x.rows(), 0);
      result.archive.g.resize(out.fronts[0].members.g.rows(), 0);
    }
    out.fronts.push_back({"archive", std::move(result.archive), feasible});
  }
  return out;
}

// A decoded set holds what its preferences gave; only the best of it is a front.
StoredFront scorable(const StoredFront& front, const WorldInfo& info) {
  if (front.tag != "decoded" || front.members.ids.empty()) {
    return front;
  }
  Scored scored = scored_members(front.members, std::get<ProblemInfo>(info));
  return {front.tag, std::move(scored.members), scored.feasible};
}

void measure(const Plan& plan, const MeasureKeys& keys, std::size_t problem, RunRecord& record) {
  for (const StoredFront& stored : record.fronts) {
    if (stored.tag != scored_tag(plan) && stored.tag != "decoded") {
      continue;
    }
    const StoredFront front = scorable(stored, plan.problems[problem].info);
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      if (keys[problem][i]) {
        record.measures.push_back(
            measure_front(plan.measures[problem][i], *keys[problem][i], front, record.evaluations));
      }
    }
  }
}

// Positions of the indicators that instantiate() puts into a trace, in its order.
std::vector<std::size_t> traced_indicators(const Plan& plan) {
  std::vector<std::size_t> out;
  if (!plan.trace.schedule) {
    return out;
  }
  for (const std::string& id : plan.trace.indicators) {
    for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
      if (plan.indicators[i].id == id) {
        out.push_back(i);
      }
    }
  }
  return out;
}

std::filesystem::path checkpoint_of(const ExecuteOptions& options, const RunSpec& run) {
  return options.checkpoints.empty() ? std::filesystem::path()
                                     : checkpoint_path(options.checkpoints, run);
}

std::unique_ptr<Run> make_run(const Plan& plan,
                              const RunSpec& spec,
                              const Registries& registries,
                              const ExecuteOptions& options,
                              const RunAssignment& assigned) {
  PreparedRun ready = instantiate(plan, spec, registries);
  ready.options.threads = options.threads_per_run;
  ready.options.stop = assigned.stop;
  ready.options.observers.push_back(std::make_shared<StatusObserver>(*assigned.status));
  ready.options.checkpoint = checkpoint_of(options, spec);
  ready.options.checkpoint_seconds = options.checkpoint_seconds;
  return std::make_unique<Run>(std::move(ready.solver), std::move(ready.world),
                               std::move(ready.options));
}

// Problems that allow one thread only: their runs take turns.
class Turns {
 public:
  std::unique_lock<std::mutex> take(const ProblemSpec& problem) {
    const auto* info = std::get_if<ProblemInfo>(&problem.info);
    if (info == nullptr || info->threads != ThreadSafety::unsafe) {
      return {};
    }
    std::mutex* mutex = nullptr;
    {
      const std::scoped_lock lock(mutex_);
      mutex = &of_type_[problem.type];
    }
    return std::unique_lock(*mutex);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::mutex> of_type_;
};

}  // namespace

std::filesystem::path checkpoint_path(const std::filesystem::path& folder, const RunSpec& run) {
  return folder / (run.key + ".ckpt");
}

RunFunction run_function(const Plan& plan,
                         const MeasureKeys& keys,
                         const Registries& registries,
                         const ExecuteOptions& options) {
  const auto turns = std::make_shared<Turns>();
  return [&plan, &keys, &registries, options,
          turns](const RunAssignment& assigned) -> std::optional<RunRecord> {
    const RunSpec& spec = plan.runs[assigned.run];
    const std::size_t problem = plan.cells[spec.cell].problem;
    const auto turn = turns->take(plan.problems[problem]);
    std::string complaint;
    auto run = make_run(plan, spec, registries, options, assigned);
    if (!resume_from(*run, checkpoint_of(options, spec), complaint)) {
      run = make_run(plan, spec, registries, options, assigned);
    }
    while (run->advance()) {
    }
    RunResult result = run->result();
    if (result.reason == StopReason::stopped) {
      return std::nullopt;
    }
    RunRecord record = record_of(plan, std::move(result));
    const std::uint64_t key =
        derive_key(plan.seed.root, plan.cells[spec.cell].scope, spec.replicate);
    if (auto decoded =
            decoded_front(run->solver(), plan.problems[problem].world, key, record.scoring_cost)) {
      record.fronts.push_back(std::move(*decoded));
    }
    if (!complaint.empty()) {
      record.events.emplace_back("warning", complaint);
    }
    for (const std::size_t i : traced_indicators(plan)) {
      record.trace_measures.push_back(keys[problem].at(i).value().key);
    }
    measure(plan, keys, problem, record);
    return record;
  };
}

}  // namespace vilfredo::suite
