#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/plan/frame.hpp>

#include <fmt/format.h>

#include <cmath>

namespace vilfredo::suite {

namespace {

struct Chosen {
  Vector value;
  std::string provenance;
};

Chosen choose(const Vector& own, const Anchor& worlds) {
  if (own.size() > 0) {
    return {own, "given in the suite"};
  }
  return {worlds.value, worlds.provenance};
}

std::string shown(const Vector& point) {
  std::string text;
  for (Index k = 0; k < point.size(); ++k) {
    text += fmt::format("{}{:g}", k == 0 ? "" : ", ", point[k]);
  }
  return "(" + text + ")";
}

void check_length(const Vector& point, const char* what, const WorldInfo& info) {
  if (point.size() != 0 && point.size() != objective_count(info)) {
    throw Error(Errc::invalid_config,
                fmt::format("the {} has {} numbers, but \"{}\" has {} objectives", what,
                            point.size(), name_of(info), objective_count(info)));
  }
}

/// `above` must be larger than `below` in every objective.
void check_above(const Vector& above,
                 const char* what,
                 const Vector& below,
                 const WorldInfo& info,
                 const char* consequence) {
  for (Index k = 0; k < above.size() && below.size() > 0; ++k) {
    if (!(above[k] > below[k])) {
      throw Error(Errc::invalid_config,
                  fmt::format("the {} of \"{}\" is not worse than its ideal point in objective "
                              "\"{}\", {}",
                              what, name_of(info), objective_of(info, k).name, consequence));
    }
  }
}

class FrameMaker {
 public:
  FrameMaker(const FrameSettings& settings, const KnownFrame& known, const AnyWorld& world)
      : settings_(settings), known_(known), world_(world), info_(info_of(world)) {
    const Anchors anchors = anchors_of(info_);
    ideal_ = choose(known.ideal, anchors.ideal);
    nadir_ = choose(known.nadir, anchors.nadir);
    own_reference_ = choose(known.reference_point, anchors.reference_point);
    check_length(ideal_.value, "ideal point", info_);
    check_length(nadir_.value, "nadir point", info_);
    check_length(own_reference_.value, "reference point", info_);
  }

  ReferenceFrame make(const IndicatorEntry& indicator) {
    frame_.ideal = ideal_.value;
    frame_.nadir = nadir_.value;
    frame_.normalise = settings_.normalise == Normalise::problem;
    if (frame_.normalise) {
      need_anchors("to normalise", "set \"normalise\": \"none\"");
      check_above(frame_.nadir, "nadir point", frame_.ideal, info_, "so nothing can be normalised");
      note(fmt::format("ideal: {}; nadir: {}", ideal_.provenance, nadir_.provenance));
    }
    if (indicator.needs_ideal && frame_.ideal.size() == 0) {
      throw Error(Errc::invalid_config,
                  fmt::format("needs an ideal point, but none is known of \"{}\"; give the "
                              "problem a \"frame\" with \"ideal\"",
                              name_of(info_)));
    }
    if (indicator.needs_reference_point) {
      reference_point();
    }
    if (indicator.needs_reference_set) {
      reference_set();
    }
    frame_.provenance = std::move(provenance_);
    return std::move(frame_);
  }

 private:
  void note(const std::string& text) { provenance_ += (provenance_.empty() ? "" : "; ") + text; }

  void need_anchors(const char* purpose, const char* way_out) const {
    for (const auto& [point, what] : {std::pair{&ideal_, "ideal"}, std::pair{&nadir_, "nadir"}}) {
      if (point->value.size() == 0) {
        throw Error(
            Errc::invalid_config,
            fmt::format("needs the {} point of \"{}\" {}, but none is known; {}, or give the "
                        "problem a \"frame\" with \"ideal\" and \"nadir\"",
                        what, name_of(info_), purpose, way_out));
      }
    }
  }

  void reference_point() {
    if (settings_.policy == ReferencePolicy::point) {
      Vector point = settings_.point;
      check_length(point, "reference point", info_);
      flip_maximised(point, info_);
      frame_.reference = point;
      note("reference point: given in the suite");
    } else if (settings_.policy == ReferencePolicy::problem && own_reference_.value.size() > 0) {
      frame_.reference = own_reference_.value;
      note("reference point: " + own_reference_.provenance);
    } else {
      need_anchors("for its reference point", "set \"reference_point\": [...]");
      frame_.reference = nadir_.value + settings_.offset * (nadir_.value - ideal_.value);
      note(fmt::format("reference point: {:g} ranges beyond the nadir", settings_.offset));
    }
    check_above(frame_.reference, "reference point", frame_.ideal, info_,
                fmt::format("so no solution could count: {}", shown(frame_.reference)).c_str());
  }

  void reference_set() {
    if (known_.reference_set.cols() > 0) {
      frame_.reference_set = known_.reference_set;
      note("reference set: " + known_.reference_set_from);
    } else {
      const Index n_obj = objective_count(info_);
      const Index wanted =
          settings_.reference_points > 0 ? settings_.reference_points : default_front_size(n_obj);
      frame_.reference_set = known_front(world_, wanted);
      note(fmt::format("reference set: {} points of the known front", frame_.reference_set.cols()));
    }
    if (frame_.reference_set.cols() == 0) {
      throw Error(Errc::invalid_config,
                  fmt::format("needs a reference set, but no front is known of \"{}\"; name a file "
                              "as \"reference_set\": {{\"file\": \"{{problem}}.csv\"}}",
                              name_of(info_)));
    }
    if (frame_.reference_set.rows() != objective_count(info_)) {
      throw Error(Errc::invalid_config,
                  fmt::format("the reference set has {} columns, but \"{}\" has {} objectives",
                              frame_.reference_set.rows(), name_of(info_), objective_count(info_)));
    }
  }

  const FrameSettings& settings_;
  const KnownFrame& known_;
  const AnyWorld& world_;
  WorldInfo info_;
  Chosen ideal_;
  Chosen nadir_;
  Chosen own_reference_;
  ReferenceFrame frame_;
  std::string provenance_;
};

}  // namespace

Index default_front_size(Index n_obj) {
  constexpr Index kPlanar = 1000;
  constexpr Index kSpatial = 2500;
  constexpr Index kMore = 5000;
  return n_obj <= 2 ? kPlanar : n_obj == 3 ? kSpatial : kMore;
}

ReferenceFrame frame_for(const FrameSettings& settings,
                         const KnownFrame& known,
                         const IndicatorEntry& indicator,
                         const AnyWorld& world) {
  return FrameMaker(settings, known, world).make(indicator);
}

void flip_maximised(Matrix& points, const WorldInfo& info) {
  const Index rows = std::min(points.rows(), objective_count(info));
  for (Index k = 0; k < rows; ++k) {
    if (objective_of(info, k).sense == Sense::maximise) {
      points.row(k) = -points.row(k);
    }
  }
}

void flip_maximised(Vector& point, const WorldInfo& info) {
  Matrix column = point;
  flip_maximised(column, info);
  point = column;
}

}  // namespace vilfredo::suite
