#include "vilfredo/core/rng.hpp"

#include "philox.hpp"
#include "vilfredo/core/hash.hpp"
#include "vilfredo/core/isa.hpp"
#include "vilfredo/core/state.hpp"

#include <Random123/philox.h>
#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace vilfredo {

std::array<std::uint32_t, 4> philox_block(std::array<std::uint32_t, 4> counter,
                                          std::array<std::uint32_t, 2> key) {
  const r123::Philox4x32 generator;
  const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x32::key_type k = {{key[0], key[1]}};
  const r123::Philox4x32::ctr_type out = generator(c, k);
  return {out[0], out[1], out[2], out[3]};
}

namespace {

double to_uniform(std::uint64_t unit) {
  constexpr double kScale = 1.0 / 9007199254740992.0;
  const std::uint64_t high = unit >> 32U;
  const std::uint64_t low = unit & 0xFFFFFFFFU;
  return static_cast<double>(((high >> 5U) << 26U) + (low >> 6U)) * kScale;
}

std::uint64_t big_endian_head(const Digest& digest) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    out = (out << 8U) | digest[i];
  }
  return out;
}

detail::PhiloxUniforms choose_kernel() {
  switch (isa()) {
    case Isa::avx512:
      return detail::philox_uniforms_avx512;
    case Isa::avx2:
      return detail::philox_uniforms_avx2;
    default:
      return detail::philox_uniforms_scalar;
  }
}

}  // namespace

void Rng::refill() {
  const auto words =
      philox_block({block_, static_cast<std::uint32_t>(index_),
                    static_cast<std::uint32_t>(index_ >> 32U), purpose_},
                   {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32U)});
  unit_ = {pack(words[0], words[1]), pack(words[2], words[3])};
  ++block_;
  used_ = 0;
}

std::uint64_t Rng::next_unit() {
  if (used_ == 2) {
    refill();
  }
  return unit_[used_++];
}

std::uint64_t Rng::bits() {
  return next_unit();
}

double Rng::uniform() {
  return to_uniform(next_unit());
}

std::uint64_t Rng::below(std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t threshold = (0 - n) % n;  // 2^64 mod n
  while (true) {
    const Wide product = static_cast<Wide>(next_unit()) * n;
    if (static_cast<std::uint64_t>(product) >= threshold) {
      return static_cast<std::uint64_t>(product >> 64U);
    }
  }
}

double Rng::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_ = radius * std::sin(angle);
  has_spare_ = true;
  return radius * std::cos(angle);
}

void Rng::fill_uniform(std::span<double> out) {
  static const detail::PhiloxUniforms kernel = choose_kernel();
  std::size_t i = 0;
  while (i < out.size() && used_ < 2) {
    out[i++] = uniform();
  }
  const std::size_t groups = (out.size() - i) / detail::kUniformsPerGroup;
  if (groups > 0) {
    kernel(block_, static_cast<std::uint32_t>(groups), index_, purpose_, key_, out.data() + i);
    block_ += static_cast<std::uint32_t>(groups) * detail::kBlocksPerGroup;
    i += groups * detail::kUniformsPerGroup;
  }
  for (; i < out.size(); ++i) {
    out[i] = uniform();
  }
}

void Rng::shuffle(std::span<Index> items) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[below(i)]);
  }
}

Rng Rng::child(Purpose purpose, std::uint64_t index) const {
  const std::string text =
      fmt::format("vilfredo-child-v1{0}{1:016x}{0}{2}{0}{3}{0}{4}{0}{5}", '\0', key_, purpose_,
                  index_, static_cast<std::uint32_t>(purpose), index);
  return {big_endian_head(sha256(text)), purpose, index};
}

void Rng::persist(StateIo& io) {
  io("key", key_);
  io("index", index_);
  io("purpose", purpose_);
  io("block", block_);
  io("used", used_);
  io("unit0", unit_[0]);
  io("unit1", unit_[1]);
  io("has_spare", has_spare_);
  io("spare", spare_);
}

std::uint64_t derive_key(std::uint64_t root, std::string_view scope, std::uint64_t replicate) {
  const std::string text =
      fmt::format("vilfredo-seed-v1{0}{1}{0}{2}{0}{3}", '\0', root, scope, replicate);
  return big_endian_head(sha256(text));
}

}  // namespace vilfredo
