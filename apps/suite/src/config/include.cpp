#include "config/include.hpp"

#include "config/keys.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/suite/config/suite_file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

std::string written_id(const Located& entry) {
  for (const char* key : {"id", "type"}) {
    if (const Located* node = entry.find(key); node != nullptr && !node->is_null()) {
      return node->text() == nullptr ? std::string() : *node->text();
    }
  }
  return "";
}

namespace {

bool is_entry_list(std::string_view key) {
  return std::ranges::any_of(list_rules(), [&](const ListRules& r) { return r.list == key; });
}

bool is_rule_list(std::string_view key) {
  return key == "overrides" || key == "include_only" || key == "exclude" || key == "published";
}

void join_entries(Located& base, const Located& over) {
  // Only against what was there before: two equal ids inside one file are a fault, not a merge.
  const std::size_t before = base.items.size();
  for (const Located& entry : over.items) {
    const std::string id = written_id(entry);
    const auto end = base.items.begin() + static_cast<std::ptrdiff_t>(before);
    const auto same = std::find_if(base.items.begin(), end, [&](const Located& other) {
      return !id.empty() && written_id(other) == id;
    });
    if (same == end) {
      base.items.push_back(entry);
    } else {
      merge(*same, entry);
    }
  }
}

void merge_file(Located& base, const Located& file) {
  if (!base.is_object()) {
    base = file;
    return;
  }
  for (const Located::Member& member : file.members) {
    Located* mine = base.find(member.first);
    if (mine == nullptr) {
      base.members.push_back(member);
    } else if (is_entry_list(member.first) && mine->is_array() && member.second.is_array()) {
      join_entries(*mine, member.second);
    } else if (is_rule_list(member.first) && mine->is_array() && member.second.is_array()) {
      mine->items.insert(mine->items.end(), member.second.items.begin(), member.second.items.end());
    } else {
      merge(*mine, member.second);
    }
  }
  base.origin = file.origin;
}

void check_schema(const Located& file, ConfigFaults& faults) {
  const Located* schema = file.find("schema");
  const std::string allowed = std::to_string(kSuiteSchema);
  if (schema == nullptr) {
    faults.add({file.origin, "lacks \"schema\", the version of the file format", "", allowed});
  } else if (!schema->leaf.is_integer() ||
             schema->leaf.as_double() != static_cast<double>(kSuiteSchema)) {
    const std::string found =
        schema->kind == Located::Kind::leaf ? to_json(schema->leaf) : to_json(value_of(*schema));
    faults.add(
        {schema->origin, fmt::format("unknown version {} of the file format", found), "", allowed});
  }
}

/// The kind of a file; of an unknown one "suite", after a fault.
std::string check_kind(const Located& file, bool included, ConfigFaults& faults) {
  const Located* kind = file.find("kind");
  std::string word = kind == nullptr || kind->is_null() ? "suite"
                     : kind->text() == nullptr          ? ""
                                                        : *kind->text();
  const std::vector<std::string> all = kinds();
  if (std::ranges::find(all, word) == all.end()) {
    faults.add({kind->origin, fmt::format("unknown kind {}", to_json(value_of(*kind))),
                nearest(word, all), fmt::format("{}", fmt::join(all, " | "))});
    return "suite";
  }
  if (word != "suite" && !included) {
    faults.add(
        {kind->origin,
         fmt::format("a file of kind \"{}\" can be included by a suite, but not be run", word), "",
         "suite"});
  }
  return word;
}

class Includer {
 public:
  Includer(Documents& documents, ConfigFaults& faults) : documents_(documents), faults_(faults) {}

  Located read(const std::filesystem::path& path, const Origin& from) {
    const std::string shown = shown_path(path);
    if (std::ranges::find(chain_, shown) != chain_.end()) {
      chain_.push_back(shown);
      faults_.add(
          from, fmt::format("files include each other in a circle: {}", fmt::join(chain_, " -> ")));
      chain_.pop_back();
      return {};
    }
    if (std::ranges::find(done_, shown) != done_.end()) {
      return {};
    }
    Located file = documents_.load(path, from);
    if (file.is_null()) {
      return {};
    }
    if (!is_object(file, faults_)) {
      return {};
    }
    const bool included = !chain_.empty();
    check_schema(file, faults_);
    const std::string kind = check_kind(file, included, faults_);
    check_keys(file, top_keys(kind), faults_);
    if (!included && kind != "suite") {
      return {};
    }
    check_lists(file);
    if (included) {
      set_layer(file, Layer::included);
    }
    chain_.push_back(shown);
    Located tree = read_all(file, path.parent_path());
    chain_.pop_back();
    done_.push_back(shown);
    merge_file(tree, file);
    return tree;
  }

 private:
  Located read_all(const Located& file, const std::filesystem::path& folder) {
    Located tree;
    const Located* list = file.find("include");
    if (list == nullptr || list->is_null()) {
      return tree;
    }
    if (!list->is_array()) {
      faults_.add(
          {list->origin, "the files to include are given as a list", "", "[\"common.json\", …]"});
      return tree;
    }
    for (const Located& item : list->items) {
      if (item.text() == nullptr) {
        faults_.add({item.origin, "a file to include is named by a text", "", ""});
        continue;
      }
      const Located one = read(folder / *item.text(), item.origin);
      if (one.is_object()) {
        merge_file(tree, one);
      }
    }
    tree.erase("include");
    tree.erase("kind");
    tree.erase("name");
    tree.erase("description");
    return tree;
  }

  void check_lists(Located& file) {
    for (Located::Member& member : file.members) {
      const bool list = is_entry_list(member.first) || is_rule_list(member.first);
      if (list && !member.second.is_array() && !member.second.is_null()) {
        faults_.add(
            {member.second.origin, fmt::format("\"{}\" is a list", member.first), "", "[{…}, …]"});
        member.second = Located{.origin = member.second.origin};
      }
    }
  }

  Documents& documents_;
  ConfigFaults& faults_;
  std::vector<std::string> chain_;
  std::vector<std::string> done_;
};

}  // namespace

Located read_with_includes(const std::filesystem::path& path,
                           Documents& documents,
                           ConfigFaults& faults) {
  Origin from;
  from.file = shown_path(path);
  Located tree = Includer(documents, faults).read(path, from);
  return tree;
}

}  // namespace vilfredo::suite
