#include "vilfredo/problems/combinatorial/residual_network.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/rng.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

namespace vilfredo {

struct ResidualNetwork::Network {
  struct Unit {
    Index neurons = 0;
    std::vector<double> in;   // neurons x width, a row per neuron
    std::vector<double> out;  // the same
    std::vector<Index> kept;  // neurons at each level
  };

  Index width = 0;
  Index sequences = 0;
  std::vector<Unit> units;
  std::vector<double> input;   // width x sequences, sequence fastest
  std::vector<double> output;  // of the dense network
  std::vector<double> scale;   // |y_dense|^2 of each sequence

  void pass(const Unit& unit, int level, Index count, const double* h, double* next) const;
  void damages(Index count, const double* y, const Index* which, double* out) const;
  void tabulate(std::size_t unit, const std::vector<double>& h, std::vector<double>& table) const;
};

namespace {

using Network = ResidualNetwork::Network;

constexpr double kMostGenomes = 1 << 20;

double uniform_with_unit_variance(Rng& rng) {
  constexpr double kRootOfThree = 1.7320508075688772;
  return rng.uniform(-kRootOfThree, kRootOfThree);
}

double squared_length(const double* v, Index n) {
  double sum = 0;
  for (Index i = 0; i < n; ++i) {
    sum += v[i] * v[i];
  }
  return sum;
}

Network::Unit make_unit(const ResidualNetworkOptions& options, Index number) {
  Rng rng(options.instance_seed, Purpose::user, static_cast<std::uint64_t>(number) + 1);
  Network::Unit drawn;
  drawn.neurons = options.neurons * (options.unequal && number % 2 == 1 ? 2 : 1);
  const double strength = rng.uniform(0.25, 1.25);
  const auto weights = static_cast<std::size_t>(drawn.neurons * options.width);
  const double in_scale = 1 / std::sqrt(static_cast<double>(options.width));
  const double out_scale = strength / std::sqrt(static_cast<double>(drawn.neurons));
  for (std::size_t i = 0; i < weights; ++i) {
    drawn.in.push_back(in_scale * uniform_with_unit_variance(rng));
    drawn.out.push_back(out_scale * uniform_with_unit_variance(rng));
  }
  std::vector<Index> order(static_cast<std::size_t>(drawn.neurons));
  std::iota(order.begin(), order.end(), Index{0});
  const auto strength_of = [&](Index neuron) {
    const auto at = neuron * options.width;
    return squared_length(drawn.in.data() + at, options.width) *
           squared_length(drawn.out.data() + at, options.width);
  };
  std::ranges::stable_sort(order,
                           [&](Index a, Index b) { return strength_of(a) > strength_of(b); });
  Network::Unit unit;
  unit.neurons = drawn.neurons;
  for (const Index neuron : order) {
    const auto at = static_cast<std::ptrdiff_t>(neuron * options.width);
    const auto end = at + static_cast<std::ptrdiff_t>(options.width);
    unit.in.insert(unit.in.end(), drawn.in.begin() + at, drawn.in.begin() + end);
    unit.out.insert(unit.out.end(), drawn.out.begin() + at, drawn.out.begin() + end);
  }
  const Index steps = options.levels - 1;
  for (Index level = 0; level <= steps; ++level) {
    unit.kept.push_back(unit.neurons * (steps - level) / steps);
  }
  return unit;
}

std::shared_ptr<const Network> make_network(const ResidualNetworkOptions& options) {
  auto network = std::make_shared<Network>();
  network->width = options.width;
  network->sequences = options.sequences;
  for (Index u = 0; u < options.units; ++u) {
    network->units.push_back(make_unit(options, u));
  }
  Rng rng(options.instance_seed, Purpose::user, 0);
  const auto entries = static_cast<std::size_t>(options.width * options.sequences);
  network->input.resize(entries);
  for (double& h : network->input) {
    h = uniform_with_unit_variance(rng);
  }
  network->output = network->input;
  std::vector<double> next(entries);
  for (const Network::Unit& unit : network->units) {
    network->pass(unit, 0, options.sequences, network->output.data(), next.data());
    std::swap(network->output, next);
  }
  network->scale.assign(static_cast<std::size_t>(options.sequences), 0.0);
  for (Index f = 0; f < options.width; ++f) {
    for (Index s = 0; s < options.sequences; ++s) {
      const double y = network->output[static_cast<std::size_t>(f * options.sequences + s)];
      network->scale[static_cast<std::size_t>(s)] += y * y;
    }
  }
  return network;
}

double mean_in_order(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

// next <- h + V a(W h) with the neurons of a level, for `count` sequences side by side. Every
// sequence sees the same operations in the same order, however many are passed at once.
void ResidualNetwork::Network::pass(
    const Unit& unit, int level, Index count, const double* h, double* next) const {
  std::copy(h, h + width * count, next);
  std::vector<double> sum(static_cast<std::size_t>(count));
  for (Index neuron = 0; neuron < unit.kept[static_cast<std::size_t>(level)]; ++neuron) {
    std::ranges::fill(sum, 0.0);
    const double* in = unit.in.data() + neuron * width;
    const double* out = unit.out.data() + neuron * width;
    double* t = sum.data();
    for (Index f = 0; f < width; ++f) {
      const double* row = h + f * count;
      for (Index s = 0; s < count; ++s) {
        t[s] += in[f] * row[s];
      }
    }
    for (Index s = 0; s < count; ++s) {
      t[s] = t[s] / (1 + std::abs(t[s]));
    }
    for (Index f = 0; f < width; ++f) {
      double* row = next + f * count;
      for (Index s = 0; s < count; ++s) {
        row[s] += out[f] * t[s];
      }
    }
  }
}

// Relative squared errors of the last h of `count` sequences; `which` are their numbers.
void ResidualNetwork::Network::damages(Index count,
                                       const double* y,
                                       const Index* which,
                                       double* out) const {
  std::fill(out, out + count, 0.0);
  for (Index f = 0; f < width; ++f) {
    for (Index s = 0; s < count; ++s) {
      const double error =
          y[f * count + s] - output[static_cast<std::size_t>(f * sequences + which[s])];
      out[s] += error * error;
    }
  }
  for (Index s = 0; s < count; ++s) {
    out[s] /= scale[static_cast<std::size_t>(which[s])];
  }
}

// Depth first over the units: what comes before a unit is computed once for all that follows.
void ResidualNetwork::Network::tabulate(std::size_t unit,
                                        const std::vector<double>& h,
                                        std::vector<double>& table) const {
  if (unit == units.size()) {
    std::vector<Index> all(static_cast<std::size_t>(sequences));
    std::iota(all.begin(), all.end(), Index{0});
    std::vector<double> each(all.size());
    damages(sequences, h.data(), all.data(), each.data());
    table.push_back(mean_in_order(each));
    return;
  }
  std::vector<double> next(h.size());
  for (std::size_t level = 0; level < units[unit].kept.size(); ++level) {
    pass(units[unit], static_cast<int>(level), sequences, h.data(), next.data());
    tabulate(unit + 1, next, table);
  }
}

void ResidualNetworkOptions::check(const ResidualNetworkOptions& options) {
  const double genomes =
      std::pow(static_cast<double>(options.levels), static_cast<double>(options.units));
  if (genomes > kMostGenomes) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} levels of {} units are more than 2^20 genomes to tabulate",
                            options.levels, options.units));
  }
  if (options.neurons < options.levels - 1) {
    throw Error(Errc::invalid_argument,
                fmt::format("{} levels need at least {} neurons to differ; there are {}",
                            options.levels, options.levels - 1, options.neurons));
  }
}

ResidualNetwork::ResidualNetwork(const Options& options) : options_(options) {
  check_options(options);
  network_ = make_network(options);
  auto table = std::make_shared<std::vector<double>>();
  network_->tabulate(0, network_->input, *table);
  table_ = std::move(table);
  describe();
  find_front();
}

void ResidualNetwork::describe() {
  auto layout = std::make_shared<CompressionLayout>();
  std::map<int, std::set<std::int64_t>> totals;  // of each group
  for (Index u = 0; u < options_.units; ++u) {
    const Network::Unit& unit = network_->units[static_cast<std::size_t>(u)];
    CompressionLayout::Unit described;
    described.name = "unit" + std::to_string(u + 1);
    for (const Index kept : unit.kept) {
      described.size.push_back(2 * options_.width * kept);
      described.labels.push_back(fmt::format("{} of {} neurons", kept, unit.neurons));
    }
    const bool grouped = options_.groups == ResidualGroups::by_size && options_.n_obj == 1;
    described.group = grouped ? static_cast<int>(unit.neurons) : 0;
    const std::set<std::int64_t> before =
        std::exchange(totals.try_emplace(described.group, std::set<std::int64_t>{0}).first->second,
                      std::set<std::int64_t>{});
    for (const std::int64_t total : before) {
      for (const std::int64_t size : described.size) {
        totals[described.group].insert(total + size);
      }
    }
    layout->units.push_back(std::move(described));
  }
  for (const auto& [group, reached] : totals) {
    const double share = options_.n_obj == 2 ? 1 : options_.keep;
    const auto most = static_cast<std::int64_t>(share * static_cast<double>(*reached.rbegin()));
    const std::int64_t budget = *std::prev(reached.upper_bound(most));
    layout->budget += budget;
    if (totals.size() > 1) {
      layout->group_budgets.push_back({group, budget});
    }
  }
  layout->exact_budget = options_.n_obj == 1;
  layout->size_objective = options_.n_obj == 2 ? 0 : -1;

  info_.name = kName;
  info_.n_var = options_.units;
  info_.n_obj = options_.n_obj;
  info_.n_con = options_.n_obj == 1 ? 1 : 0;
  info_.lower = Vector::Zero(info_.n_var);
  info_.upper = Vector::Constant(info_.n_var, options_.levels - 1);
  info_.kinds.assign(static_cast<std::size_t>(info_.n_var), VarKind::integer);
  if (options_.n_obj == 2) {
    info_.objectives.push_back({"size", Sense::minimise, "weights"});
  } else {
    info_.constraint_names = {"budget"};
  }
  info_.objectives.push_back({"damage", Sense::minimise, ""});
  if (options_.sampling == ResidualSampling::minibatch) {
    info_.stochastic = true;
    info_.cost_unit = "sequences";
    const auto all = static_cast<std::uint64_t>(options_.sequences);
    info_.level_cost = {all / 16, all / 4, all};
  }
  info_.threads = ThreadSafety::concurrent;
  info_.compression = std::move(layout);
}

double ResidualNetwork::excess(VectorIn levels) const {
  const CompressionLayout& layout = *info_.compression;
  if (layout.group_budgets.empty()) {
    return static_cast<double>(std::abs(layout.total_size(levels) - layout.budget));
  }
  std::int64_t sum = 0;
  for (const CompressionLayout::GroupBudget& share : layout.group_budgets) {
    std::int64_t size = 0;
    for (Index u = 0; u < levels.size(); ++u) {
      const CompressionLayout::Unit& unit = layout.units[static_cast<std::size_t>(u)];
      size += unit.group == share.group ? unit.size[static_cast<std::size_t>(levels[u])] : 0;
    }
    sum += std::abs(size - share.size);
  }
  return static_cast<double>(sum);
}

void ResidualNetwork::find_front() {
  // The best genome of each size; of equally good ones the first.
  std::map<std::int64_t, std::pair<double, std::size_t>> best;
  Vector levels(options_.units);
  const auto read = [&](std::size_t entry) {
    for (Index u = options_.units; u-- > 0;) {
      levels[u] = static_cast<double>(entry % static_cast<std::size_t>(options_.levels));
      entry /= static_cast<std::size_t>(options_.levels);
    }
  };
  for (std::size_t entry = 0; entry < table_->size(); ++entry) {
    read(entry);
    const double damage = (*table_)[entry];
    if (options_.n_obj == 1 && excess(levels) != 0) {
      continue;
    }
    const auto [found, fresh] =
        best.try_emplace(info_.compression->total_size(levels), damage, entry);
    if (!fresh && damage < found->second.first) {
      found->second = {damage, entry};
    }
  }
  front_.resize(info_.n_obj, static_cast<Index>(best.size()));
  set_.resize(options_.units, static_cast<Index>(best.size()));
  Index count = 0;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [size, genome] : best) {
    if (genome.first < least) {
      least = genome.first;
      front_(0, count) = static_cast<double>(size);
      front_(info_.n_obj - 1, count) = genome.first;
      read(genome.second);
      set_.col(count++) = levels;
    }
  }
  front_.conservativeResize(Eigen::NoChange, count);
  set_.conservativeResize(Eigen::NoChange, count);
  info_.ideal = {.value = front_.rowwise().minCoeff(), .provenance = "exact"};
  if (info_.n_obj == 2) {
    info_.nadir = {.value = front_.rowwise().maxCoeff(), .provenance = "exact"};
    info_.reference_point = {.value = 1.1 * info_.nadir.value,
                             .provenance = "1.1 times the exact nadir point"};
  }
}

double ResidualNetwork::damage(VectorIn levels) const {
  std::size_t entry = 0;
  for (Index u = 0; u < options_.units; ++u) {
    entry = entry * static_cast<std::size_t>(options_.levels) + static_cast<std::size_t>(levels[u]);
  }
  return (*table_)[entry];
}

double ResidualNetwork::damage_on(VectorIn levels, std::span<const Index> sequences) const {
  const auto count = static_cast<Index>(sequences.size());
  const Network& network = *network_;
  std::vector<double> h(static_cast<std::size_t>(network.width * count));
  for (Index f = 0; f < network.width; ++f) {
    for (Index s = 0; s < count; ++s) {
      h[static_cast<std::size_t>(f * count + s)] = network.input[static_cast<std::size_t>(
          f * network.sequences + sequences[static_cast<std::size_t>(s)])];
    }
  }
  std::vector<double> next(h.size());
  for (Index u = 0; u < options_.units; ++u) {
    network.pass(network.units[static_cast<std::size_t>(u)], static_cast<int>(levels[u]), count,
                 h.data(), next.data());
    std::swap(h, next);
  }
  std::vector<double> each(sequences.size());
  network.damages(count, h.data(), sequences.data(), each.data());
  return mean_in_order(each);
}

void ResidualNetwork::evaluate(MatrixIn x, int level, EvalOut out, std::span<Rng> streams) const {
  std::vector<Index> sequences;
  for (Index j = 0; j < x.cols(); ++j) {
    const std::int64_t size = info_.compression->total_size(x.col(j));
    double& damage_out = out.f(info_.n_obj - 1, j);
    if (info_.n_obj == 2) {
      out.f(0, j) = static_cast<double>(size);
    } else {
      out.g(0, j) = excess(x.col(j));
    }
    if (level == info_.final_level()) {
      damage_out = damage(x.col(j));
      continue;
    }
    sequences.resize(static_cast<std::size_t>(options_.sequences));
    std::iota(sequences.begin(), sequences.end(), Index{0});
    streams[static_cast<std::size_t>(j)].shuffle(sequences);
    sequences.resize(info_.level_cost[static_cast<std::size_t>(level)]);
    damage_out = damage_on(x.col(j), sequences);
  }
}

Matrix ResidualNetwork::front(Index /*n*/) const {
  return front_;
}

Matrix ResidualNetwork::pareto_set(Index /*n*/) const {
  return set_;
}

}  // namespace vilfredo
