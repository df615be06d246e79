// CSV files of points: a row per point, numbers separated by commas or blanks, "#" starts a
// comment.
//
// Files written here begin with "# objectives: mass:min safety:max" and, if there are constraints,
// "# constraints: g1 g2"; rows then hold the objectives, in their own senses, and the constraints.
#pragma once

#include <vilfredo/core/problem_info.hpp>
#include <vilfredo/core/types.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace vilfredo::suite {

struct PointsFile {
  Matrix points = {};                         ///< a column per row of the file
  std::vector<Objective> objectives = {};     ///< as the file says, or empty
  std::vector<std::string> constraints = {};  ///< names, as the file says, or empty

  /// Rows of `points` that are objectives: all, unless the file says otherwise.
  [[nodiscard]] Index n_obj() const;
};

/// `name` stands in messages. Throws Error{invalid_argument}, with file and line, for text without
/// a point, rows of different length, what is no finite number, or a heading that does not fit.
[[nodiscard]] PointsFile parse_points(std::string_view text, const std::string& name);

/// "-" is standard input. Throws Error{not_found} or {io} too.
[[nodiscard]] PointsFile read_points(const std::string& path);

/// 17 digits, so that every double is read back as it was; the first rows of `points` are the
/// objectives (no heading if there are none), the others the constraints.
[[nodiscard]] std::string format_points(MatrixIn points,
                                        const std::vector<Objective>& objectives = {},
                                        const std::vector<std::string>& constraints = {});

/// "-" is standard output; other files are replaced atomically. Throws Error{io}.
void write_points(const std::string& path,
                  MatrixIn points,
                  const std::vector<Objective>& objectives = {},
                  const std::vector<std::string>& constraints = {});

/// Changes the sign of the rows whose objective is maximised: own senses to minimised, and back.
void flip_maximised(Matrix& points, const std::vector<Objective>& objectives);

/// Text of the shape 17 digits have: "0.1" is 0.10000000000000001.
[[nodiscard]] std::string exact_digits(double number);

}  // namespace vilfredo::suite
