#include "sheet/fail.hpp"

namespace diaodu::sheet {
namespace {
const Words kSaveAgain = {"请用 WPS 或 Excel 打开，另存为 .xlsx 后重传",
                          "Open it in WPS or Excel, save it as .xlsx and send it again"};
}  // namespace

Error bad_package(const std::string& why_zh, const std::string& why_en) {
  return fail("sheet.damaged_zip",
              {"工作簿文件已损坏：" + why_zh, "the workbook is damaged: " + why_en}, kSaveAgain);
}

Error truncated_package() {
  return fail(
      "sheet.truncated",
      {"工作簿文件不完整，可能没有传完", "the workbook is cut off; it may not have arrived whole"},
      {"请重新传送原文件", "Send the original file again"});
}

Error bad_xml(const std::string& part, const std::string& why) {
  return fail("sheet.bad_xml",
              {"工作簿内部文件读不通：" + why, "a part of the workbook cannot be read: " + why},
              kSaveAgain, part);
}

Error has_doctype(const std::string& part) {
  return fail(
      "sheet.doctype",
      {"工作簿内部带有 DOCTYPE 或实体定义，表格软件不会这样保存，已拒收",
       "a part of the workbook declares a DOCTYPE or an entity, which no spreadsheet program "
       "writes; it was refused"},
      kSaveAgain, part);
}

Error over_limit(const std::string& code, const std::string& what_zh, const std::string& what_en,
                 uint64_t limit) {
  const std::string number = std::to_string(limit);
  return fail(code, {what_zh + "超过上限" + number, what_en + " exceeds the limit of " + number},
              {"请删去多余内容，或分成几个文件报送",
               "Delete what is not needed, or send it as several files"});
}

Error zip_bomb(const std::string& part, uint64_t ratio) {
  const std::string number = std::to_string(ratio);
  return fail("sheet.zip_bomb",
              {"压缩比超过" + number + "倍，不像正常的工作簿，已拒收",
               "it inflates to more than " + number + " times its size; no normal workbook does"},
              kSaveAgain, part);
}

Error encrypted() {
  return fail(
      "sheet.encrypted",
      {"工作簿设有打开密码，读不出内容",
       "the workbook is locked with a password and cannot be read"},
      {"请在 WPS 或 Excel 中打开，在“文件—文档加密（信息—保护工作簿）”里清空密码，另存后重传；"
       "不要把密码发给本系统",
       "Open it in WPS or Excel, clear the password under File (Info, Protect Workbook), save it "
       "and send it again; never send the password itself"});
}

Error not_a_workbook() {
  return fail("sheet.not_a_workbook",
              {"压缩包里没有工作簿", "there is no workbook in this zip file"},
              {"请直接报送 .xlsx 或 CSV 文件，不要再打包",
               "Send the .xlsx or CSV file itself, not packed into another"});
}

Error other_format(const std::string& what_zh, const std::string& what_en, std::string path) {
  return fail(
      "sheet.other_format",
      {"这是" + what_zh + "，本系统不读", "this is " + what_en + ", which is not read here"},
      kSaveAgain, std::move(path));
}

Error no_cells() {
  return fail("sheet.no_cells",
              {"工作簿里没有数据表，只有宏或图表",
               "the workbook has no sheet of cells, only macros or charts"},
              {"请把数据放进普通工作表，另存为 .xlsx 后重传",
               "Put the data on an ordinary sheet, save it as .xlsx and send it again"});
}

}  // namespace diaodu::sheet
