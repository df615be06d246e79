#include "hypervolume/ranked_points.hpp"

namespace vilfredo::detail {

void RankedPoints::assign(const double* points,
                          std::size_t n,
                          std::size_t n_obj,
                          const double* reference) {
  n_ = n;
  n_obj_ = n_obj;
  in_bytes_ = n <= static_cast<std::size_t>(kByteSetPoints);
  if (in_bytes_) {
    assign_bytes(points, reference);
  } else {
    assign_words(points, reference);
  }
}

void RankedPoints::assign_bytes(const double* points, const double* reference) {
  constexpr std::size_t kStride = kByteSetStride;
  auto* ranks = static_cast<std::uint8_t*>(ranks_.at_least(n_obj_ * kStride));
  if (values_.size() < n_obj_ * kStride) {
    values_.resize(n_obj_ * kStride);
  }
  for (std::size_t k = 0; k < n_obj_; ++k) {
    double* values = values_.data() + k * kStride;
    const std::size_t distinct =
        dense_ranks(points + k, n_obj_, n_, ranks + k * kStride, values, ordering_);
    values[distinct] = reference[k];
    byte_upper_[k] = static_cast<std::uint8_t>(distinct);
  }
  const int n_obj = static_cast<int>(n_obj_);
  byte_set_ = {ranks, values_.data(),       byte_upper_,
               n_obj, static_cast<int>(n_), scratch_.at_least(byte_set_scratch(n_obj))};
}

void RankedPoints::assign_words(const double* points, const double* reference) {
  const std::size_t stride = (n_ + 31) / 32 * 32;
  const std::size_t n_ranks = n_ + 1;
  auto* ranks =
      static_cast<std::uint16_t*>(ranks_.at_least(n_obj_ * stride * sizeof(std::uint16_t)));
  if (values_.size() < n_obj_ * n_ranks) {
    values_.resize(n_obj_ * n_ranks);
  }
  for (std::size_t k = 0; k < n_obj_; ++k) {
    double* values = values_.data() + k * n_ranks;
    const std::size_t distinct =
        dense_ranks(points + k, n_obj_, n_, ranks + k * stride, values, ordering_);
    values[distinct] = reference[k];
    word_upper_[k] = static_cast<std::uint16_t>(distinct);
  }
  const int n_obj = static_cast<int>(n_obj_);
  word_set_ = {ranks,
               values_.data(),
               word_upper_,
               n_obj,
               static_cast<int>(n_),
               static_cast<int>(stride),
               static_cast<int>(n_ranks),
               scratch_.at_least(
                   word_set_scratch(n_obj, static_cast<int>(stride), static_cast<int>(n_ranks)))};
}

double RankedPoints::volume() {
  const LimitSetKernels& kernels = limit_set_kernels();
  return in_bytes_ ? kernels.byte_volume(byte_set_) : kernels.word_volume(word_set_);
}

double RankedPoints::exclusive(std::size_t point) {
  const LimitSetKernels& kernels = limit_set_kernels();
  const int number = static_cast<int>(point);
  return in_bytes_ ? kernels.byte_exclusive(byte_set_, number)
                   : kernels.word_exclusive(word_set_, number);
}

double RankedPoints::exclusive_of_first(std::size_t point) {
  const LimitSetKernels& kernels = limit_set_kernels();
  const int number = static_cast<int>(point);
  if (in_bytes_) {
    ByteSet set = byte_set_;
    set.n = number + 1;
    return kernels.byte_exclusive(set, number);
  }
  WordSet set = word_set_;
  set.n = number + 1;
  return kernels.word_exclusive(set, number);
}

}  // namespace vilfredo::detail
