// /api/findings/mend: cells mended in place become a small file, handed in like any other.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "api/handing.hpp"
#include "api/own_file.hpp"
#include "api/shape.hpp"
#include "api/small_file.hpp"
#include "base/area_code.hpp"
#include "finding/sums.hpp"
#include "frame/show_value.hpp"
#include "parcel/peek.hpp"
#include "record/page.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

constexpr size_t kItemsMax = 500;
constexpr const char* kErase = "清空";  // the one word that empties a cell

Error mended_meanwhile(int64_t finding) {
  return Error{"api.mended_meanwhile",
               {"这处疑点已经由别人改好或已不存在，没有再改",
                "somebody has mended this meanwhile, or it is gone; nothing was changed"},
               {"刷新后看现在的内容", "load it again and look at what stands there now"},
               {},
               {{"finding", std::to_string(finding)}},
               Exit::found_something};
}

struct Mending {
  finding::Spot spot;
  std::vector<std::pair<std::string, std::optional<std::string>>> values;  // column, text; erased
  CellsByName row;  // what the small file says of this row, by column
};

class Mender {
 public:
  Mender(Call& call, store::Session& session, const access::Scope& masked,
         const access::Scope& reading)
      : call_(call), session_(session), masked_(masked), reading_(reading) {}
  Result<Mending> read(const json::value& item);
  json::array changes(const Mending& mending) const;

 private:
  Result<void> take_values(const json::object& item, const pack::Register& of, Mending& mending);
  Result<void> fill_row(const pack::Register& of, Mending& mending);
  Call& call_;
  store::Session& session_;
  const access::Scope& masked_;
  const access::Scope& reading_;
};

Result<void> Mender::take_values(const json::object& item, const pack::Register& of,
                                 Mending& mending) {
  const json::value* values = item.if_contains("values");
  if (!values || !values->is_object() || values->get_object().empty())
    return bad_value("values", "", {"列名和要填的内容", "columns and their new texts"});
  for (const auto& [name, value] : values->get_object()) {
    const std::string column(name);
    if (!of.find(column)) return bad_value("values", column, {"本表的列名", "a column's name"});
    if (!value.is_string() && !value.is_null())
      return bad_value(column, "", {"一段文字或 null", "a text or null"});
    mending.values.emplace_back(
        column, value.is_null() ? std::nullopt : std::optional(std::string(value.get_string())));
  }
  return {};
}

// Of an accepted row its key is enough; a refused one is sent again whole, as its file had it.
Result<void> Mender::fill_row(const pack::Register& of, Mending& mending) {
  const finding::Spot& spot = mending.spot;
  if (spot.key_hash && spot.finding.grade != "reject") {
    TRY_ASSIGN(const auto row, record::one(session_, call_.pack(), reading_, of.id,
                                           spot.dist_county, *spot.key_hash, {}));
    if (!row) return mended_meanwhile(spot.finding.finding);
    for (const std::string& key : of.key) mending.row[key] = row->stored[of.index_of(key)];
    mending.row[of.area] = row->stored[of.index_of(of.area)];
  } else {
    TRY_ASSIGN(const auto parcel, parcel::find(session_, reading_, spot.finding.parcel));
    if (!parcel) return not_found();
    const std::string path = call_.inside.backend.files_folder() + "/" +
                             parcel->file_sha256.substr(0, 2) + "/" + parcel->file_sha256;
    TRY_ASSIGN(const parcel::Peeked peeked,
               parcel::peek({path, spot.finding.sheet, 1, 1, {spot.finding.row_no}}));
    if (peeked.rows.empty()) return mended_meanwhile(spot.finding.finding);
    const std::vector<std::string>& cells = peeked.rows.front().cells;
    for (const auto& heading : parcel->headings) {
      const auto at = static_cast<size_t>(heading.column_no);
      if (heading.sheet == spot.finding.sheet && !heading.column_name.empty() && at < cells.size())
        mending.row[heading.column_name] = cells[at];
    }
  }
  for (const auto& [column, text] : mending.values) mending.row[column] = text.value_or(kErase);
  return {};
}

Result<Mending> Mender::read(const json::value& item) {
  if (!item.is_object()) return bad_value("items", "", {"疑点和要填的内容", "findings and values"});
  TRY_ASSIGN(const std::string typed, text_in(item.get_object(), "finding"));
  TRY_ASSIGN(const int64_t id, call_.id(typed));
  TRY_ASSIGN(const auto spot, finding::find(session_, call_.pack(), masked_, id));
  if (!spot) return mended_meanwhile(id);
  Mending mending{*spot, {}, {}};
  const pack::Register* of = call_.pack().register_(spot->finding.register_id);
  if (!of) return not_found();
  TRY(call_.area_of(show_area(spot->finding.area), Action::finding_mend, of->id));
  TRY(take_values(item.get_object(), *of, mending));
  TRY(fill_row(*of, mending));
  return mending;
}

json::array Mender::changes(const Mending& mending) const {
  const pack::Register* of = call_.pack().register_(mending.spot.finding.register_id);
  json::array out;
  for (const auto& [column, text] : mending.values) {
    const bool is_spot = column == mending.spot.finding.column;
    out.push_back(json::object{
        {"finding", std::to_string(mending.spot.finding.finding)},
        {"id", text_or_null(mending.spot.finding.show_id)},
        {"column", column},
        {"before", is_spot ? text_or_null(mending.spot.finding.shown) : json::value()},
        {"after", text ? json::value(frame::masked(*of, *of->find(column), *text, masked_))
                       : json::value()}});
  }
  return out;
}

// Several cells of one row are one row of the small file.
void merge(Mending one, std::vector<Mending>& all) {
  const finding::Finding& of = one.spot.finding;
  for (Mending& other : all) {
    const finding::Finding& there = other.spot.finding;
    if (there.parcel != of.parcel || there.sheet != of.sheet || there.row_no != of.row_no) continue;
    for (const auto& [column, text] : one.values) other.row[column] = text.value_or(kErase);
    return;
  }
  all.push_back(std::move(one));
}

// One small file for each register.
Result<json::array> hand_all(Call& call, const std::vector<Mending>& all,
                             const std::optional<Day>& day, bool is_preview) {
  std::map<std::string, std::vector<const CellsByName*>> by_register;
  std::map<std::string, std::string> places;  // of the first row
  for (const Mending& one : all) {
    by_register[one.spot.finding.register_id].push_back(&one.row);
    places.try_emplace(one.spot.finding.register_id, one.spot.finding.area);
  }
  json::array verdicts;
  int number = 0;
  const std::string key = call.once_key;
  for (const auto& [register_id, rows] : by_register) {
    const pack::Register* of = call.pack().register_(register_id);
    TRY_ASSIGN(const OwnFile file, OwnFile::make(call, "mend", small_file(*of, rows)));
    HandedIn in;
    in.register_id = register_id;
    in.area = sender_area(call, places[register_id]);
    in.file_name = fmt::format("在线补正-{}-{}.csv", call.who.login, register_id);
    in.path = file.path();
    in.day = day;
    in.is_trial = is_preview;
    if (!key.empty()) call.once_key = number++ == 0 ? key : key + "-" + std::to_string(number);
    TRY_ASSIGN(json::object verdict, hand_in(call, in, std::chrono::seconds(30)));
    verdicts.push_back(std::move(verdict));
  }
  call.once_key = key;
  return verdicts;
}

Result<http::Reply> mend(Call& call) {
  TRY(access::may(call.who, Action::finding_mend));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"items", "day", "preview"}));
  TRY_ASSIGN(const std::optional<Day> day, day_in(body, "day"));
  TRY_ASSIGN(const bool is_preview, flag_in(body, "preview", false));
  const json::value* items = body.if_contains("items");
  if (!items || !items->is_array() || items->get_array().empty() ||
      items->get_array().size() > kItemsMax)
    return bad_value("items", "", {"1 到 500 处", "1 to 500 of them"});
  TRY_ASSIGN(const access::Scope masked, call.scope(Action::finding_read));
  TRY_ASSIGN(const access::Scope reading, call.scope(Action::parcel_read));
  std::vector<Mending> all;
  json::array changes;
  {
    TRY_ASSIGN(const Lease session, call.reader());
    Mender mender(call, *session, masked, reading);
    for (const json::value& item : items->get_array()) {
      TRY_ASSIGN(Mending one, mender.read(item));
      for (json::value& change : mender.changes(one)) changes.push_back(std::move(change));
      merge(std::move(one), all);
    }
  }
  TRY_ASSIGN(json::array verdicts, hand_all(call, all, day, is_preview));
  return answer(
      {{"verdicts", std::move(verdicts)}, {"changes", std::move(changes)}, {"preview", is_preview}},
      is_preview ? 200 : 201);
}

}  // namespace

std::vector<Entry> mend_routes() { return {{"POST", "/api/findings/mend", Door::writer, mend}}; }

}  // namespace diaodu::api
