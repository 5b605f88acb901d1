// A zip of files handed in: each is a parcel of its own.
#include <boost/json.hpp>
#include <charconv>

#include "api/handing.hpp"
#include "api/own_file.hpp"
#include "base/own_folder.hpp"
#include "parcel/unpack.hpp"

namespace diaodu::api {

namespace json = boost::json;

namespace {

// What cannot be taken is the sender's to mend.
Error as_asked(Error error) {
  if (error.code.starts_with("sheet.")) error.exit = Exit::usage;
  return error;
}

Result<json::array> hand_in_each(Call& call, const HandedIn& in, const parcel::Bundle& bundle,
                                 std::chrono::milliseconds wait) {
  json::array verdicts;
  const std::string key = call.once_key;
  for (const parcel::Unpacked& file : bundle.files) {
    HandedIn one = in;
    one.path = file.path;
    one.file_name = in.file_name + "/" + file.name;
    if (!key.empty() && !verdicts.empty())
      call.once_key = key + "-" + std::to_string(verdicts.size() + 1);
    const bool is_last = &file == &bundle.files.back();
    Result<json::object> verdict =
        hand_in(call, one, is_last ? wait : std::chrono::milliseconds(0));
    call.once_key = key;
    if (!verdict) return std::move(verdict).error();
    verdicts.push_back(std::move(verdict).value());
  }
  for (json::value& verdict : verdicts) {  // by now those before the last may be known
    if (verdict.at("state") != "waiting") continue;
    const std::string id(verdict.at("parcel").as_string());
    int64_t parcel = 0;
    std::from_chars(id.data(), id.data() + id.size(), parcel);
    TRY_ASSIGN(json::object now, verdict_or_waiting(call, parcel));
    verdict = std::move(now);
  }
  return verdicts;
}

}  // namespace

Result<json::array> hand_in_files(Call& call, const HandedIn& in, std::chrono::milliseconds wait) {
  if (parcel::may_be_bundle(in.path)) {
    const std::optional<OwnFolder> folder =
        OwnFolder::make(call.inside.backend.tmp_folder(), "zip");
    if (!folder) return OwnFile::failed();
    const Result<std::optional<parcel::Bundle>> found = parcel::unpack(in.path, folder->path());
    if (!found) return as_asked(found.error());
    if (const std::optional<parcel::Bundle>& bundle = *found) {
      if (in.is_full) return parcel::full_and_packed();
      for (const parcel::Unpacked& file : bundle->files)
        if (file.error) return as_asked(*file.error);
      return hand_in_each(call, in, *bundle, wait);
    }
  }
  TRY_ASSIGN(json::object verdict, hand_in(call, in, wait));
  return json::array{std::move(verdict)};
}

}  // namespace diaodu::api
