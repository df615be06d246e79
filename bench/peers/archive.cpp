// Insertion into the unbounded archive, against the list that is compared with member by member.
//
// A call inserts every point of a stream; the times divided by n are those of one insertion.
#include "fronts.hpp"
#include "harness.hpp"
#include "vilfredo/core/pareto_archive.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace vilfredo::peers {
namespace {

/// Members objective by objective in blocks of eight, which the compiler compares by vectors: the
/// best that can be done without a structure over the members.
class BlockedList {
 public:
  explicit BlockedList(std::size_t d) : d_(d) {}

  void insert(const double* f) {
    for (std::size_t block = 0; block * kBlock < size_; ++block) {
      const std::uint32_t better = compare(block, f, true);
      if (better != 0) {
        return;
      }
    }
    for (std::size_t j = 0; j < size_;) {
      const std::uint32_t worse = compare(j / kBlock, f, false) >> (j % kBlock);
      if (worse == 0) {
        j = (j / kBlock + 1) * kBlock;
      } else if ((worse & 1U) != 0) {
        remove(j);
      } else {
        ++j;
      }
    }
    if (size_ % kBlock == 0) {
      values_.resize(values_.size() + d_ * kBlock);
    }
    for (std::size_t k = 0; k < d_; ++k) {
      at(size_, k) = f[k];
    }
    ++size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kBlock = 8;

  double& at(std::size_t j, std::size_t k) {
    return values_[(j / kBlock * d_ + k) * kBlock + j % kBlock];
  }

  /// One bit for every member of the block that is at most f, or at least f.
  std::uint32_t compare(std::size_t block, const double* f, bool at_most) const {
    const double* values = values_.data() + block * d_ * kBlock;
    std::array<std::uint64_t, kBlock> holds;
    holds.fill(1);
    for (std::size_t k = 0; k < d_; ++k, values += kBlock) {
      for (std::size_t i = 0; i < kBlock; ++i) {
        holds[i] &= static_cast<std::uint64_t>(at_most ? values[i] <= f[k] : values[i] >= f[k]);
      }
    }
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      bits |= static_cast<std::uint32_t>(holds[i]) << i;
    }
    const std::size_t members = size_ - block * kBlock;
    return members < kBlock ? bits & ((1U << members) - 1) : bits;
  }

  void remove(std::size_t j) {
    --size_;
    for (std::size_t k = 0; k < d_; ++k) {
      at(j, k) = at(size_, k);
    }
  }

  std::size_t d_;
  std::size_t size_ = 0;
  std::vector<double> values_;
};

double fill_archive(const Matrix& f) {
  ParetoArchive archive(f.rows(), 0);
  for (Index j = 0; j < f.cols(); ++j) {
    archive.insert(static_cast<Id>(j), f.col(j).data(), nullptr);
  }
  return static_cast<double>(archive.size());
}

double fill_list(const Matrix& f) {
  BlockedList list(static_cast<std::size_t>(f.rows()));
  for (Index j = 0; j < f.cols(); ++j) {
    list.insert(f.col(j).data());
  }
  return static_cast<double>(list.size());
}

void compare(Bench& bench, const std::string& shape, int d, std::size_t n) {
  if (!bench.wants(d, shape, n)) {
    return;
  }
  const std::vector<Matrix> streams = peers::fronts(shape, d, static_cast<Index>(n));
  std::vector<Contender> contenders = {
      {"vilfredo", [&streams](std::size_t k) { return fill_archive(streams[k]); }}};
  if (n <= 10'000) {
    contenders.push_back(
        {"blocked list", [&streams](std::size_t k) { return fill_list(streams[k]); }});
  }
  bench.compare({"archive of a stream", d, shape, n, streams.size(), 0, 0}, contenders);
}

void run(Bench& bench) {
  for (const int d : {2, 3, 5}) {
    for (const char* shape : {"sphere", "cube", "skew", "ties", "clustered"}) {
      for (const std::size_t n : {1000U, 10'000U, 100'000U}) {
        compare(bench, shape, d, n);
      }
    }
    compare(bench, "sphere", d, 1'000'000);
  }
}

const Family family("archive", run);

}  // namespace
}  // namespace vilfredo::peers
