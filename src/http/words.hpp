#pragma once
// The sentences of the server itself, in one place: codes stand in docs/errors.md.
#include "http/head.hpp"
#include "http/reply.hpp"

namespace diaodu::http {

Words status_words(unsigned status);              // for people: "没有找到", "Not found"
std::string_view status_phrase(unsigned status);  // for the status line
Words hint_words(std::string_view code);

Refusal method_unknown();
Refusal not_found();
Refusal method_not_allowed();
Refusal body_too_large(uint64_t bytes_max);
Refusal too_slow();
Refusal busy();
Refusal memory_full();
Refusal answers_full();
Refusal too_many_connections();
Refusal handler_failed();
Refusal offset_differs(bool is_locked);
Refusal disk_failed(bool is_full);
Refusal range_outside();
Refusal file_gone();

Reply to_reply(const Refusal& refusal, Language language);

}  // namespace diaodu::http
