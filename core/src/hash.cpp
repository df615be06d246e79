#include "vilfredo/core/hash.hpp"

#include "vilfredo/core/error.hpp"

#include <openssl/evp.h>

#include <bit>

namespace vilfredo {

static_assert(std::endian::native == std::endian::little,
              "blobs are hashed and stored as they lie");

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) {
    if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1) {
      throw Error(Errc::internal, "SHA-256 is not available");
    }
  }

  ~State() { EVP_MD_CTX_free(context); }

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void update(const void* data, std::size_t size) const {
    if (EVP_DigestUpdate(context, data, size) != 1) {
      throw Error(Errc::internal, "SHA-256 failed");
    }
  }

  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}

Sha256::~Sha256() = default;

Sha256::Sha256(Sha256&&) noexcept = default;

Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
  state_->update(bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::update(std::span<const double> values) {
  state_->update(values.data(), values.size_bytes());
  return *this;
}

Digest Sha256::digest() {
  Digest out{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(state_->context, out.data(), &size) != 1 || size != out.size()) {
    throw Error(Errc::internal, "SHA-256 failed");
  }
  return out;
}

Digest sha256(std::string_view bytes) {
  return Sha256().update(bytes).digest();
}

std::string hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

}  // namespace vilfredo
