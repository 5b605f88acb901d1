#pragma once
// Idempotency-Key: the same key and the same request give the answer they gave before. Kept in
// memory; what the journal holds is known by its key again after a restart (journal::Command).
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/reply.hpp"

namespace diaodu::api {

class Once {
 public:
  enum class Found { fresh, again, other, running };
  struct Looked {
    Found found = Found::fresh;
    std::shared_ptr<const http::Reply> reply;  // of `again`
  };
  // fresh: the caller does it, then says keep() or forget().
  Looked begin(const std::string& key, const std::string& digest);
  void keep(const std::string& key, const http::Reply& reply);
  void forget(const std::string& key);

 private:
  struct One {
    std::string digest;
    std::shared_ptr<const http::Reply> reply;  // none yet: it is being done
  };
  std::mutex mutex_;
  std::map<std::string, One> known_;
  std::deque<std::string> order_;
};

}  // namespace diaodu::api
