// gnuplot as a child process.
#pragma once

#include <filesystem>
#include <string>

namespace vilfredo::suite::detail {

enum class Drawing { done, no_gnuplot, refused };

struct GnuplotOutcome {
  Drawing drawing = Drawing::done;
  std::string message;  ///< what gnuplot said, or why it could not be asked
};

/// Runs "gnuplot -d" on folder/script with folder as its working directory; `format` is svg, png or
/// pdf, `target` the file to write there. Without a shell, without the user's start-up files, its
/// output taken away from ours. Ends it after a minute.
[[nodiscard]] GnuplotOutcome run_gnuplot(const std::filesystem::path& folder,
                                         const std::string& script,
                                         const std::string& format,
                                         const std::string& target);

}  // namespace vilfredo::suite::detail
