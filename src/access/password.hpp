#pragma once
// argon2id hashes of passwords, and a gate that lets only so many be made at one time. Internal to
// access/.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

#include "access/access.hpp"

namespace diaodu::access {

// Error "access.too_busy": no memory for it.
Result<std::string> hash_password(const std::string& password, const HashCost& cost);
// With the cost that stands in the hash; the same work whether it is right or not.
bool password_fits(const std::string& hash, const std::string& password);

class HashGate {
 public:
  explicit HashGate(int max) : free_(max) {}
  class Pass {  // held while hashing
   public:
    explicit Pass(HashGate& gate) : gate_(&gate) {}
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    ~Pass();

   private:
    HashGate* gate_;
  };
  Result<Pass> enter(std::chrono::milliseconds patience);  // error "access.too_busy"

 private:
  std::mutex mutex_;
  std::condition_variable one_left_;
  int free_;
};

}  // namespace diaodu::access
