#include "store/errors.hpp"

#include "base/text.hpp"

namespace diaodu::store {
namespace {

Error make(std::string code, Words message, Words hint, Exit exit = Exit::could_not_run) {
  return Error{std::move(code), std::move(message), std::move(hint), "", {}, exit};
}

std::string short_text(std::string_view text) {
  constexpr size_t kBytesMax = 2000;
  std::string out(trim_ascii(text));
  if (out.size() > kBytesMax) {
    size_t end = kBytesMax;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    out.resize(end);
    out += "…";
  }
  return out;
}

// The engine speaks English: its text follows on lines of its own, quoted, and stands in a param.
Error with_engine_text(Error error, const std::string& text) {
  if (text.empty()) return error;
  const std::string quoted = "\n> " + replace_all(text, "\n", "\n> ") + "\n";
  error.message.zh += "。数据库原文：" + quoted;
  error.message.en += ". In the database's own words:" + quoted;
  error.params.emplace_back("engine", text);
  return error;
}

struct FaultWords {
  Fault fault;
  const char* code;
  const char* zh;
  const char* en;
  const char* hint_zh;
  const char* hint_en;
};

constexpr FaultWords kFaults[] = {
    {Fault::sql, "store.sql", "数据库不接受这条语句", "the database does not accept this statement",
     "改正语句；若语句来自业务规则包，用 pack check 查看位置。",
     "Correct the statement; if it comes from a pack, `pack check` shows the place."},
    {Fault::unique, "store.unique", "有两行的主键或唯一键相同",
     "two rows have the same primary or unique key", "写入之前先去除重复的行。",
     "Remove repeated rows before writing."},
    {Fault::check, "store.check", "有一行不满足表上的检查约束",
     "a row does not meet a check constraint of its table", "核对写入的值。",
     "Check the values that are written."},
    {Fault::not_null, "store.not_null", "必填的列没有值",
     "a column that must have a value has none", "补上该列的值。", "Give the column a value."},
    {Fault::conflict, "store.conflict", "另一个事务先改了同样的行",
     "another transaction changed the same rows first", "整个事务重试一次。",
     "Try the whole transaction again."},
    {Fault::conversion, "store.conversion", "有一个值不能转换成要求的类型",
     "a value cannot be converted to the type asked for", "转换之前先检查值的写法和范围。",
     "Check form and range of the value before converting it."},
    {Fault::division, "store.division", "除数为零", "division by zero",
     "写成 idiv、rdiv 或 x / nullif(y, 0)。", "Write idiv, rdiv or x / nullif(y, 0)."},
    {Fault::interrupted, "store.interrupted", "语句被中断", "the statement was interrupted",
     "运行时间过长或有人取消；缩小范围后再试。",
     "It ran too long or was cancelled; try again with a smaller range."},
    {Fault::disk_full, "store.disk_full", "数据盘已满", "the data disk is full",
     "腾出空间后再试；已确认的内容没有丢失。",
     "Free some space and try again; what was acknowledged is kept."},
    {Fault::out_of_memory, "store.out_of_memory", "这条语句需要的内存超过上限",
     "the statement needs more memory than it may have", "提高内存上限，或缩小范围。",
     "Raise the memory limit or make the range smaller."},
    {Fault::disconnected, "store.disconnected", "与数据库的连接已断开",
     "the connection to the database is gone", "确认数据库在运行；整个事务要重做。",
     "See that the database runs; the whole transaction must be done again."},
    {Fault::denied, "store.denied", "数据库不允许这样做", "the database does not permit this",
     "检查数据库账户的权限；读写文件和加载扩展一律关闭。",
     "Check the rights of the database account; files and extensions are always closed."},
    {Fault::fatal, "store.fatal", "数据库引擎已停止工作，程序必须重新启动",
     "the database engine has stopped; the program must be started again",
     "检查磁盘空间和磁盘状态，然后重新启动；已确认的内容没有丢失。",
     "Check disk space and disk health, then start again; what was acknowledged is kept."},
    {Fault::other, "store.failed", "数据库报告错误", "the database reports an error",
     "请查看数据库给出的原文。", "See the database's own words."},
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

std::string_view to_text(Type type) {
  switch (type) {
    case Type::boolean: return "boolean";
    case Type::int32: return "int32";
    case Type::int64: return "int64";
    case Type::decimal: return "decimal";
    case Type::day: return "day";
    case Type::text: return "text";
  }
  CHECK(false, "no such type");
}

std::string without_values(std::string_view engine_text) {
  std::string out;
  char open = 0;
  for (const char c : engine_text) {
    if (open == 0) {
      out += c;
      if (c == '\'' || c == '"') open = c;
    } else if (c == open) {
      out += "…";
      out += c;
      open = 0;
    }
  }
  if (open != 0) out += "…";
  return out;
}

Error fault_error(Fault fault, std::string_view engine_text) {
  for (const FaultWords& words : kFaults) {
    if (words.fault != fault) continue;
    // Faults of single rows name no value: the engine's text would. The others quote the engine.
    const bool of_a_row = fault == Fault::unique || fault == Fault::check ||
                          fault == Fault::not_null || fault == Fault::conflict;
    const bool verbatim = fault == Fault::sql;
    std::string detail;
    if (!of_a_row)
      detail = short_text(verbatim ? std::string(engine_text) : without_values(engine_text));
    return with_engine_text(
        make(words.code, {words.zh, words.en}, {words.hint_zh, words.hint_en},
             fault == Fault::fatal ? Exit::storage_failed : Exit::could_not_run),
        detail);
  }
  CHECK(false, "a fault without words");
}

Fault duckdb_fault(std::string_view text) {
  const auto starts = [&](std::string_view prefix) { return text.starts_with(prefix); };
  const bool no_space = has(text, "No space left on device") || has(text, "Disk full") ||
                        has(text, "max_temp_directory_size");
  if (starts("FATAL") || starts("INTERNAL")) return Fault::fatal;
  if (starts("IO Error")) {
    if (has(text, "fsync") || has(text, "Could not sync")) return Fault::fatal;
    return no_space ? Fault::disk_full : Fault::other;
  }
  if (starts("INTERRUPT")) return Fault::interrupted;
  if (starts("Out of Memory")) return no_space ? Fault::disk_full : Fault::out_of_memory;
  if (starts("Constraint Error")) {
    if (has(text, "NOT NULL constraint failed")) return Fault::not_null;
    if (has(text, "CHECK constraint failed")) return Fault::check;
    return Fault::unique;
  }
  if (starts("TransactionContext Error") || starts("Transaction"))
    return no_space ? Fault::disk_full : Fault::conflict;  // a commit that could not write its log
  // The appender's word for a value out of its column's range: kinds were compared before.
  if (starts("Conversion Error") || starts("Out of Range Error") ||
      has(text, "type mismatch in AppendDataChunk"))
    return Fault::conversion;
  if (starts("Permission Error") || has(text, "disabled by configuration") ||
      has(text, "configuration has been locked"))
    return Fault::denied;
  for (const std::string_view prefix :
       {"Parser Error", "Syntax Error", "Binder Error", "Catalog Error", "Not implemented Error",
        "Parameter", "Dependency Error", "Expression Error"})
    if (starts(prefix)) return Fault::sql;
  return Fault::other;
}

Fault sqlstate_fault(std::string_view s) {
  if (s.empty()) return Fault::disconnected;
  if (s == "23505" || s == "23P01" || s == "21000") return Fault::unique;
  if (s == "23514") return Fault::check;
  if (s == "23502") return Fault::not_null;
  if (s == "40001" || s == "40P01" || s == "55P03") return Fault::conflict;
  if (s == "22012") return Fault::division;
  if (s == "57014") return Fault::interrupted;
  if (s == "53100") return Fault::disk_full;
  if (s == "53200") return Fault::out_of_memory;
  if (s == "42501" || s == "25006") return Fault::denied;
  if (s == "58030" || s == "XX001" || s == "XX002") return Fault::fatal;
  const std::string_view group = s.substr(0, 2);
  if (group == "22") return Fault::conversion;
  if (group == "42" || group == "0A" || group == "26" || group == "3F" || group == "2B")
    return Fault::sql;
  if (group == "08" || group == "57") return Fault::disconnected;
  return Fault::other;
}

Error no_library_error(const std::string& tried) {
  return make(
      "store.no_library",
      {"找不到可用的 libduckdb.so（" + tried + "）", "no usable libduckdb.so (" + tried + ")"},
      {"把 libduckdb.so 放在程序旁边，或先运行 ./run setup。",
       "Put libduckdb.so beside the program, or run ./run setup first."});
}
Error missing_error(const std::string& where) {
  return make("store.missing", {"没有数据库：" + where, "there is no database: " + where},
              {"核对位置；第一次使用先运行 diaodu init。",
               "Check the place; at the first use run diaodu init."});
}
Error locked_error(const std::string& folder, const std::string& holder) {
  return make(
      "store.locked",
      {"数据目录正由另一个进程使用：" + folder + holder,
       "the data folder is in use by another process: " + folder + holder},
      {"先停止那个进程，或换一个目录。", "Stop that process first, or take another folder."});
}
Error cannot_open_error(const std::string& where, std::string_view text) {
  return with_engine_text(
      make("store.cannot_open", {"打不开数据库 " + where, "the database does not open: " + where},
           {"先把整个目录复制一份再修复；不要删除 .wal 文件。",
            "Copy the whole folder before any repair; never delete the .wal file."}),
      short_text(text));
}
Error cannot_connect_error(std::string_view text) {
  return with_engine_text(
      make("store.cannot_connect", {"连接不上数据库", "cannot connect to the database"},
           {"核对地址、账户和口令，并确认数据库在运行。",
            "Check address, account and password, and that the database runs."}),
      short_text(text));
}
Error collation_error(const std::string& collation, const std::string& encoding) {
  const std::string found = encoding + ", " + collation;
  return make(
      "store.collation",
      {"数据库的编码或排序规则不对（" + found + "）：要求 UTF8 与 C",
       "the database has the wrong encoding or collation (" + found + "): UTF8 and C are needed"},
      {"用 CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' 重建。",
       "Create it with TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'."});
}
Error several_statements_error() {
  return make("store.sql", {"一次只能执行一条语句", "only one statement can be run at a time"},
              {"去掉分号之后的内容。", "Remove what follows the semicolon."});
}
Error empty_statement_error() {
  return make("store.sql", {"语句是空的", "the statement is empty"},
              {"写入一条语句。", "Write one statement."});
}
Error transaction_word_error(const std::string& word) {
  return make(
      "store.sql",
      {"事务不能用语句控制：" + word, "a transaction is not controlled by a statement: " + word},
      {"用 begin()、commit()、rollback()。", "Use begin(), commit() and rollback()."});
}
Error shim_arguments_error(const std::string& name, size_t given) {
  const std::string n = std::to_string(given);
  return make(
      "store.sql",
      {name + " 要两个参数，这里是 " + n + " 个", name + " takes two arguments, here are " + n},
      {"检查括号和逗号。", "Check brackets and commas."});
}
Error missing_param_error(const std::string& name) {
  return make("store.param",
              {"语句用到参数 $" + name + "，但没有给出",
               "the statement uses the parameter $" + name + ", which is not given"},
              {"给出该参数，或改正名字。", "Give the parameter or correct its name."});
}
Error bad_param_error(const std::string& name) {
  return make("store.param",
              {"参数 $" + name + " 的值不是可存储的文字或数",
               "the value of the parameter $" + name + " is not storable"},
              {"文字须为有效的 UTF-8，不含零字节；小数最多 18 位。",
               "Text must be valid UTF-8 without zero bytes; decimals have at most 18 digits."});
}
Error transaction_failed_error() {
  return make("store.transaction_failed",
              {"本事务中已有语句失败，全部改动已撤销",
               "a statement of this transaction failed before; all its changes are undone"},
              {"查看第一条错误，然后重做整个事务。",
               "See the first error, then do the whole transaction again."});
}
Error no_transaction_error() {
  return make("store.no_transaction", {"没有打开的事务", "no transaction is open"},
              {"先调用 begin()。", "Call begin() first."});
}
Error nested_transaction_error() {
  return make(
      "store.nested_transaction", {"事务已经打开", "a transaction is open already"},
      {"一条命令一个事务，不能嵌套。", "One command is one transaction; they do not nest."});
}
Error unsupported_type_error(const std::string& column, std::string_view type) {
  const std::string name(type);
  return make("store.type",
              {"结果列 " + column + " 的类型 " + name + " 不能读取",
               "the result column " + column + " has the type " + name + ", which is not read"},
              {"在语句中转换：CAST(… AS numeric(18,4))、AS bigint 或 AS varchar；不使用浮点数。",
               "Cast it in the statement: CAST(... AS numeric(18,4)), AS bigint or AS varchar; "
               "no floating point."});
}
Error overflow_error(const std::string& column) {
  return make(
      "store.overflow",
      {"结果列 " + column + " 的数超过 18 位",
       "a number of the result column " + column + " is too large"},
      {"核对是否重复相加，或缩小范围。", "See whether it is summed twice, or narrow the range."});
}
Error no_such_column_error(const std::string& table, const std::string& column) {
  return make(
      "store.batch",
      {"表 " + table + " 没有列 " + column, "the table " + table + " has no column " + column},
      {"批量写入的列名须与表一致。", "Columns of a bulk append must be those of the table."});
}
Error no_such_table_error(const std::string& table) {
  return make("store.batch", {"没有表 " + table, "there is no table " + table},
              {"先建立该表。", "Create the table first."});
}
Error ragged_batch_error(const std::string& table, const std::string& column) {
  return make("store.batch",
              {"写入表 " + table + " 的各列行数不一致：" + column,
               "columns for the table " + table + " differ in length: " + column},
              {"每列都要有同样多的行。", "Each column needs the same number of rows."});
}
Error bad_text_error(const std::string& table, const std::string& column) {
  return make("store.bad_text",
              {"写入表 " + table + " 列 " + column + " 的文字不是有效的 UTF-8，或含零字节",
               "a text for the column " + column + " of the table " + table +
                   " is not valid UTF-8 or holds a zero byte"},
              {"先转换编码。", "Convert the encoding first."});
}
Error column_type_error(const std::string& table, const std::string& column, Type given,
                        std::string_view wanted) {
  const std::string pair = std::string(to_text(given)) + " → " + std::string(wanted);
  return make("store.batch",
              {"表 " + table + " 列 " + column + " 的类型不合：" + pair,
               "the column " + column + " of the table " + table + " is of another type: " + pair},
              {"先转换成表的类型，不丢小数位。",
               "Convert to the table's type first; no decimal place may be lost."});
}
Error not_one_select_error(std::string_view text) {
  return with_engine_text(
      make("store.not_one_select", {"这里只能写一条 SELECT", "only one SELECT can stand here"},
           {"去掉分号和其他语句，检查写法。",
            "Remove semicolons and other statements; check the text."}),
      short_text(text));
}
Error newer_schema_error(int found, int known) {
  const std::string numbers = std::to_string(found) + " > " + std::to_string(known);
  return make("store.newer_schema",
              {"数据库由更新的版本建立（" + numbers + "）",
               "the database was made by a newer version (" + numbers + ")"},
              {"请使用同样新或更新的程序打开。", "Open it with a program at least as new."});
}
Error edited_migration_error(const std::string& name) {
  return make("store.edited_migration",
              {"已执行过的建表文件被改动：" + name,
               "a schema file that has been applied was edited: " + name},
              {"恢复原文件，把改动写成新的编号文件。",
               "Restore the file and write the change as a new numbered file."});
}
Error migration_order_error(const std::string& name) {
  return make("store.migration_order",
              {"建表文件没有编号或编号重复：" + name,
               "a schema file has no number, or its number is taken: " + name},
              {"文件名以四位编号开头，依次递增：0007_name.sql。",
               "Names begin with a four-digit number, rising by one: 0007_name.sql."});
}

}  // namespace diaodu::store
