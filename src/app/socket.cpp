#include "app/socket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

namespace diaodu::app {
namespace {

constexpr uint32_t kFrameBytesMax = 64u << 20;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool receive_all(int socket, char* to, size_t bytes) {
  while (bytes > 0) {
    const ssize_t got = ::recv(socket, to, bytes, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    bytes -= static_cast<size_t>(got);
  }
  return true;
}

// A frame: its kind, the length of its body, the body. Kinds: c command, a accepted, o and e
// output, x exit.
bool send_frame(int socket, char kind, std::string_view body) {
  std::string head(5, kind);
  const auto length = static_cast<uint32_t>(body.size());
  std::memcpy(head.data() + 1, &length, sizeof length);
  return send_all(socket, head) && send_all(socket, body);
}

bool receive_frame(int socket, char& kind, std::string& body) {
  char head[5];
  uint32_t length = 0;
  if (!receive_all(socket, head, sizeof head)) return false;
  std::memcpy(&length, head + 1, sizeof length);
  if (length > kFrameBytesMax) return false;
  kind = head[0];
  body.resize(length);
  return receive_all(socket, body.data(), length);
}

// The folder's own descriptor stands in for its path, which may be too long for a socket's address.
class Address {
 public:
  explicit Address(const Home& home)
      : folder_(::open(home.folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    address_.sun_family = AF_UNIX;
    const std::string path = fmt::format("/proc/self/fd/{}/diaodu.sock", folder_);
    std::memcpy(address_.sun_path, path.c_str(), path.size() + 1);
  }
  Address(const Address&) = delete;
  ~Address() {
    if (folder_ >= 0) ::close(folder_);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static socklen_t size() { return sizeof(sockaddr_un); }

 private:
  int folder_;
  sockaddr_un address_{};
};

bool is_ours(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

std::vector<std::string> texts(const boost::json::object& object, std::string_view name) {
  std::vector<std::string> out;
  const boost::json::value* found = object.if_contains(name);
  if (!found || !found->is_array()) return out;
  for (const boost::json::value& item : found->get_array()) {
    if (item.is_string()) out.emplace_back(item.get_string());
  }
  return out;
}

std::optional<Forwarded> read_command(const std::string& body) {
  boost::json::error_code failed;
  const boost::json::value value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return std::nullopt;
  const boost::json::object& object = value.get_object();
  Forwarded command{texts(object, "arguments"), texts(object, "environment"), {}, false};
  if (const auto* cwd = object.if_contains("cwd"); cwd && cwd->is_string())
    command.cwd = cwd->get_string();
  if (const auto* tty = object.if_contains("tty"); tty && tty->is_bool())
    command.tty = tty->get_bool();
  return command;
}

}  // namespace

struct Listener::Inside {
  struct Client {
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> is_done = std::make_shared<std::atomic<bool>>(false);
  };
  int socket = -1, stop = -1;
  std::string path;
  Serve serve;
  std::thread acceptor;
  std::list<Client> clients;  // the acceptor's

  void accept_all();
  void serve_one(int client);
};

void Listener::Inside::accept_all() {
  pollfd watched[] = {{socket, POLLIN, 0}, {stop, POLLIN, 0}};
  for (;;) {
    if (::poll(watched, 2, -1) < 0 && errno != EINTR) break;
    if (watched[1].revents != 0) break;
    if (watched[0].revents == 0) continue;
    const int client = ::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    for (auto at = clients.begin(); at != clients.end();) {
      if (*at->is_done) {
        at->thread.join();
        at = clients.erase(at);
      } else {
        ++at;
      }
    }
    Client& added = clients.emplace_back();
    added.thread = std::thread([this, client, is_done = added.is_done] {
      serve_one(client);
      ::close(client);
      *is_done = true;
    });
  }
  for (Client& client : clients) client.thread.join();
}

void Listener::Inside::serve_one(int client) {
  const timeval patience{10, 0};
  ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char kind = 0;
  std::string body;
  if (!is_ours(client) || !receive_frame(client, kind, body) || kind != 'c') return;
  const std::optional<Forwarded> command = read_command(body);
  if (!command || !send_frame(client, 'a', {})) return;
  const Output::Sink sink = [client](Output::Stream stream, std::string_view text) {
    send_frame(client, static_cast<char>(stream),
               text);  // a caller that has gone does not stop the command
  };
  const auto exit = static_cast<char>(serve(*command, sink));
  send_frame(client, 'x', std::string_view(&exit, 1));
}

Listener::Listener() : inside_(std::make_unique<Inside>()) {}

Result<std::unique_ptr<Listener>> Listener::start(const Home& home, Serve serve) {
  std::unique_ptr<Listener> listener(new Listener);
  Inside& inside = *listener->inside_;
  inside.serve = std::move(serve);
  inside.path = home.socket();
  inside.stop = ::eventfd(0, EFD_CLOEXEC);
  inside.socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const Address address(home);
  ::unlink(inside.path.c_str());  // of a process that was killed; we hold the lock
  const mode_t before = ::umask(0177);
  const bool bound = ::bind(inside.socket, address.get(), Address::size()) == 0;
  const int why = errno;
  ::umask(before);
  if (!bound || ::listen(inside.socket, 128) != 0) {
    return Error{"app.socket",
                 {fmt::format("无法监听：{}", std::strerror(bound ? errno : why)),
                  fmt::format("cannot listen there: {}", std::strerror(bound ? errno : why))},
                 {"数据目录要放在支持套接字文件的本地磁盘上",
                  "the data folder must lie on a local disk that can hold socket files"},
                 inside.path};
  }
  inside.acceptor = std::thread([&inside] { inside.accept_all(); });
  return listener;
}

Listener::~Listener() {
  Inside& inside = *inside_;
  if (inside.acceptor.joinable()) {
    ::unlink(inside.path.c_str());
    const uint64_t one = 1;
    if (::write(inside.stop, &one, sizeof one) > 0) inside.acceptor.join();
  }
  if (inside.socket >= 0) ::close(inside.socket);
  if (inside.stop >= 0) ::close(inside.stop);
}

Result<std::optional<Exit>> forward(const Home& home, const Forwarded& command,
                                    const Output::Sink& sink) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const struct Closer {
    int socket;
    ~Closer() { ::close(socket); }
  } closer{socket};
  const Address address(home);
  if (::connect(socket, address.get(), Address::size()) != 0) return std::optional<Exit>{};
  boost::json::object object;
  object["arguments"] = boost::json::array(command.arguments.begin(), command.arguments.end());
  object["environment"] =
      boost::json::array(command.environment.begin(), command.environment.end());
  object["cwd"] = command.cwd;
  object["tty"] = command.tty;
  char kind = 0;
  std::string body;
  if (!send_frame(socket, 'c', boost::json::serialize(object)) ||
      !receive_frame(socket, kind, body) || kind != 'a') {
    return std::optional<Exit>{};
  }
  while (receive_frame(socket, kind, body)) {
    if (kind == 'x' && body.size() == 1) return std::optional<Exit>(static_cast<Exit>(body[0]));
    sink(static_cast<Output::Stream>(kind), body);
  }
  return Error{
      "app.holder_ended",
      {"正在处理的 diaodu 进程中途结束，不能确定这次操作是否已记录",
       "the diaodu that did the work ended midway; whether the command was recorded is not known"},
      {"再运行一次：已记录的文件不会重复处理",
       "run it again: a file that was taken is not taken twice"},
      home.folder};
}

}  // namespace diaodu::app
