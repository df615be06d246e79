#include "config/documents.hpp"

#include <vilfredo/core/error.hpp>
#include <vilfredo/core/file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace vilfredo::suite {

namespace {

/// References may repeat what they name many times over; no honest suite comes near this.
constexpr std::size_t kMostNodes = 200'000;

const std::string kReference = "$ref";

/// What a syntax error most often comes from; or nothing.
std::string advice(std::string_view sentence, std::string_view text) {
  const auto says = [&](std::string_view part) {
    return sentence.find(part) != std::string_view::npos;
  };
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return "a JSON object; this file is empty";
  }
  if (says("'}'") && says("object key")) {
    return "no comma before a closing }";
  }
  if (says("unexpected ']'")) {
    return "no comma before a closing ]";
  }
  if (says("/'")) {
    return "comments only in files whose name ends in .jsonc";
  }
  if (says("number overflow")) {
    return "numbers up to 1.8e308";
  }
  return says(": 'N") || says("N'") || says("I'") ? "finite numbers only" : "";
}

bool is_annotation(const std::string& key) {
  return key.starts_with("x-");
}

}  // namespace

std::string shown_path(const std::filesystem::path& path) {
  return path.lexically_normal().generic_string();
}

Origin Documents::origin_at(const Document& document, const std::string& pointer) {
  const auto found = document.parsed.positions.find(pointer);
  return {document.file, found == document.parsed.positions.end() ? TextPosition{} : found->second,
          pointer, Layer::entry};
}

const Documents::Document& Documents::open(const std::filesystem::path& path, const Origin& from) {
  const auto [entry, is_new] = documents_.try_emplace(shown_path(path));
  Document& document = entry->second;
  if (!is_new) {
    return document;
  }
  document.file = entry->first;
  document.folder = path.parent_path();
  std::string text;
  try {
    const JsonSyntax syntax =
        path.extension() == ".jsonc" ? JsonSyntax::with_comments : JsonSyntax::plain;
    text = read_file(path);
    document.parsed = parse_json(text, syntax);
  } catch (const Error& error) {
    faults_->add(from,
                 error.code() == Errc::not_found
                     ? fmt::format("there is no file \"{}\"", document.file)
                     : fmt::format("cannot read \"{}\": {}", document.file, error.sentence()));
    return document;
  }
  // A file with a slip of syntax has no value; faults of other kinds leave one.
  document.usable = document.parsed.faults.empty() || !document.parsed.value.is_null();
  for (const Fault& fault : document.parsed.faults) {
    Origin at = origin_at(document, fault.pointer);
    if (!document.usable) {
      at.pointer.clear();  // names what was read last, which is seldom what is wrong
    }
    faults_->add({at, fault.sentence, "", advice(fault.sentence, text)});
  }
  return document;
}

Located Documents::load(const std::filesystem::path& path, const Origin& from) {
  const Document& document = open(path, from);
  if (!document.usable) {
    return {};
  }
  Chain chain;
  return expand(document.parsed.value, document, "", chain);
}

Located Documents::expand(const Value& value,
                          const Document& document,
                          const std::string& pointer,
                          Chain& chain) {
  Located node;
  node.origin = origin_at(document, pointer);
  if (++nodes_ > kMostNodes) {
    faults_->add(node.origin, fmt::format("references grow to more than {} values", kMostNodes));
    return node;
  }
  if (value.is_object()) {
    return value.find(kReference) == nullptr
               ? expand_members(value, document, pointer, chain)
               : expand_reference(value, document, node.origin, chain);
  }
  if (value.is_array()) {
    node.kind = Located::Kind::array;
    std::size_t index = 0;
    for (const Value& item : value.as_array()) {
      node.items.push_back(expand(item, document, fmt::format("{}/{}", pointer, index++), chain));
    }
    return node;
  }
  node.leaf = value;
  return node;
}

Located Documents::expand_members(const Value& object,
                                  const Document& document,
                                  const std::string& pointer,
                                  Chain& chain) {
  Located node = empty_object(origin_at(document, pointer));
  for (const Value::Member& member : object.as_object()) {
    if (!is_annotation(member.first) && member.first != kReference) {
      node.members.emplace_back(
          member.first,
          expand(member.second, document, pointer + "/" + pointer_step(member.first), chain));
    }
  }
  return node;
}

Located Documents::expand_reference(const Value& object,
                                    const Document& document,
                                    const Origin& origin,
                                    Chain& chain) {
  Origin at = origin_at(document, origin.pointer + "/" + kReference);
  Located broken = empty_object(origin);
  broken.broken = true;
  const auto give_up = [&](std::string sentence) {
    faults_->add({at, std::move(sentence), "", ""});
    return broken;
  };
  const Value& reference = *object.find(kReference);
  const std::size_t hash =
      reference.is_string() ? reference.as_string().find('#') : std::string::npos;
  if (hash == std::string::npos) {
    return give_up("a reference is written \"file.json#/pointer\", or \"#/pointer\" in this file");
  }
  const std::string file = reference.as_string().substr(0, hash);
  const std::string pointer = reference.as_string().substr(hash + 1);
  const Document& target = file.empty() ? document : open(document.folder / file, at);
  if (!target.usable) {
    return broken;
  }
  if (!pointer.empty() && pointer.front() != '/') {
    return give_up(fmt::format("\"{}\" is no pointer: it must start with \"/\"", pointer));
  }
  const Value* found = vilfredo::at_pointer(target.parsed.value, pointer);
  if (found == nullptr) {
    return give_up(fmt::format("there is nothing at {} in \"{}\"", pointer, target.file));
  }
  const std::string link = target.file + "#" + pointer;
  if (std::ranges::find(chain, link) != chain.end()) {
    chain.push_back(link);
    const std::string sentence =
        fmt::format("references in a circle: {}", fmt::join(chain, " -> "));
    chain.pop_back();
    return give_up(sentence);
  }
  chain.push_back(link);
  Located node = expand(*found, target, pointer, chain);
  chain.pop_back();
  const Located siblings = expand_members(object, document, origin.pointer, chain);
  if (!siblings.members.empty()) {
    merge(node, siblings);
  }
  return node;
}

}  // namespace vilfredo::suite
