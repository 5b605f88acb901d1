#pragma once
// Sessions for reading, kept open and lent out: a connection costs more than most answers.
#include <memory>
#include <mutex>
#include <vector>

#include "api/backend.hpp"

namespace diaodu::api {

class Readers {
 public:
  explicit Readers(Backend& backend) : backend_(backend) {}
  class Lease {
   public:
    Lease(Readers& of, std::unique_ptr<store::Session> session)
        : of_(&of), session_(std::move(session)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (session_) of_->take_back(std::move(session_));
    }
    store::Session& operator*() const { return *session_; }
    store::Session* operator->() const { return session_.get(); }

   private:
    Readers* of_;
    std::unique_ptr<store::Session> session_;
  };
  Result<Lease> lend() {
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<store::Session> session = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(session));
      }
    }
    TRY_ASSIGN(std::unique_ptr<store::Session> session, backend_.reader());
    return Lease(*this, std::move(session));
  }

 private:
  void take_back(std::unique_ptr<store::Session> session) {
    std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleMax) idle_.push_back(std::move(session));
  }
  static constexpr size_t kIdleMax = 16;
  Backend& backend_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<store::Session>> idle_;
};
using Lease = Readers::Lease;

}  // namespace diaodu::api
