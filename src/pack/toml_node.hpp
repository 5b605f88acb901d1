#pragma once
// A TOML file as a plain tree with places. toml++ itself is heavy: only toml_node.cpp includes it.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace diaodu::pack {

struct NodeMember;
struct Node {
  enum class Kind { table, array, text, number, boolean, day };
  Kind kind = Kind::table;
  std::string text;                  // text; number in shortest form; "true"/"false"; "YYYY-MM-DD"
  bool whole = false;                // a number written without a point
  std::vector<NodeMember> members;   // table, in the order of the file
  std::vector<Node> items;           // array
  int line = 0, column = 0;          // of the value
  int key_line = 0, key_column = 0;  // of the key, for a member of a table
  int text_line = 0, text_column = 0;  // where the first character of a text stands

  const Node* find(std::string_view key) const;
};
struct NodeMember {
  std::string first;  // the key
  Node second;
};

// `name` is how the file is called in messages.
Result<Node> parse_toml(std::string_view bytes, const std::string& name);

}  // namespace diaodu::pack
