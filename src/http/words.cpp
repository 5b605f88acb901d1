#include "http/words.hpp"

#include <array>
#include <string>

namespace diaodu::http {
namespace {

struct Status {
  unsigned status;
  const char* phrase;
  const char* zh;
  const char* en;
};
constexpr std::array<Status, 37> kStatuses{{
    {200, "OK", "成功", "Done"},
    {201, "Created", "已建立", "Made"},
    {202, "Accepted", "已收到，正在处理", "Taken, being worked on"},
    {204, "No Content", "成功", "Done"},
    {206, "Partial Content", "部分内容", "A part"},
    {301, "Moved Permanently", "地址已变", "Moved"},
    {302, "Found", "在别处", "Elsewhere"},
    {303, "See Other", "在别处", "Elsewhere"},
    {304, "Not Modified", "没有变化", "Unchanged"},
    {307, "Temporary Redirect", "在别处", "Elsewhere"},
    {308, "Permanent Redirect", "地址已变", "Moved"},
    {400, "Bad Request", "请求写得不对", "The request is not right"},
    {401, "Unauthorized", "请先登录", "Please log in"},
    {403, "Forbidden", "没有权限", "Not allowed"},
    {404, "Not Found", "没有找到", "Not found"},
    {405, "Method Not Allowed", "这个地址不支持这种操作", "Not possible at this address"},
    {406, "Not Acceptable", "没有所要的格式", "Not to be had in that form"},
    {408, "Request Timeout", "请求传得太慢", "The request came too slowly"},
    {409, "Conflict", "与现有情况冲突", "In conflict with what is there"},
    {410, "Gone", "已经不在了", "No longer there"},
    {411, "Length Required", "没有说明长度", "The length is not told"},
    {412, "Precondition Failed", "内容已被别人改过", "Changed by somebody else meanwhile"},
    {413, "Payload Too Large", "内容太大", "Too large"},
    {414, "URI Too Long", "网址太长", "The address is too long"},
    {415, "Unsupported Media Type", "不支持这种格式", "This format is not taken"},
    {416, "Range Not Satisfiable", "所要的部分不存在", "There is no such part"},
    {417, "Expectation Failed", "不支持的请求头", "Not possible"},
    {422, "Unprocessable Entity", "内容不符合要求", "The content is not right"},
    {428, "Precondition Required", "需要说明依据的版本", "Say which version you saw"},
    {429, "Too Many Requests", "请求太频繁", "Too many requests"},
    {431, "Request Header Fields Too Large", "请求头太大", "The header fields are too large"},
    {500, "Internal Server Error", "程序出错", "The program made an error"},
    {501, "Not Implemented", "还不支持", "Not possible yet"},
    {503, "Service Unavailable", "系统正忙", "Busy at the moment"},
    {504, "Gateway Timeout", "等待超时", "It took too long"},
    {505, "HTTP Version Not Supported", "不支持的协议版本", "This version is not spoken"},
    {507, "Insufficient Storage", "磁盘空间不足", "The disk is full"},
}};

const Status* find(unsigned status) {
  for (const Status& one : kStatuses)
    if (one.status == status) return &one;
  return nullptr;
}

}  // namespace

Words status_words(unsigned status) {
  const Status* one = find(status);
  return one == nullptr ? Words{"出错", "An error"} : Words{one->zh, one->en};
}
std::string_view status_phrase(unsigned status) {
  const Status* one = find(status);
  return one == nullptr ? "Unknown" : one->phrase;
}

Words hint_words(std::string_view code) {
  if (code == "http.busy" || code == "http.too_many_connections")
    return {"过几秒钟再试", "try again in a few seconds"};
  if (code == "http.too_slow")
    return {"网络恢复后再试；大文件会从断开处继续",
            "try again when the network is better; a large file goes on where it was cut off"};
  if (code == "http.body_too_large")
    return {"大文件请从“报送”页面上传，或分成几份",
            "send large files on the page Parcels, or in "
            "parts"};
  if (code == "http.failed")
    return {"再试一次；仍然出错，请把请求编号告诉管理员",
            "try once more; if it happens again, tell the administrator the number of the request"};
  if (code == "http.not_found")
    return {"核对网址；也可能已被删除或不属于您的范围",
            "see whether the address is right; it may be gone, or not within your reach"};
  if (code == "http.offset")
    return {"从 params 里的位置继续上传", "go on from the offset told in params"};
  if (code == "http.disk")
    return {"请管理员检查磁盘空间", "ask the administrator to look at the disk"};
  return {"核对请求的写法", "see how the request is written"};
}

Refusal method_unknown() {
  return {405, "http.method", {"不认识的请求方法", "this method is not known here"}};
}
Refusal not_found() {
  return {404, "http.not_found", {"没有这个地址", "there is nothing at this address"}};
}
Refusal method_not_allowed() {
  return {405,
          "http.method_not_allowed",
          {"这个地址不支持这种请求方法", "this address does not take that method"}};
}
Refusal body_too_large(uint64_t bytes_max) {
  const std::string most = std::to_string(bytes_max);
  return {413,
          "http.body_too_large",
          {"内容超过上限 " + most + " 字节", "the body is larger than " + most + " bytes"}};
}
Refusal too_slow() {
  return {408, "http.too_slow", {"请求没有在规定时间内传完", "the request did not come in time"}};
}
Refusal busy() {
  return {503, "http.busy", {"等待处理的请求太多", "too many requests are waiting"}};
}
Refusal memory_full() {
  return {503, "http.busy", {"同时上传的内容太多", "too much is being sent at the same time"}};
}
Refusal answers_full() {
  return {503, "http.busy", {"同时下发的内容太多", "too much is being sent out at the same time"}};
}
Refusal too_many_connections() {
  return {429,
          "http.too_many_connections",
          {"来自同一地址的连接太多", "too many connections from one address"}};
}
Refusal handler_failed() {
  return {500,
          "http.failed",
          {"处理请求时程序出错，已记录",
           "the program failed on this request; "
           "it is in the log"}};
}
Refusal offset_differs(bool is_locked) {
  if (is_locked)
    return {409,
            "http.offset",
            {"同一文件正在由另一个连接上传", "another connection is sending this file"}};
  return {409,
          "http.offset",
          {"已收到的长度与续传位置不同", "what has arrived is not as long as the offset says"}};
}
Refusal disk_failed(bool is_full) {
  if (is_full)
    return {507, "http.disk", {"磁盘已满，没有收下", "the disk is full; nothing was taken"}};
  return {500, "http.disk", {"文件没能写入磁盘", "the file could not be written"}};
}
Refusal range_outside() {
  return {416, "http.range", {"文件没有这一段", "the file has no such part"}};
}
Refusal file_gone() {
  return {404, "http.not_found", {"文件已经不在了", "the file is no longer there"}};
}

Reply to_reply(const Refusal& refusal, Language language) {
  Problem what{refusal.code, {}, refusal.detail, hint_words(refusal.code), "", {}};
  Reply reply = problem(refusal.status, what, language);
  if (refusal.status == 503 || refusal.status == 429) reply.set("retry-after", "2");
  if (refusal.status == 405 && refusal.code == "http.method")
    reply.set("allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
  return reply;
}

}  // namespace diaodu::http
