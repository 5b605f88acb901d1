#include "store/names.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>

#include "store/batch_check.hpp"
#include "store/duckdb_session.hpp"
#include "store/errors.hpp"

namespace diaodu::store {

struct NamesParser::Engine {
  DuckdbShared shared;
  std::unique_ptr<Session> session;

  Engine() = default;
  Engine(const Engine&) = delete;
  ~Engine() {
    session.reset();
    if (shared.database) shared.api->close(&shared.database);
  }
  Result<void> open() {
    TRY_ASSIGN(shared.api, duckdb_api());
    TRY(open_database(shared, ":memory:",
                      {{"threads", "1"},
                       {"memory_limit", "256MiB"},
                       {"enable_external_access", "false"},
                       {"autoinstall_known_extensions", "false"},
                       {"autoload_known_extensions", "false"},
                       {"lock_configuration", "true"}}));
    TRY_ASSIGN(session, connect(shared));
    return {};
  }
};

namespace {

namespace json = boost::json;
using Scope = std::set<std::string>;  // names of CTEs, lower case

// Words that read like columns and are calls: the clock, the user.
constexpr std::array<std::string_view, 12> kCallsWithoutBrackets = {
    "current_date",   "current_time",   "current_timestamp", "localtime",
    "localtimestamp", "current_user",   "session_user",      "user",
    "current_role",   "current_schema", "current_catalog",   "system_user"};

std::string_view text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

bool is_true(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_bool() && value->get_bool();
}

class Walker {
 public:
  void walk(const json::value& value, const Scope& scope) {
    if (const json::array* array = value.if_array()) {
      for (const json::value& item : *array) walk(item, scope);
    } else if (const json::object* object = value.if_object()) {
      walk_object(*object, scope);
    }
  }
  Session::Names names() const {
    return {{relations_.begin(), relations_.end()}, {functions_.begin(), functions_.end()}};
  }

 private:
  void walk_object(const json::object& object, const Scope& outer) {
    Scope scope = outer;
    if (const json::value* ctes = object.if_contains("cte_map")) add_ctes(*ctes, scope);
    note(object, scope);
    for (const auto& [key, value] : object)
      if (key != "cte_map") walk(value, scope);
  }

  // Each CTE sees those before it; itself only if it is recursive.
  void add_ctes(const json::value& ctes, Scope& scope) {
    const json::object* object = ctes.if_object();
    const json::value* map = object ? object->if_contains("map") : nullptr;
    if (!map || !map->is_array()) return;
    for (const json::value& entry : map->get_array()) {
      const std::string name = lower_ascii(text_at(entry.as_object(), "key"));
      const json::value& body = entry.as_object().at("value");
      Scope inner = scope;
      if (is_recursive(body)) inner.insert(name);
      walk(body, inner);
      scope.insert(name);
    }
  }

  static bool is_recursive(const json::value& body) {
    const json::object* object = body.if_object();
    const json::value* query = object ? object->if_contains("query") : nullptr;
    const json::object* statement = query ? query->if_object() : nullptr;
    const json::value* node = statement ? statement->if_contains("node") : nullptr;
    return node && node->is_object() && text_at(node->get_object(), "type") == "RECURSIVE_CTE_NODE";
  }

  void note(const json::object& object, const Scope& scope) {
    const std::string_view type = text_at(object, "type");
    if (type == "BASE_TABLE") note_relation(object, scope);
    if (type == "SHOW_REF") {
      functions_.insert("show");
      if (const auto table = text_at(object, "table_name"); !table.empty())
        relations_.emplace(table);
    }
    if (type == "COLUMN_REF") note_column(object);
    const std::string_view function = text_at(object, "function_name");
    if (function.empty() || (is_true(object, "is_operator") && !is_word(function))) return;
    functions_.insert(function == "count_star" ? "count" : lower_ascii(function));
  }

  void note_relation(const json::object& object, const Scope& scope) {
    const std::string_view table = text_at(object, "table_name");
    const std::string_view schema = text_at(object, "schema_name");
    const std::string_view catalog = text_at(object, "catalog_name");
    if (schema.empty() && catalog.empty() && scope.contains(lower_ascii(table))) return;
    std::string name(catalog);
    if (!name.empty()) name += '.';
    name += schema;
    if (!schema.empty()) name += '.';
    relations_.insert(name + std::string(table));
  }

  void note_column(const json::object& object) {
    const json::value* names = object.if_contains("column_names");
    if (!names || !names->is_array() || names->get_array().size() != 1) return;
    const json::value& name = names->get_array()[0];
    if (!name.is_string()) return;
    const std::string word = lower_ascii(std::string_view(name.get_string()));
    if (std::ranges::find(kCallsWithoutBrackets, word) != kCallsWithoutBrackets.end())
      functions_.insert(word);
  }

  static bool is_word(std::string_view name) {
    return !name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || name[0] == '_');
  }

  std::set<std::string> relations_;
  std::set<std::string> functions_;
};

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = 4000;  // DuckDB's parser allows expressions 1000 deep
  json::error_code failed;
  json::value value = json::parse(text, failed, {}, options);
  if (failed) return not_one_select_error(failed.message());
  return value;
}

}  // namespace

NamesParser::NamesParser() = default;
NamesParser::~NamesParser() = default;

Result<Session::Names> NamesParser::parse(std::string_view sql) {
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    if (!engine_) {
      auto engine = std::make_unique<Engine>();
      TRY(engine->open());
      engine_ = std::move(engine);
    }
    TRY_ASSIGN(const Batch rows,
               engine_->session->query("select json_serialize_sql(cast($sql as varchar)) as parsed",
                                       {{"sql", std::string(sql)}}));
    text = rows["parsed"].text(0);
  }
  TRY_ASSIGN(const json::value parsed, parse_json(text));
  const json::object& root = parsed.as_object();
  if (is_true(root, "error")) return not_one_select_error(text_at(root, "error_message"));
  const json::value* statements = root.if_contains("statements");
  if (!statements || !statements->is_array() || statements->get_array().size() != 1)
    return not_one_select_error("");
  Walker walker;
  walker.walk(statements->get_array()[0], {});
  return walker.names();
}

}  // namespace diaodu::store
