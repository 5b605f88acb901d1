#pragma once
// Jobs and parts as bytes between the program and its parser children. A payload lies in a memory
// file whose descriptor is passed along; batches are written as their raw buffers. What comes from
// a child is foreign: every size is checked, and the columns are the parent's own.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "parcel/job.hpp"

namespace diaodu::parcel {

class Descriptor {  // closes what it holds
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

enum class MessageKind : uint32_t {
  setup,   // parent -> master: payload
  ready,   // master -> parent
  failed,  // master -> parent: payload, an Error
  reader,  // parent -> master: the reader's end of a new socket
  hello,   // reader -> parent: number = its process id
  job,     // parent -> reader: payload and the files, open
  part,    // reader -> parent: payload; number = 1: the job's last
  ack,     // parent -> reader: a part was consumed
};
struct Message {
  MessageKind kind{};
  int64_t number = 0;
  std::vector<Descriptor> descriptors;
};
constexpr size_t kDescriptorsMax = 250;  // of a message; the kernel takes 253
bool send_message(int socket, MessageKind kind, int64_t number, std::span<const int> descriptors);
// Waits. nullopt: the other side is gone, or sent what is no message.
std::optional<Message> receive_message(int socket);

struct Setup {
  std::string pack_folder;
  std::string pack_sha256;  // empty: not checked
  HashKey key{};
};
struct ChildJob {  // of a reader: files of one register, in the order of the message's descriptors
  std::string register_id;
  std::vector<FileJob> files;
};
// Encoders give a memory file; decoders nullopt for anything that is not whole.
Descriptor encode(const Setup& setup);
Descriptor encode(const ChildJob& job);
Descriptor encode(const Part& part);
Descriptor encode(const Error& error);
std::optional<Setup> decode_setup(int descriptor);
std::optional<ChildJob> decode_job(int descriptor);
std::optional<Part> decode_part(int descriptor, const pack::Register& register_);
std::optional<Error> decode_error(int descriptor);

}  // namespace diaodu::parcel
