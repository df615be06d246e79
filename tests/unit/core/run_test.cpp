#include "toy.hpp"

#include <vilfredo/core/core.hpp>

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

namespace vilfredo {
namespace {

using toy::SamplerOptions;
using toy::Schaffer;
using toy::Walker;

RunOptions budget(std::uint64_t evaluations) {
  RunOptions options;
  options.max_evaluations = evaluations;
  options.seed = 11;
  return options;
}

/// Everything a boundary can show, as text that is equal iff all of it is.
class Boundaries final : public Observer {
 public:
  void boundary(const RunView& view) override {
    StateIo io = StateIo::writer();
    Population copy = view.population;
    std::map<std::string, double> metrics = view.metrics;
    std::uint64_t evaluations = view.evaluations;
    std::uint64_t cost = view.cost;
    io("population", copy);
    io("metrics", metrics);
    io("evaluations", evaluations);
    io("cost", cost);
    at[view.iterations] = io.bytes();
  }

  std::map<std::uint64_t, std::string> at;
};

template <class S, class World>
std::map<std::uint64_t, std::string> boundaries(const World& world,
                                                const typename S::Options& solver_options,
                                                RunOptions options) {
  auto seen = std::make_shared<Boundaries>();
  options.observers = {seen};
  Run run(AnySolver(S(world.info(), solver_options)), world, options);
  while (run.advance()) {
  }
  return seen->at;
}

/// Interrupts at every boundary, saves, loads into a fresh run and compares all later boundaries.
template <class S, class World>
void expect_resumable(const World& world,
                      const typename S::Options& solver_options,
                      const RunOptions& options) {
  const auto expected = boundaries<S>(world, solver_options, options);
  ASSERT_GE(expected.size(), 3U);
  for (std::uint64_t stop = 1; stop < expected.size(); ++stop) {
    Run first(AnySolver(S(world.info(), solver_options)), world, options);
    for (std::uint64_t i = 0; i < stop; ++i) {
      first.advance();
    }
    StateIo out = StateIo::writer();
    first.persist(out);
    auto seen = std::make_shared<Boundaries>();
    RunOptions with = options;
    with.observers = {seen};
    Run second(AnySolver(S(world.info(), solver_options)), world, options);
    StateIo in = StateIo::reader(out.bytes());
    second.persist(in);
    std::map<std::uint64_t, std::string> later;
    while (second.advance()) {
      Boundaries once;
      once.boundary(second.view());
      later.insert(once.at.begin(), once.at.end());
    }
    for (const auto& boundary : later) {
      ASSERT_EQ(boundary.second, expected.at(boundary.first)) << "stopped after " << stop;
    }
    ASSERT_GE(later.size() + stop + 1, expected.size());
  }
}

TEST(Run, SpendsExactlyItsBudgetAndDoesNotTellACutBatch) {
  Walker walker(Schaffer().info(), {.batch = 6});
  const RunResult result = run(walker, AnyProblem(Schaffer()), budget(20));
  EXPECT_EQ(result.reason, StopReason::budget);
  EXPECT_EQ(result.evaluations, 20U);
  EXPECT_EQ(result.iterations, 3U);
  EXPECT_EQ(walker.population().ids.back(), 17U);
}

TEST(Run, RefusesABudgetThatTheFirstBatchDoesNotFit) {
  Walker walker(Schaffer().info(), {.batch = 50});
  EXPECT_THROW((void)run(walker, AnyProblem(Schaffer()), budget(20)), Error);
  EXPECT_THROW((void)run(walker, AnyProblem(Schaffer()), RunOptions{}), Error);
}

TEST(Run, GivesTheSameBitsForAnyNumberOfThreads) {
  Schaffer schaffer;
  schaffer.mutable_info().chunk = 3;
  for (const int window : {1, 4}) {
    RunOptions options = budget(200);
    options.window = window;
    const auto expected = boundaries<Walker>(AnyProblem(schaffer), {.batch = 10}, options);
    for (const int threads : {2, 8}) {
      options.threads = threads;
      EXPECT_EQ(boundaries<Walker>(AnyProblem(schaffer), {.batch = 10}, options), expected);
    }
  }
}

TEST(Run, AWindowChangesWhatTheSolverKnowsWhenItAsks) {
  RunOptions options = budget(200);
  const auto one = boundaries<Walker>(AnyProblem(Schaffer()), {.batch = 5}, options);
  options.window = 3;
  EXPECT_NE(boundaries<Walker>(AnyProblem(Schaffer()), {.batch = 5}, options), one);
}

TEST(Run, ResumesBitForBitAtEveryBoundary) {
  expect_resumable<Walker>(AnyProblem(Schaffer()), {.batch = 4}, budget(40));
  expect_resumable<Walker>(AnyProblem(Schaffer()), {.batch = 4, .working_every = 3}, budget(40));
  expect_resumable<Walker>(AnyProblem(toy::Noisy()), {.batch = 4}, budget(40));
  RunOptions windowed = budget(40);
  windowed.window = 3;
  expect_resumable<Walker>(AnyProblem(Schaffer()), {.batch = 4, .working_every = 4}, windowed);
  RunOptions traced = budget(40);
  traced.archive = true;
  traced.trace = TraceSchedule{};
  expect_resumable<Walker>(AnyProblem(toy::Failing()), {.batch = 4}, traced);
}

TEST(Run, ResumesAnEnvironmentByReplayInTheMiddleOfEpisodes) {
  RunOptions options;
  options.max_cost = 200;
  options.seed = 3;
  expect_resumable<toy::Stroller>(AnyEnvironment(toy::Line()), {}, options);
}

TEST(Run, CountsEnvironmentStepsAndNeverExceedsThem) {
  RunOptions options;
  options.max_cost = 100;
  toy::Stroller stroller(toy::Line().info(), {});
  const RunResult result = run(stroller, AnyEnvironment(toy::Line()), options);
  EXPECT_EQ(result.reason, StopReason::budget);
  EXPECT_EQ(result.cost, 84U);  // 4 x 3 tasks x 7 steps; the fifth grant of 21 is refused
  EXPECT_EQ(result.iterations, 4U);
}

TEST(Run, RefusesASolverOfTheOtherWorld) {
  toy::Stroller stroller(toy::Line().info(), {});
  EXPECT_THROW((void)run(stroller, AnyProblem(Schaffer()), budget(10)), Error);
  Walker walker(Schaffer().info(), {});
  RunOptions options;
  options.max_cost = 10;
  EXPECT_THROW((void)run(walker, AnyEnvironment(toy::Line()), options), Error);
}

TEST(Run, TurnsFailuresIntoOutcomesThatReachNoFront) {
  RunOptions options = budget(400);
  options.archive = true;
  Walker walker(toy::Failing().info(), {.batch = 40});
  const RunResult result = run(walker, AnyProblem(toy::Failing()), options);
  EXPECT_EQ(result.evaluations, 400U);
  EXPECT_GT(result.failed_evaluations, 0U);
  EXPECT_LT(result.failed_evaluations, 400U);
  EXPECT_TRUE(result.final.f.allFinite());
  EXPECT_TRUE(result.archive.f.allFinite());
  EXPECT_GE(result.archive.x.row(0).minCoeff(), -1);
  ASSERT_FALSE(result.events.empty());
}

TEST(Evaluator, FailsOnlyTheColumnsThatThrowAndChargesNoRepeat) {
  Batch batch;
  batch.ask.x = Matrix::Zero(3, 6);
  batch.ask.x(0, 1) = -3.5;  // throws, in a chunk with three good columns
  batch.ask.x(0, 4) = -2.5;  // NaN
  batch.ask.x(0, 5) = -1.5;  // infinite
  batch.ask.ids = {0, 1, 2, 3, 4, 5};
  batch.granted = 6;
  SerialEvaluator evaluator{AnyProblem(toy::Failing())};
  evaluator.submit(batch);
  evaluator.wait(batch);
  using O = Outcome;
  EXPECT_EQ(batch.outcomes.outcome,
            (std::vector<O>{O::ok, O::threw, O::ok, O::ok, O::non_finite, O::non_finite}));
  EXPECT_TRUE(batch.outcomes.f.col(0).allFinite());
  EXPECT_TRUE(batch.outcomes.f.col(4).hasNaN());
  EXPECT_EQ(batch.first_failure, "the simulator fell over");
}

struct Spread {
  using Options = NoOptions;
  static constexpr std::string_view kName = "best_sum";
  static constexpr Direction kBetter = Direction::minimise;

  Spread(const ReferenceFrame& /*frame*/, const Options& /*options*/) {}

  IndicatorValue operator()(MatrixIn front) const {
    return IndicatorValue::exactly(front.colwise().sum().minCoeff());
  }
};

TEST(Run, StopsByTargetAndByStall) {
  const AnyIndicator best = AnyIndicator::make<Spread>({}, {});
  RunOptions options = budget(100000);
  options.target = TargetRule{best, 7.0};
  Walker walker(Schaffer().info(), {.batch = 10});
  const RunResult reached = run(walker, AnyProblem(Schaffer()), options);
  EXPECT_EQ(reached.reason, StopReason::target);
  EXPECT_LT(reached.evaluations, 100000U);
  options.target.reset();
  options.stall = StallRule{best, 2000, 1e-3};
  Walker again(Schaffer().info(), {.batch = 10});
  EXPECT_EQ(run(again, AnyProblem(Schaffer()), options).reason, StopReason::stalled);
}

TEST(Run, FinishesWhenTheSolverDoes) {
  Walker walker(Schaffer().info(), {.batch = 3, .finish_after = 4});
  const RunResult result = run(walker, AnyProblem(Schaffer()), budget(1000));
  EXPECT_EQ(result.reason, StopReason::finished);
  EXPECT_EQ(result.evaluations, 12U);
}

TEST(Run, WritesTraceRowsAtTheScheduledEvaluationsInsideBatches) {
  RunOptions options = budget(150);
  options.trace = TraceSchedule{.per_decade = 1, .multiples = {2, 5}};
  Walker walker(Schaffer().info(), {.batch = 40});
  const RunResult result = run(walker, AnyProblem(Schaffer()), options);
  std::vector<std::uint64_t> at;
  for (const TraceRow& row : result.trace) {
    at.push_back(row.evaluations);
  }
  EXPECT_EQ(at, (std::vector<std::uint64_t>{1, 2, 5, 10, 20, 50, 100, 150}));
  EXPECT_EQ(trace_points(*options.trace, 150), at);
}

TEST(Run, StopsAfterANumberOfEvaluationsAndGoesOnFromTheFile) {
  const auto path = std::filesystem::temp_directory_path() / "vilfredo-run-test.ckpt";
  RunOptions options = budget(60);
  options.checkpoint = path;
  options.stop_after = 23;
  Walker walker(Schaffer().info(), {.batch = 5});
  vilfredo::Run first(AnySolver::reference(walker), AnyProblem(Schaffer()), options);
  while (first.advance()) {
  }
  EXPECT_EQ(first.result().reason, StopReason::stop_after);
  EXPECT_EQ(first.result().evaluations, 25U);
  options.stop_after.reset();
  Walker fresh(Schaffer().info(), {.batch = 5});
  vilfredo::Run second(AnySolver::reference(fresh), AnyProblem(Schaffer()), options);
  second.load(path);
  while (second.advance()) {
  }
  Walker whole(Schaffer().info(), {.batch = 5});
  const RunResult expected = run(whole, AnyProblem(Schaffer()), budget(60));
  EXPECT_EQ(second.result().final.f, expected.final.f);
  EXPECT_EQ(second.result().evaluations, expected.evaluations);

  Walker other(Schaffer().info(), {.batch = 4});
  vilfredo::Run wrong(AnySolver::reference(other), AnyProblem(Schaffer()), options);
  EXPECT_THROW(wrong.load(path), Error);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_THROW(second.load(path), Error);
  std::filesystem::remove(path);
}

/// Asks for the middle of the box four times: as new solutions, and then all of those again under
/// sample 5, sample 6, and the scoring sample twice.
class Rescorer {
 public:
  using Options = SamplerOptions;
  static constexpr std::string_view kName = "rescorer";

  Rescorer(const ProblemInfo& info, const Options& options)
      : middle_((info.lower + info.upper) / 2), options_(options) {}

  [[nodiscard]] Ask ask(Context& context) {
    if (told.size() == kSamples.size()) {
      return Ask::finished();
    }
    Ask out = context.new_ask(options_.batch);
    out.x.colwise() = middle_;
    if (!told.empty()) {
      out.ids = first_;
    }
    first_ = out.ids;
    out.sample = kSamples[told.size()];
    return out;
  }

  void tell(const Told& news, Context&) {
    told.push_back(news.f);
    population_.x = news.x;
    population_.f = news.f;
    population_.g = news.g;
    population_.ids = news.ids;
  }

  [[nodiscard]] const Population& population() const { return population_; }

  [[nodiscard]] const Options& options() const { return options_; }

  void persist(StateIo&) {}

  std::vector<Matrix> told;

 private:
  static constexpr std::array<std::optional<std::uint64_t>, 5> kSamples{
      std::nullopt, 5, 6, kScoringSample, kScoringSample};
  Vector middle_;
  Options options_;
  std::vector<Id> first_;
  Population population_;
};

TEST(Run, ASampleIsCommonToAllColumnsAndOnlyTheScoringOneIsArchived) {
  Rescorer solver(toy::Noisy().info(), {.batch = 3});
  RunOptions options = budget(100);
  options.archive = true;
  const RunResult result = run(solver, AnyProblem(toy::Noisy()), options);
  ASSERT_EQ(solver.told.size(), 5U);
  const auto& told = solver.told;
  EXPECT_NE(told[0].col(0), told[0].col(1)) << "each solution has its own noise";
  for (const std::size_t sample : {1U, 2U, 3U}) {
    EXPECT_EQ(told[sample].col(0), told[sample].col(1));
    EXPECT_EQ(told[sample].col(0), told[sample].col(2));
  }
  EXPECT_NE(told[1], told[2]);
  EXPECT_EQ(told[3], told[4]);
  EXPECT_EQ(result.evaluations, 15U);
  ASSERT_EQ(result.archive.size(), 1) << "three equal points, seen twice";
  EXPECT_EQ(result.archive.f.col(0), told[3].col(0));
}

TEST(Run, GivesNoiseByIdAndSeed) {
  RunOptions options = budget(20);
  Walker a(toy::Noisy().info(), {.batch = 4});
  Walker b(toy::Noisy().info(), {.batch = 4});
  EXPECT_EQ(run(a, AnyProblem(toy::Noisy()), options).final.f,
            run(b, AnyProblem(toy::Noisy()), options).final.f);
  options.seed = 12;
  Walker c(toy::Noisy().info(), {.batch = 4});
  (void)run(c, AnyProblem(toy::Noisy()), options);
  EXPECT_NE(c.population().f, a.population().f);
}

TEST(Registry, KnowsWhatFitsAndSaysSo) {
  SolverRegistry solvers;
  solvers.add<Walker>();
  solvers.add<toy::Stroller>();
  EXPECT_EQ(solvers.fitting(Schaffer().info()), (std::vector<std::string>{"walker"}));
  EXPECT_EQ(solvers.fitting(toy::Line().info()), (std::vector<std::string>{"stroller"}));
  try {
    (void)solvers.make("stroller", Schaffer().info());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Errc::unsupported);
    EXPECT_NE(std::string(error.what()).find("these fit schaffer: walker"), std::string::npos);
  }
  EXPECT_THROW((void)solvers.make("waker", Schaffer().info()), Error);
  EXPECT_THROW((void)solvers.make("walker", Schaffer().info(), json_value("{\"batch\": 0}")),
               Error);
}

TEST(MakeProblem, TakesALambdaAndIsCarefulWithIt) {
  const AnyProblem problem =
      make_problem({.n_var = 2, .n_obj = 2, .lower = Vector::Zero(2), .upper = Vector::Ones(2)},
                   [](MatrixIn x, EvalOut out) {
                     out.f.row(0) = x.row(0);
                     out.f.row(1) = 1 - x.row(0).array() + x.row(1).array();
                   });
  EXPECT_EQ(problem.info().threads, ThreadSafety::unsafe);
  Walker walker(problem.info(), {.batch = 10});
  EXPECT_GT(run(walker, problem, budget(100)).final.size(), 0);
  const auto broken = [](ProblemInfo info) {
    return make_problem(std::move(info), [](MatrixIn, EvalOut) {});
  };
  EXPECT_THROW(broken({.n_var = 0, .n_obj = 2}), Error);
  EXPECT_THROW(broken({.n_var = 1, .n_obj = 1, .lower = Vector::Ones(1), .upper = Vector::Zero(1)}),
               Error);
  EXPECT_THROW(broken({.n_var = 1,
                       .n_obj = 1,
                       .lower = Vector::Constant(1, std::nan("")),
                       .upper = Vector::Zero(1)}),
               Error);
}

}  // namespace
}  // namespace vilfredo
