// /api/uploads: great files in pieces.
#include <boost/json.hpp>
#include <charconv>

#include "api/inside.hpp"

namespace diaodu::api {

namespace json = boost::json;
using access::Action;

namespace {

json::object upload_shape(const Upload& upload) {
  return {{"upload", upload.upload},
          {"file_name", upload.file_name},
          {"bytes", upload.bytes},
          {"offset", upload.offset},
          {"complete", upload.is_complete()}};
}

Result<http::Reply> begin(Call& call) {
  TRY(access::may(call.who, Action::parcel_take));
  TRY_ASSIGN(const json::object body, body_of(call.request));
  TRY(only(body, {"file_name", "bytes", "sha256"}));
  TRY_ASSIGN(const std::string name, text_in(body, "file_name"));
  TRY_ASSIGN(const std::optional<int64_t> bytes, number_in(body, "bytes"));
  TRY_ASSIGN(const std::string sha256, text_in(body, "sha256", ""));
  TRY_ASSIGN(const Upload upload,
             call.inside.uploads.begin(call.who.login, name, bytes.value_or(0), sha256));
  return answer(upload_shape(upload), 201);
}

Result<Upload> asked(Call& call) {
  return call.inside.uploads.find(call.who.login, call.request.param("upload"));
}

Result<http::Reply> show(Call& call) {
  TRY_ASSIGN(const Upload upload, asked(call));
  return answer(upload_shape(upload));
}

// The bytes go straight to their place; how many there are already is looked at before any comes.
Result<http::Admission> let_go_on(Call& call) {
  TRY_ASSIGN(const Upload upload, asked(call));
  uint64_t offset = 0;
  const std::string typed = call.value("offset").value_or("");
  const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), offset);
  if (failed != std::errc() || end != typed.data() + typed.size() || typed.empty())
    return bad_value("offset", typed, {"已传到的字节数", "the number of bytes there are"});
  http::Admission admission;
  admission.append_to = call.inside.uploads.path(upload);
  admission.append_at = offset;
  return admission;
}

Result<http::Reply> go_on(Call& call) {
  TRY_ASSIGN(const Upload upload, asked(call));
  if (upload.offset > upload.bytes) {
    call.inside.uploads.drop(upload);
    return bad_value("body", "", {"与开始时所说一样多的字节", "as many bytes as were announced"});
  }
  return answer(upload_shape(upload));
}

Result<http::Reply> drop(Call& call) {
  TRY_ASSIGN(const Upload upload, asked(call));
  call.inside.uploads.drop(upload);
  return http::no_content();
}

}  // namespace

std::vector<Entry> upload_routes() {
  return {{"POST", "/api/uploads", Door::writer, begin},
          {.method = "GET", .pattern = "/api/uploads/{upload}", .answer = show},
          {.method = "PATCH",
           .pattern = "/api/uploads/{upload}",
           .door = Door::writer,
           .answer = go_on,
           .body_to_file = true,
           .body_bytes_max = static_cast<uint64_t>(Uploads::kBytesMax),
           .letting = let_go_on},
          {"DELETE", "/api/uploads/{upload}", Door::writer, drop}};
}

}  // namespace diaodu::api
