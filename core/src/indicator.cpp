#include "vilfredo/core/indicator.hpp"

#include "vilfredo/core/error.hpp"
#include "vilfredo/core/hash.hpp"

#include <fmt/format.h>

namespace vilfredo {

std::string ReferenceFrame::hash() const {
  Sha256 sha;
  const auto add = [&sha](const char* tag, const double* data, Index rows, Index cols) {
    sha.update(fmt::format("{}:{}x{}:", tag, rows, cols));
    sha.update(std::span(data, static_cast<std::size_t>(rows * cols)));
  };
  add("ideal", ideal.data(), ideal.size(), 1);
  add("nadir", nadir.data(), nadir.size(), 1);
  add("reference", reference.data(), reference.size(), 1);
  add("set", reference_set.data(), reference_set.rows(), reference_set.cols());
  sha.update(normalise ? "normalised" : "raw");
  return hex(sha.digest());
}

Matrix ReferenceFrame::normalised(MatrixIn f) const {
  if (ideal.size() != f.rows() || nadir.size() != f.rows()) {
    throw Error(Errc::invalid_argument,
                fmt::format("normalising {} objectives needs an ideal and a nadir point; they have "
                            "{} and {} entries",
                            f.rows(), ideal.size(), nadir.size()));
  }
  Matrix out(f.rows(), f.cols());
  for (Index k = 0; k < f.rows(); ++k) {
    const double range = nadir[k] - ideal[k];
    if (!(range > 0)) {
      throw Error(Errc::invalid_argument,
                  fmt::format("objective {} cannot be normalised: nadir {} is not above ideal {}",
                              k + 1, nadir[k], ideal[k]));
    }
    for (Index j = 0; j < f.cols(); ++j) {
      out(k, j) = (f(k, j) - ideal[k]) / range;
    }
  }
  return out;
}

ReferenceFrame AnyIndicator::in_frame(const ReferenceFrame& frame) {
  if (!frame.normalise) {
    return frame;
  }
  ReferenceFrame out = frame;
  const Index n_obj = frame.ideal.size();
  out.ideal = Vector::Zero(n_obj);
  out.nadir = Vector::Ones(n_obj);
  if (frame.reference.size() > 0) {
    out.reference = frame.normalised(frame.reference);
  }
  if (frame.reference_set.cols() > 0) {
    out.reference_set = frame.normalised(frame.reference_set);
  }
  return out;
}

IndicatorValue AnyIndicator::measured(MatrixIn front, WorkerPool* pool) const {
  if (front.hasNaN()) {
    throw Error(Errc::invalid_argument, "the front holds a NaN").with("indicator", name_);
  }
  if (frame_->normalise) {
    return model_->measure(frame_->normalised(front), pool);
  }
  return model_->measure(front, pool);
}

IndicatorValue AnyIndicator::operator()(MatrixIn front) const {
  return measured(front, nullptr);
}

IndicatorValue AnyIndicator::operator()(MatrixIn front, WorkerPool& pool) const {
  return measured(front, &pool);
}

}  // namespace vilfredo
