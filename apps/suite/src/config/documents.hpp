// Files of a suite: parsed once each, with "$ref" replaced and annotations dropped.
#pragma once

#include <vilfredo/suite/config/faults.hpp>
#include <vilfredo/suite/config/located.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vilfredo::suite {

class Documents {
 public:
  explicit Documents(ConfigFaults& faults) : faults_(&faults) {}

  /// The tree of a file, or null if it cannot be read or is no JSON. `from` is the place that names
  /// the file; faults about the file as a whole are reported there.
  [[nodiscard]] Located load(const std::filesystem::path& path, const Origin& from);

 private:
  struct Document {
    std::string file;  ///< as shown to people
    std::filesystem::path folder;
    ParsedJson parsed;
    bool usable = false;
  };

  /// A reference that is being replaced: "file#/pointer".
  using Chain = std::vector<std::string>;

  const Document& open(const std::filesystem::path& path, const Origin& from);
  Located expand(const Value& value,
                 const Document& document,
                 const std::string& pointer,
                 Chain& chain);
  Located expand_reference(const Value& object,
                           const Document& document,
                           const Origin& origin,
                           Chain& chain);
  Located expand_members(const Value& object,
                         const Document& document,
                         const std::string& pointer,
                         Chain& chain);
  [[nodiscard]] static Origin origin_at(const Document& document, const std::string& pointer);

  ConfigFaults* faults_;
  std::map<std::string, Document> documents_;
  std::size_t nodes_ = 0;
};

/// "a/b/../c.json" as "a/c.json", with forward slashes.
[[nodiscard]] std::string shown_path(const std::filesystem::path& path);

}  // namespace vilfredo::suite
