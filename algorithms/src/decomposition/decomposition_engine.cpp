#include "decomposition_engine.hpp"

#include "shapes.hpp"
#include "vilfredo/core/dominance.hpp"
#include "vilfredo/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace vilfredo {

namespace {

constexpr auto kReplacementPurpose =
    static_cast<Purpose>(static_cast<std::uint32_t>(Purpose::user) + 0);  // index: offspring
constexpr auto kWeightsPurpose =
    static_cast<Purpose>(static_cast<std::uint32_t>(Purpose::user) + 1);  // index: 0
constexpr auto kOrderPurpose =
    static_cast<Purpose>(static_cast<std::uint32_t>(Purpose::user) + 2);  // index: generation
constexpr auto kShapesPurpose =
    static_cast<Purpose>(static_cast<std::uint32_t>(Purpose::user) + 3);  // index: generation
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNoRange = 1e-10;
constexpr Index kMostListedWeights = 1 << 20;  // 8 MiB

ProblemInfo checked(const ProblemInfo& info, std::string_view solver) {
  if (info.n_obj < 2) {
    throw Error(Errc::unsupported,
                fmt::format("{} trades objectives against each other and needs at least two; this "
                            "problem has one",
                            solver))
        .with("problem", info.name);
  }
  return info;
}

}  // namespace

Decomposition::Engine::Engine(const ProblemInfo& info, const DecompositionPolicies& policies)
    : info_(checked(info, policies.solver)),
      policies_(policies),
      box_(info, policies.solver),
      design_(policies.weights, info.n_obj, policies.population),
      slots_(policies.scalarisation, info.n_obj),
      adapting_(policies.adaptation, info, policies.population),
      mutation_(box_, policies.mutation) {
  check();
  if (design_.ready()) {
    adopt_weights(design_.weights());
  }
}

void Decomposition::Engine::check() const {
  const Index parents = std::holds_alternative<SbxOptions>(policies_.variation) ? 2 : 3;
  if (policies_.neighbours > policies_.population || policies_.neighbours < parents) {
    throw Error(Errc::invalid_argument,
                fmt::format("{}: neighbours is {}, but must be at least {} and at most the "
                            "population of {}",
                            policies_.solver, policies_.neighbours, parents, policies_.population));
  }
  if (policies_.normalisation == Normalisation::fixed &&
      !(info_.ideal.known() && info_.nadir.known())) {
    throw Error(Errc::unsupported,
                "normalisation fixed needs a problem with a known ideal and nadir point; "
                "minmax_population estimates them")
        .with("problem", info_.name);
  }
}

void Decomposition::Engine::adopt_weights(const Matrix& weights) {
  const bool transform = std::holds_alternative<AwaAdaptation>(policies_.adaptation) &&
                         !scalarisations::takes_direction(policies_.scalarisation);
  slots_.set_weights(transform ? weights::ws_transformation(weights) : weights);
  arrange_neighbours();
}

void Decomposition::Engine::arrange_neighbours() {
  detail::shape_by_weights(policies_.scalarisation, slots_);
  neighbourhood_ =
      detail::Neighbourhood(slots_.weights(), policies_.neighbours, slots_.padding_row());
  taken_.resize(static_cast<std::size_t>(slots_.rows()));
  listed_weights_.clear();
  const Index listed = slots_.size() * neighbourhood_.stride() * info_.n_obj;
  for (Index i = 0; listed <= kMostListedWeights && slots_.has_kernel() && i < slots_.size(); ++i) {
    slots_.list_weights(neighbourhood_.padded(i), listed_weights_);
  }
}

// --- ask
// ------------------------------------------------------------------------------------------

Ask Decomposition::Engine::ask(Context& context) {
  if (!design_.ready()) {
    design_.advance(context.rng(kWeightsPurpose, 0));
    if (design_.ready()) {
      adopt_weights(design_.weights());
    }
    return Ask::working();
  }
  if (!started_) {
    return initial_asked_ ? Ask::waiting() : initial(context);
  }
  if (policies_.update == Update::generational && !pending_.empty()) {
    return Ask::waiting();
  }
  return offspring(context);
}

Ask Decomposition::Engine::offspring(Context& context) {
  if (cursor_ == static_cast<Index>(order_.size())) {
    begin_generation(context);
  }
  const bool generational = policies_.update == Update::generational;
  const Index n = generational ? static_cast<Index>(order_.size()) : 1;
  Ask ask = new_ask(n, context);
  for (Index column = 0; column < n; ++column) {
    breed(order_[static_cast<std::size_t>(cursor_++)], ask.ids[static_cast<std::size_t>(column)],
          context, ask.x.data() + column * info_.n_var);
  }
  return ask;
}

Ask Decomposition::Engine::new_ask(Index n, Context& context) const {
  Ask ask = context.new_ask(n);
  if (info_.stochastic) {
    ask.sample = 0;
  }
  return ask;
}

Ask Decomposition::Engine::initial(Context& context) {
  Ask ask = new_ask(policies_.population, context);
  for (Index i = 0; i < policies_.population; ++i) {
    Rng rng = context.rng(Purpose::design, static_cast<std::uint64_t>(i));
    operators::uniform_column(box_, rng, ask.x.col(i).data());
  }
  initial_asked_ = true;
  return ask;
}

void Decomposition::Engine::begin_generation(Context& context) {
  cursor_ = 0;
  ++generation_;
  renormalise();
  if (adapting_.active()) {
    adapt(context);
  }
  if (detail::shapes_evolve(policies_.scalarisation)) {
    Rng rng = context.rng(kShapesPurpose, generation_);
    detail::evolve_shapes(policies_.scalarisation, population_.f,
                          std::span(violation_).first(static_cast<std::size_t>(slots_.size())),
                          context.progress(), rng, slots_);
  }
  if (policies_.selection == Selection::dra) {
    utility_.generation(slots_, population_.f);
    Rng rng = context.rng(Purpose::selection, generation_);
    utility_.select(slots_, rng, order_);
  }
}

void Decomposition::Engine::breed(Index subproblem, Id id, Context& context, double* y) {
  Offspring offspring;
  offspring.id = id;
  offspring.number = bred_++;
  offspring.subproblem = subproblem;
  if (!drawn_) {
    draws_.restart(context.rng(Purpose::variation, offspring.number));
  }
  offspring.everywhere = policies_.delta < 1 && draws_.next() >= policies_.delta;
  recombine(offspring, y);
  mutation_(box_, draws_, y);
  if (!box_.discrete().empty()) {
    operators::round_discrete(box_, y);
  }
  pending_.push_back(offspring);
  // The numbers of the next offspring are made now: they keep the processor busy while the last
  // root of the mutation, a long chain of dependent operations, is still under way.
  draws_.restart(context.rng(Purpose::variation, bred_));
  drawn_ = true;
}

void Decomposition::Engine::recombine(const Offspring& offspring, double* y) {
  const Index n = policies_.population;
  const Index i = offspring.subproblem;
  const auto near = neighbourhood_.members(i);
  const auto parent = [&](Index k) {
    const Index column = offspring.everywhere ? k : near[static_cast<std::size_t>(k)];
    return population_.x.data() + column * info_.n_var;
  };
  const Index scope = offspring.everywhere ? n : neighbourhood_.size();
  if (const auto* de = std::get_if<DifferentialOptions>(&policies_.variation)) {
    // Two others, distinct: drawn from those that are left, past the ones already taken.
    const Index self = offspring.everywhere ? i : 0;
    Index a = draws_.below(scope - 1);
    a += a >= self ? 1 : 0;
    Index b = draws_.below(scope - 2);
    b += b >= std::min(a, self) ? 1 : 0;
    b += b >= std::max(a, self) ? 1 : 0;
    operators::differential({parent(self), parent(a), parent(b)}, box_, *de, draws_, y);
  } else {
    const Index k = draws_.below(scope);
    Index l = draws_.below(scope - 1);
    l += l >= k ? 1 : 0;
    operators::sbx(parent(k), parent(l), box_, std::get<SbxOptions>(policies_.variation), draws_,
                   y);
  }
}

// --- tell
// -----------------------------------------------------------------------------------------

void Decomposition::Engine::tell(const Told& told, Context& context) {
  if (!started_) {
    adopt_initial(told);
    return;
  }
  const Index n = told.size();
  VILFREDO_ASSERT(static_cast<Index>(pending_.size()) >= n && told.ids[0] == pending_[0].id,
                  "tells come in the order of the asks");
  if (n == 1) {
    compete(told, 0, pending_.front(), context);
  } else {
    std::vector<Index> sequence(static_cast<std::size_t>(n));
    std::iota(sequence.begin(), sequence.end(), Index{0});
    context.rng(kOrderPurpose, generation_).shuffle(sequence);
    for (const Index column : sequence) {
      compete(told, column, pending_[static_cast<std::size_t>(column)], context);
    }
  }
  pending_.erase(pending_.begin(), pending_.begin() + n);
}

void Decomposition::Engine::adopt_initial(const Told& told) {
  const Index n = told.size();
  population_.x = told.x;
  population_.f = told.f;
  population_.g = told.g;
  population_.ids = told.ids;
  violation_.assign(static_cast<std::size_t>(slots_.rows()), -1.0);
  for (Index i = 0; i < n; ++i) {
    violation_[static_cast<std::size_t>(i)] =
        told.ok(i) ? info_.violation(told.g.col(i).data()) : kInfinity;
    if (violation_[static_cast<std::size_t>(i)] == 0) {
      slots_.observe(told.f.col(i).data());
      if (adapting_.active()) {
        adapting_.observe(told.x.col(i).data(), told.f.col(i).data(),
                          told.g.data() + i * info_.n_con, told.ids[static_cast<std::size_t>(i)]);
      }
    }
  }
  for (Index i = 0; i < n; ++i) {
    if (told.ok(i)) {
      slots_.put(i, told.f.col(i).data());
    }
  }
  if (policies_.selection == Selection::dra) {
    utility_.start(slots_, population_.f);
  } else {
    order_.resize(static_cast<std::size_t>(n));
    std::iota(order_.begin(), order_.end(), Index{0});
    cursor_ = n;
  }
  started_ = true;
}

void Decomposition::Engine::compete(const Told& told,
                                    Index column,
                                    const Offspring& offspring,
                                    Context& context) {
  if (!told.ok(column)) {
    return;
  }
  Point point{.x = told.x.data() + column * info_.n_var,
              .f = told.f.data() + column * info_.n_obj,
              .g = told.g.data() + column * info_.n_con,
              .id = told.ids[static_cast<std::size_t>(column)],
              .violation = 0};
  if (constrained()) {
    point.violation = info_.violation(point.g);
  }
  const auto near = neighbourhood_.padded(offspring.subproblem);
  const auto slots = offspring.everywhere ? std::span<const std::int32_t>{} : near;
  if (point.violation == 0) {
    slots_.observe(point.f);
    if (adapting_.active()) {
      adapting_.observe(point.x, point.f, point.g, point.id);
    }
    if (offspring.everywhere) {
      slots_.compare_all(point.f);
    } else {
      const double* listed = listed_weights_.empty()
                                 ? nullptr
                                 : listed_weights_.data() +
                                       offspring.subproblem * neighbourhood_.stride() * info_.n_obj;
      slots_.compare(point.f, slots, listed);
    }
  }
  if (constrained()) {
    override_by_violation(slots, point.violation);
  }
  const std::size_t rivals =
      offspring.everywhere ? static_cast<std::size_t>(slots_.rows()) : slots.size();
  const std::size_t candidates = collect_better(rivals);
  const auto limit = static_cast<std::size_t>(policies_.replacements);
  std::size_t count = candidates;
  if (limit > 0 && candidates > limit) {
    draw_taken(candidates, offspring.number, context);
    count = limit;
  }
  for (std::size_t k = 0; k < count; ++k) {
    const auto at = static_cast<std::size_t>(taken_[k]);
    const Index slot = offspring.everywhere ? taken_[k] : slots[at];
    place(slot, point);
    if (point.violation == 0) {
      slots_.put(slot, point.f, slots_.compared_value(at));
    } else {
      slots_.put(slot, point.f);
    }
  }
}

/// Feasible beats infeasible, less violation beats more; between feasible ones the bits stand.
void Decomposition::Engine::override_by_violation(std::span<const std::int32_t> slots,
                                                  double violation) {
  const std::size_t count = slots.empty() ? violation_.size() : slots.size();
  const std::span<std::uint64_t> better = slots_.better();
  for (std::size_t i = 0; i < count; ++i) {
    const double present = violation_[slots.empty() ? i : static_cast<std::size_t>(slots[i])];
    if (violation == 0 && present == 0) {
      continue;
    }
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    better[i / 64] = violation <= present ? better[i / 64] | bit : better[i / 64] & ~bit;
  }
}

/// Positions of the set bits among the first `rivals`, ascending, in taken_.
std::size_t Decomposition::Engine::collect_better(std::size_t rivals) {
  std::size_t count = 0;
  const std::span<const std::uint64_t> better = slots_.better();
  for (std::size_t first = 0; first < rivals; first += 64) {
    // Beyond the rivals a word holds what a longer comparison left there.
    const std::uint64_t ours =
        rivals - first < 64 ? (std::uint64_t{1} << (rivals - first)) - 1 : ~std::uint64_t{0};
    for (std::uint64_t bits = better[first / 64] & ours; bits != 0; bits &= bits - 1) {
      taken_[count++] =
          static_cast<std::int32_t>(first + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
  return count;
}

/// Moves a random subset to the front: what stopping a random order after n_r successes would take.
void Decomposition::Engine::draw_taken(std::size_t candidates,
                                       std::uint64_t number,
                                       Context& context) {
  Rng rng = context.rng(kReplacementPurpose, number);
  const auto limit = static_cast<std::size_t>(policies_.replacements);
  for (std::size_t k = 0; k < limit; ++k) {
    std::swap(taken_[k], taken_[k + static_cast<std::size_t>(rng.below(candidates - k))]);
  }
}

void Decomposition::Engine::place(Index slot, const Point& point) {
  std::copy_n(point.x, info_.n_var, population_.x.data() + slot * info_.n_var);
  for (Index j = 0; j < info_.n_obj; ++j) {  // few: a loop is faster than a call that copies
    population_.f(j, slot) = point.f[j];
  }
  for (Index j = 0; j < info_.n_con; ++j) {
    population_.g(j, slot) = point.g[j];
  }
  population_.ids[static_cast<std::size_t>(slot)] = point.id;
  violation_[static_cast<std::size_t>(slot)] = point.violation;
}

/// Ranges for the generation that begins, from feasible members only.
void Decomposition::Engine::renormalise() {
  const bool scaled = policies_.normalisation != Normalisation::none;
  if (!scaled && !slots_.looks_down()) {
    return;
  }
  std::vector<Index> members;
  for (Index i = 0; i < population_.size(); ++i) {
    if (violation_[static_cast<std::size_t>(i)] == 0) {
      members.push_back(i);
    }
  }
  if (members.empty()) {
    return;
  }
  Matrix f = population_.f(Eigen::all, members);
  if (policies_.normalisation == Normalisation::minmax_nondominated) {
    const std::vector<Index> best = non_dominated(f, Duplicates::keep);
    f = Matrix(f(Eigen::all, best));
  }
  const bool fixed = policies_.normalisation == Normalisation::fixed;
  const Vector nadir = fixed ? info_.nadir.value : Vector(f.rowwise().maxCoeff());
  Vector inverse_scale = Vector::Ones(info_.n_obj);
  for (Index j = 0; scaled && j < info_.n_obj; ++j) {
    const double range = nadir[j] - (fixed ? info_.ideal.value[j] : slots_.ideal()[j]);
    inverse_scale[j] = range < kNoRange ? 1.0 : 1.0 / range;
  }
  slots_.set_normalisation(inverse_scale, nadir);
}

void Decomposition::Engine::persist(StateIo& io) {
  io("design", design_);
  io("slots", slots_);
  io("utility", utility_);
  io("adapting", adapting_);
  io("population", population_);
  io("violation", violation_);
  io("order", order_);
  io("cursor", cursor_);
  io("generation", generation_);
  io("bred", bred_);
  io("pending", pending_);
  io("initial_asked", initial_asked_);
  io("started", started_);
  drawn_ = false;
  if (io.reading() && slots_.size() > 0) {
    arrange_neighbours();
  }
}

// --- the public face
// ------------------------------------------------------------------------------

Decomposition::Decomposition(const ProblemInfo& info, const DecompositionPolicies& policies)
    : engine_(std::make_unique<Engine>(info, policies)) {}

Decomposition::~Decomposition() = default;
Decomposition::Decomposition(Decomposition&&) noexcept = default;
Decomposition& Decomposition::operator=(Decomposition&&) noexcept = default;

Ask Decomposition::ask(Context& context) {
  return engine_->ask(context);
}

void Decomposition::tell(const Told& told, Context& context) {
  engine_->tell(told, context);
}

const Population& Decomposition::population() const {
  return engine_->population();
}

const Matrix& Decomposition::weights() const {
  return engine_->slots().weights();
}

const Vector& Decomposition::ideal() const {
  return engine_->slots().ideal();
}

Vector Decomposition::shapes() const {
  const detail::SlotTable& slots = engine_->slots();
  Vector out(slots.size());
  for (Index i = 0; i < out.size(); ++i) {
    out[i] = slots.shape(i);
  }
  return out;
}

Vector Decomposition::values() const {
  const detail::SlotTable& slots = engine_->slots();
  Vector out(slots.size());
  for (Index i = 0; i < out.size(); ++i) {
    out[i] = slots.value(i);
  }
  return out;
}

void Decomposition::persist(StateIo& io) {
  engine_->persist(io);
}

}  // namespace vilfredo
