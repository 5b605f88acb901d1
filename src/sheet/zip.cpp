#include "sheet/zip.hpp"

#include <unistd.h>
#include <zip.h>

#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {

Error cannot_write(const std::string& path, const std::string& why) {
  return fail("sheet.cannot_write", {"压缩包写不出来：" + why, "cannot write the archive: " + why},
              {"请核对文件夹的写入权限和剩余空间",
               "Check the permission to write in the folder and the space left"},
              path);
}

Result<void> add(zip_t* archive, const Packed& file, const std::string& path,
                 const std::string& password) {
  zip_source_t* source = zip_source_file(archive, file.path.c_str(), 0, -1);
  const int64_t at = source == nullptr ? -1
                                       : zip_file_add(archive, file.name.c_str(), source,
                                                      ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
  if (at < 0) {
    const std::string why = zip_strerror(archive);
    if (source != nullptr) zip_source_free(source);
    return cannot_write(path, why);
  }
  const auto index = static_cast<zip_uint64_t>(at);
  zip_set_file_compression(archive, index, ZIP_CM_STORE, 0);  // workbooks are compressed already
  if (password.empty()) return {};
  if (zip_file_set_encryption(archive, index, ZIP_EM_AES_256, password.c_str()) != 0)
    return fail("sheet.cannot_encrypt",
                {"这台机器的压缩库不能加密：" + std::string(zip_strerror(archive)),
                 "the archive library of this machine cannot encrypt: " +
                     std::string(zip_strerror(archive))},
                {"请管理员安装带加密的 libzip；或不加密导出后另行加密",
                 "Have a libzip with encryption installed, or export without a password and "
                 "encrypt it otherwise."},
                path);
  return {};
}

}  // namespace

Result<void> write_zip(const std::string& path, const std::vector<Packed>& files,
                       const std::string& password) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return cannot_write(path, why);
  }
  for (const Packed& file : files) {
    const Result<void> added = add(archive, file, path, password);
    if (added.ok()) continue;
    zip_discard(archive);
    return added.error();
  }
  if (zip_close(archive) != 0) {
    const std::string why = zip_strerror(archive);
    zip_discard(archive);
    return cannot_write(path, why);
  }
  return {};
}

}  // namespace diaodu::sheet
