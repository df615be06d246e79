// Configuration values that remember where each of them came from.
#pragma once

#include <vilfredo/core/json_text.hpp>
#include <vilfredo/core/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vilfredo::suite {

/// Which rule put a value where it is; later ones win.
enum class Layer : std::uint8_t {
  built_in,       ///< default of the type
  included,       ///< a file named by "include"
  defaults,       ///< "defaults"
  entry,          ///< the entry itself
  grid,           ///< a point of its "grid" or "zip"
  override_rule,  ///< "overrides"
  command_line    ///< --set
};

[[nodiscard]] std::string_view name(Layer layer);

struct Origin {
  std::string file = {};     ///< as the user would write it; "--set …" for the command line
  TextPosition at = {};      ///< of the key or element; 0:0 if it stands in no file
  std::string pointer = {};  ///< inside that file
  Layer layer = Layer::entry;
};

/// "suite.json:12:7", or only the file where there is no line.
[[nodiscard]] std::string place(const Origin& origin);

/// A tree of values like Value, in which every node has an origin and knows what it replaced.
struct Located {
  enum class Kind : std::uint8_t { leaf, array, object };

  /// A value that another one replaced.
  struct Shadowed {
    Origin origin;
    Value value;
  };

  using Member = std::pair<std::string, Located>;

  Kind kind = Kind::leaf;
  Origin origin = {};
  Value leaf = {};                     ///< of a leaf; neither array nor object
  std::vector<Located> items = {};     ///< of an array
  std::vector<Member> members = {};    ///< of an object, in the order written
  std::vector<Shadowed> beneath = {};  ///< oldest first
  bool broken = false;                 ///< stands for a reference that could not be followed

  [[nodiscard]] bool is_null() const { return kind == Kind::leaf && leaf.is_null(); }

  [[nodiscard]] bool is_object() const { return kind == Kind::object; }

  [[nodiscard]] bool is_array() const { return kind == Kind::array; }

  /// Member of an object, or null pointer.
  [[nodiscard]] const Located* find(std::string_view key) const;
  [[nodiscard]] Located* find(std::string_view key);
  /// The text of a leaf that is a string, or null pointer.
  [[nodiscard]] const std::string* text() const;
  void erase(std::string_view key);
};

/// Every node with the same origin.
[[nodiscard]] Located located(const Value& value, const Origin& origin);
[[nodiscard]] Located empty_object(const Origin& origin);
[[nodiscard]] Value value_of(const Located& node);
/// Sets the layer of a node and all below it.
void set_layer(Located& node, Layer layer);
/// True if this node or one below it is broken.
[[nodiscard]] bool is_broken(const Located& node);

/// Objects merge member by member, everything else in `over` replaces. Two objects with different
/// "type" do not mix: the later one replaces; a name stands for {"type": name} where an object is
/// merged over it.
void merge(Located& base, const Located& over);

/// The steps of an RFC 6901 pointer. False if it neither is empty nor starts with "/".
[[nodiscard]] bool pointer_steps(std::string_view pointer, std::vector<std::string>& steps);
/// The deepest node on the way to `pointer` that exists (the root at least).
[[nodiscard]] const Located& nearest_on_path(const Located& root, std::string_view pointer);
/// The node, or null pointer.
[[nodiscard]] const Located* at_pointer(const Located& root, std::string_view pointer);
/// Merges `value` in at `pointer`, with objects made on the way. Returns a sentence that says what
/// is in the way, or an empty one.
[[nodiscard]] std::string set_pointer(Located& root,
                                      std::string_view pointer,
                                      const Located& value);

}  // namespace vilfredo::suite
