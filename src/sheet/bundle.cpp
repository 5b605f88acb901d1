#include "sheet/bundle.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sheet/archive.hpp"
#include "sheet/encoding.hpp"
#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {

constexpr size_t kPiece = 256 * 1024;
constexpr std::string_view kOfWorkbooks[] = {"[Content_Types].xml", "_rels/",  "docProps/", "xl/",
                                             "customXml/",          "mimetype"};

const Words kUnpack = {"请解压后直接报送里面的文件，或重新打成普通的 zip 包（不设密码）",
                       "Unpack it and send the files themselves, or pack them anew as a plain zip "
                       "without a password"};

bool is_of_workbook(std::string_view name) {
  return std::any_of(std::begin(kOfWorkbooks), std::end(kOfWorkbooks),
                     [&](std::string_view one) { return name.starts_with(one); });
}

// What an archive says of workbooks, said of a zip file.
Error of_bundle(Error error) {
  error.message.zh = replace_all(std::move(error.message.zh), "工作簿", "压缩包");
  error.message.en = replace_all(std::move(error.message.en), "workbook", "zip file");
  if (error.code == "sheet.encrypted")
    error.message = {"压缩包设有密码，打不开", "the zip file is locked with a password"};
  error.hint = kUnpack;
  return error;
}

Error packed_within(const std::string& name) {
  return fail("sheet.nested_zip",
              {"压缩包里还有压缩包，没有打开", "a zip file within the zip file is not opened"},
              kUnpack, name);
}

std::string readable(const std::string& name) {
  if (is_clean_utf8(name)) return name;
  Decoder decoder(Encoding::gb18030, name);
  std::string out;
  while (!decoder.done()) decoder.read(out, name.size());
  return out;
}

bool is_put_in_by_systems(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  return name.starts_with("__MACOSX/") || last.starts_with("._") || last.starts_with("~$") ||
         last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini";
}

// One file: its error, if it is broken. Errors that are returned are about the whole.
Result<std::optional<Error>> unpack(Archive& archive, Entry& entry, const std::string& name,
                                    BundleSink& sink) {
  const std::unique_ptr<Inflater> inflater = archive.inflate(entry);
  std::string piece(kPiece, '\0');
  for (bool first = true;; first = false) {
    const Result<size_t> got = inflater->read(piece.data(), piece.size());
    if (!got.ok() &&
        (got.error().code == "sheet.damaged_zip" || got.error().code == "sheet.truncated"))
      return std::optional(of_bundle(got.error()));
    if (!got.ok()) return got.error();
    if (*got == 0) return std::optional<Error>();
    const std::string_view bytes(piece.data(), *got);
    if (first && sniff(bytes) == "zip" && may_be_bundle(bytes))
      return std::optional(packed_within(name));
    if (!sink.bytes(bytes)) return std::optional<Error>();
  }
}

}  // namespace

bool may_be_bundle(std::string_view head) {
  constexpr size_t kName = 30;
  if (head.starts_with(std::string_view("PK\x05\x06", 4))) return true;
  if (!head.starts_with("PK\x03\x04")) return false;
  return head.size() < kName || !is_of_workbook(head.substr(kName));
}

Result<bool> read_bundle(std::string_view bytes, BundleSink& sink) {
  if (!may_be_bundle(bytes)) return false;
  Limits limits;
  limits.entries_max = kBundleFilesMax;
  Result<Archive> archive = Archive::open(bytes, limits);
  // Without its end nobody can say what it was: kept whole, and told as one file.
  if (!archive.ok() && archive.error().code == "sheet.truncated") return false;
  if (!archive.ok()) return of_bundle(archive.error());
  for (const std::string_view name : {"[Content_Types].xml", "xl/workbook.xml"})
    if (archive->find(name) != nullptr) return false;
  size_t files = 0;
  for (Entry& entry : archive->entries()) {
    if (entry.name.ends_with('/')) continue;
    const std::string name = readable(entry.name);
    if (is_put_in_by_systems(name)) {
      sink.left_out(name);
      continue;
    }
    ++files;
    if (!sink.file(name)) return true;
    const Result<std::optional<Error>> ended = unpack(*archive, entry, name, sink);
    if (!ended.ok()) return of_bundle(ended.error());
    sink.end(*ended);
  }
  if (files == 0)
    return fail("sheet.empty_zip", {"压缩包里没有文件", "there is no file in this zip file"},
                {"请核对打包的内容后重报", "See what was packed, and send it again"});
  return true;
}

}  // namespace diaodu::sheet
