#pragma once
// What is said when an idempotency key comes again with something else.
#include <string>

#include "base/error.hpp"

namespace diaodu::journal {

inline Error key_reused(const std::string& key, int64_t seq) {
  const std::string number = std::to_string(seq);
  return Error{"journal.key_reused",
               {"--key “" + key + "”已用于第 " + number + " 号操作，内容与这次不同；这次未记录",
                "the key \"" + key + "\" was used for command " + number +
                    ", which says something else; this one was not recorded"},
               {"重试同一操作才用同一个 key；新的操作换一个 key",
                "use a key again only to try the same again; take a new one for something new"},
               {},
               {{"key", key}, {"seq", number}},
               Exit::usage};
}

}  // namespace diaodu::journal
