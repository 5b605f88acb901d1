#include "api/uploads.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "api/call.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace diaodu::api {
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr size_t kNameBytes = 16, kFileNameMax = 200;
constexpr int kOfOneAccount = 16;
constexpr auto kKeptFor = std::chrono::hours(7 * 24);

Error failed_error(const std::string& path) {
  const std::string why = std::strerror(errno);
  return Error{"api.upload_failed",
               {"文件没能存下：" + why, "the file could not be kept: " + why},
               {"请管理员检查磁盘空间后再传", "have the disk looked at, then send it again"},
               path};
}

std::string random_name() {
  std::array<unsigned char, kNameBytes> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return {};
  std::string name;
  for (const unsigned char byte : bytes) name += fmt::format("{:02x}", byte);
  return name;
}

bool is_name(const std::string& text) {
  return text.size() == 2 * kNameBytes &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<json::object> read_about(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  json::error_code failed;
  json::value value = json::parse(text.str(), failed);
  if (!in || failed || !value.is_object()) return std::nullopt;
  return value.get_object();
}

std::string text_of(const json::object& about, std::string_view name) {
  const json::value* found = about.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool write_whole(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool good = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                    ::fsync(file) == 0;
  ::close(file);
  return good;
}

}  // namespace

std::string Uploads::path(const Upload& upload) const {
  return folder_ + "/" + upload.upload + ".part";
}

Result<Upload> Uploads::begin(const std::string& login, const std::string& file_name, int64_t bytes,
                              const std::string& sha256) {
  if (bytes < 1 || bytes > kBytesMax)
    return bad_value("bytes", std::to_string(bytes), {"1 到 2 GB", "1 byte to 2 GB"});
  if (file_name.size() > kFileNameMax)
    return bad_value("file_name", "", {"200 字节以内的文件名", "a name of at most 200 bytes"});
  std::lock_guard lock(mutex_);
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  int of_account = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() != ".json") continue;
    const auto about = read_about(entry.path().string());
    if (about && text_of(*about, "login") == login) ++of_account;
  }
  if (of_account >= kOfOneAccount) {
    return Error{"api.uploads_many",
                 {fmt::format("您已有 {} 个没有传完的文件", of_account),
                  fmt::format("you have {} unfinished uploads already", of_account)},
                 {"传完或删除其中一些后再传", "finish or drop some of them first"},
                 {},
                 {},
                 Exit::usage};
  }
  Upload made{random_name(), login, file_name, sha256, bytes, 0};
  const json::object about{
      {"login", login}, {"file_name", file_name}, {"bytes", bytes}, {"sha256", sha256}};
  if (made.upload.empty() || !write_whole(path(made), "") ||
      !write_whole(folder_ + "/" + made.upload + ".json", json::serialize(about)))
    return failed_error(folder_);
  return made;
}

Result<Upload> Uploads::find(const std::string& login, const std::string& name) const {
  if (!is_name(name)) return not_found();
  const auto about = read_about(folder_ + "/" + name + ".json");
  if (!about || text_of(*about, "login") != login) return not_found();
  const json::value* bytes = about->if_contains("bytes");
  Upload upload{name,
                login,
                text_of(*about, "file_name"),
                text_of(*about, "sha256"),
                bytes && bytes->is_int64() ? bytes->get_int64() : 0,
                0};
  struct stat found {};
  if (::stat(path(upload).c_str(), &found) != 0) return not_found();
  upload.offset = found.st_size;
  return upload;
}

void Uploads::drop(const Upload& upload) {
  ::unlink((folder_ + "/" + upload.upload + ".json").c_str());
  ::unlink(path(upload).c_str());
}

Result<std::string> Uploads::take(const Upload& upload) {
  if (!upload.is_complete()) {
    return Error{
        "api.upload_incomplete",
        {fmt::format("文件还没有传完：{} / {} 字节", upload.offset, upload.bytes),
         fmt::format("the upload is not finished: {} of {} bytes", upload.offset, upload.bytes)},
        {"从断开处接着传", "go on where it stopped"},
        {},
        {{"offset", std::to_string(upload.offset)}},
        Exit::usage};
  }
  if (!upload.sha256.empty()) {
    Sha256 hash;
    std::ifstream in(path(upload), std::ios::binary);
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
      hash.update({block.data(), static_cast<size_t>(in.gcount())});
    if (hash.hex() != upload.sha256) {
      return Error{"api.upload_differs",
                   {"传到的文件与原文件不一致", "what arrived is not the file that was announced"},
                   {"删除后重新上传", "drop it and send it again"},
                   {},
                   {},
                   Exit::usage};
    }
  }
  const std::string taken = folder_ + "/" + upload.upload + ".whole";
  if (::rename(path(upload).c_str(), taken.c_str()) != 0) return failed_error(taken);
  ::unlink((folder_ + "/" + upload.upload + ".json").c_str());
  return taken;
}

void Uploads::sweep() {
  std::lock_guard lock(mutex_);
  std::error_code ignored;
  std::vector<fs::path> old;
  const auto now = fs::file_time_type::clock::now();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() != ".part" && entry.path().extension() != ".whole") continue;
    if (now - entry.last_write_time(ignored) > kKeptFor) old.push_back(entry.path());
  }
  for (fs::path path : old) {
    fs::remove(path, ignored);
    fs::remove(path.replace_extension(".json"), ignored);
  }
}

}  // namespace diaodu::api
