// Messages between the program and its parser children: a small head and open descriptors, on a
// SOCK_SEQPACKET pair.
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "parcel/wire.hpp"

namespace diaodu::parcel {
namespace {

struct Head {
  uint32_t kind = 0;
  uint32_t descriptors = 0;
  int64_t number = 0;
};

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

bool send_message(int socket, MessageKind kind, int64_t number, std::span<const int> descriptors) {
  CHECK(descriptors.size() <= kDescriptorsMax, "more descriptors than a message can carry");
  Head head{static_cast<uint32_t>(kind), static_cast<uint32_t>(descriptors.size()), number};
  iovec piece{&head, sizeof head};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kDescriptorsMax)];
  if (!descriptors.empty()) {
    std::memset(control, 0, sizeof control);
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
  }
  ssize_t sent = 0;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof head);
}

std::optional<Message> receive_message(int socket) {
  Head head;
  iovec piece{&head, sizeof head};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kDescriptorsMax)];
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = 0;
  do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got < 0) return std::nullopt;
  Message out;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(part) + i * sizeof(int), sizeof number);
      out.descriptors.emplace_back(number);
    }
  }
  const bool whole = got == static_cast<ssize_t>(sizeof head) &&
                     (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0 &&
                     head.kind <= static_cast<uint32_t>(MessageKind::ack) &&
                     head.descriptors == out.descriptors.size();
  if (!whole) return std::nullopt;
  out.kind = static_cast<MessageKind>(head.kind);
  out.number = head.number;
  return out;
}

}  // namespace diaodu::parcel
