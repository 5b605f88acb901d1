#include "pack/change.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace diaodu::pack {
namespace {

// Texts, each with its length before it: no two lists of texts hash alike by how they are cut.
class Texts {
 public:
  void add(std::string_view text) {
    sha256_.update(std::to_string(text.size()));
    sha256_.update(std::string_view(":"));
    sha256_.update(text);
  }
  void add(int64_t number) { add(std::to_string(number)); }
  void add(const Words& words) { add(words.zh), add(words.en); }
  void add(const std::vector<std::string>& texts) {
    add(static_cast<int64_t>(texts.size()));
    for (const std::string& text : texts) add(text);
  }
  std::string hex() { return sha256_.hex(); }

 private:
  Sha256 sha256_;
};

std::string all_text_of(const Rule& rule) {
  return join({rule.fails, rule.query, rule.says.zh, rule.says.en, rule.fix.zh, rule.fix.en}, "\n");
}

bool names_param(const std::string& text, const std::string& id) {
  return text.find("$" + id) != std::string::npos ||
         text.find("{" + id + "}") != std::string::npos ||
         text.find("param_at") != std::string::npos;
}

void add_rule(Texts& texts, const Rule& rule) {
  texts.add(rule.id);
  texts.add(static_cast<int64_t>(rule.grade));
  texts.add(static_cast<int64_t>(rule.reach));
  texts.add(rule.column);
  texts.add(all_text_of(rule));
  texts.add(rule.shares);
  for (const Follow& follow : rule.follows) {
    texts.add(follow.register_id);
    for (const auto& [own, theirs] : follow.same) texts.add(own + "=" + theirs);
  }
}

void add_param(Texts& texts, const ParamDef& param) {
  texts.add(param.id);
  texts.add(static_cast<int64_t>(param.is_number));
  for (const ParamValue& value : param.values) {
    texts.add(to_text(value.from));
    texts.add(value.area);
    texts.add(value.value);
  }
}

std::string type_of(const ColumnDef& column) {
  if (column.type == "decimal") return "decimal(" + std::to_string(column.scale) + ")";
  if (column.type == "area" && column.level)
    return "area(" + std::string(to_text(*column.level)) + ")";
  return column.type;
}

Error key_error(const Register& was, const Register& is, const char* what,
                const std::string& before, const std::string& after) {
  return Error{
      "pack.key_change",
      {"登记表“" + is.id + "”的 " + what + " 由“" + before + "”改成了“" + after +
           "”：已有的记录按旧的认定，不能沿用。",
       "register \"" + is.id + "\": " + what + " was \"" + before + "\" and is \"" + after +
           "\" now; the records there are known by the old one and cannot follow."},
      {"把 " + std::string(what) + " 改回去；确要改的，用新的 id 另建一个登记表，请各地重报。",
       "Put " + std::string(what) +
           " back; if it must change, declare a register of a new id and have places send "
           "it again."},
      to_text(is.place),
      {{"register", was.id}, {"before", before}, {"after", after}},
      Exit::found_something};
}

Error type_error(const Register& of, const ColumnDef& was, const ColumnDef& is) {
  const std::string before = type_of(was), after = type_of(is);
  return Error{
      "pack.type_change",
      {"登记表“" + of.id + "”的列“" + is.name + "”由类型 " + before + " 改成了 " + after +
           "：已存的值不能转换。",
       "register \"" + of.id + "\", column \"" + is.name + "\": its type was " + before +
           " and is " + after + " now; the values stored cannot be converted."},
      {"把类型改回 " + before +
           "；确要改的，用新的列名加一列，表头照旧，旧列可以删去，请各地重报这一列。",
       "Put the type back to " + before +
           "; if it must change, add a column of a new name with the same heads, leave the "
           "old one out, and have places send that column again."},
      to_text(is.place),
      {{"register", of.id}, {"column", is.name}, {"before", before}, {"after", after}},
      Exit::found_something};
}

void compare(const Register& was, const Register& is, std::vector<Error>& errors) {
  if (was.key != is.key)
    errors.push_back(key_error(was, is, "key", join(was.key, ", "), join(is.key, ", ")));
  if (was.area != is.area) errors.push_back(key_error(was, is, "area", was.area, is.area));
}

}  // namespace

std::string judging_hash(const Pack& pack, const Register& register_) {
  Texts texts;
  std::string all_texts;
  for (const Rule& rule : pack.rules) {
    if (rule.register_id != register_.id) continue;
    add_rule(texts, rule);
    all_texts += all_text_of(rule) + "\n";
  }
  for (const ParamDef& param : pack.params)
    if (names_param(all_texts, param.id)) add_param(texts, param);
  for (const ColumnDef& column : register_.columns) {
    texts.add(column.name);
    texts.add(static_cast<int64_t>(column.need == Need::always));
    if (column.need == Need::always) texts.add(column.when);
    texts.add(column.codes);
    if (const CodeList* list = pack.code_list(column.codes))
      for (const CodeItem& item : list->items) texts.add(item.code);
  }
  return texts.hex();
}

std::string masks_hash(const Pack& pack, const Register& register_) {
  Texts texts;
  for (const ColumnDef& column : register_.columns) {
    texts.add(column.name);
    texts.add(static_cast<int64_t>(column.need));
    texts.add(column.when);
    texts.add(column.group);
  }
  texts.add(register_.reason);
  const ColumnDef* reason = register_.find(register_.reason);
  if (const CodeList* list = reason ? pack.code_list(reason->codes) : nullptr)
    for (const CodeItem& item : list->items) texts.add(item.code), texts.add(item.explains);
  return texts.hex();
}

std::vector<Error> changes_not_carried(const std::vector<const Pack*>& before, const Pack& after) {
  std::vector<Error> errors;
  for (const Register& is : after.registers) {
    const Register* last = nullptr;
    std::vector<std::string> seen;
    for (const Pack* pack : before) {
      const Register* was = pack->register_(is.id);
      if (!was) continue;
      if (!last) compare(*was, is, errors);
      last = was;
      for (const ColumnDef& column : was->columns) {
        const ColumnDef* now = is.find(column.name);
        if (!now || std::ranges::count(seen, column.name) > 0) continue;
        seen.push_back(column.name);
        if (type_of(column) != type_of(*now)) errors.push_back(type_error(is, column, *now));
      }
    }
  }
  return errors;
}

}  // namespace diaodu::pack
