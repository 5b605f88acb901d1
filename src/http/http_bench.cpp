// http_bench: a client for bench/server.py that is never the narrow place; one thread, no library.
//   http_bench load PORT HEADS [name=number ...]  asks in turn, an answer a client at a time
//     clients=200 seconds=10 rate=0 (requests/s in all; 0: as fast as they are answered)
//   http_bench slow PORT HEADS [...]              keeps the server waiting, and comes again
//     count=2000 seconds=40 kind=0 (a slow head; 1: a slow body; 2: a slow reader) again=1 pace=500
//   http_bench idle PORT HEADS [...]              is answered once, then only stays
//     count=1000 seconds=10
// HEADS is a file of request heads, each with its blank line. Prints one JSON object.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace diaodu::http {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Asked {
  uint16_t port = 0;
  std::vector<std::string> heads;
  std::map<std::string, double> given;
  double number(const char* name, double otherwise) const {
    const auto found = given.find(name);
    return found == given.end() ? otherwise : found->second;
  }
};

// Many addresses, as a limit by address would else be what is measured.
int open_socket(uint16_t port, size_t number, int receive_bytes = 0) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (receive_bytes > 0)
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  constexpr size_t kOfOneAddress = 100;
  sockaddr_in own{}, server{};
  own.sin_family = server.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(0x7f000100U + static_cast<uint32_t>(number / kOfOneAddress) + 1);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons(port);
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
      (::connect(fd, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0 &&
       errno != EINPROGRESS)) {
    ::close(fd);
    return -1;
  }
  return fd;
}

double at(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

struct Client {
  int fd = -1;
  size_t sent = 0, next = 0;
  std::string in;
  bool is_asking = false;
  Clock::time_point due;  // from when its wait counts
};

// Clients that ask one after another, and how long each had to wait.
class Load {
 public:
  explicit Load(const Asked& asked)
      : asked_(asked),
        clients_(static_cast<size_t>(asked.number("clients", 200))),
        rate_(asked.number("rate", 0)) {}
  void run();

 private:
  void begin(size_t which);
  void go_on(size_t which);
  void write(Client& client);
  void read(size_t which);
  bool is_answered(Client& client, bool& closes);
  void finish(size_t which, bool is_good, bool closes);
  void print(double seconds);

  const Asked& asked_;
  std::vector<Client> clients_;
  const double rate_;
  int poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<double> waits_;
  std::map<int, size_t> by_status_;
  size_t broken_ = 0, bytes_ = 0;
  bool is_over_ = false;
};

void Load::begin(size_t which) {
  Client& client = clients_[which];
  client.is_asking = true;
  client.sent = 0;
  client.in.clear();
  if (client.fd < 0) {
    client.fd = open_socket(asked_.port, which);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u64 = which;
    if (client.fd < 0 || ::epoll_ctl(poll_, EPOLL_CTL_ADD, client.fd, &event) != 0)
      return finish(which, false, true);
  }
  write(client);
}

void Load::write(Client& client) {
  const std::string& head = asked_.heads[client.next % asked_.heads.size()];
  while (client.is_asking && client.sent < head.size()) {
    const ssize_t done =
        ::send(client.fd, head.data() + client.sent, head.size() - client.sent, MSG_NOSIGNAL);
    if (done <= 0) return;
    client.sent += static_cast<size_t>(done);
  }
}

bool Load::is_answered(Client& client, bool& closes) {
  const size_t end = client.in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string_view head = std::string_view(client.in).substr(0, end + 2);
  size_t length = 0;
  for (const char* name : {"\r\ncontent-length: ", "\r\nContent-Length: "})
    if (const size_t found = head.find(name); found != std::string_view::npos)
      length = std::strtoul(head.data() + found + std::strlen(name), nullptr, 10);
  for (const char* name : {"\r\nconnection: close", "\r\nConnection: close"})
    closes = closes || head.find(name) != std::string_view::npos;
  return client.in.size() >= end + 4 + length;
}

void Load::read(size_t which) {
  Client& client = clients_[which];
  char piece[65536];
  for (;;) {
    const ssize_t got = ::recv(client.fd, piece, sizeof piece, 0);
    if (got > 0) {
      bytes_ += static_cast<size_t>(got);
      client.in.append(piece, static_cast<size_t>(got));
      continue;
    }
    const bool is_closed = got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
    bool closes = is_closed;
    if (client.is_asking && is_answered(client, closes)) return finish(which, true, closes);
    if (is_closed) finish(which, false, true);
    return;
  }
}

void Load::finish(size_t which, bool is_good, bool closes) {
  Client& client = clients_[which];
  if (client.is_asking) {
    if (is_good) {
      ++by_status_[std::atoi(client.in.c_str() + 9)];
      waits_.push_back(Seconds(Clock::now() - client.due).count());
    } else {
      ++broken_;
    }
    ++client.next;
  }
  client.is_asking = false;
  if (closes && client.fd >= 0) {
    ::close(client.fd);
    client.fd = -1;
  }
  if (is_over_ || rate_ > 0) return;
  client.due = Clock::now();
  if (client.fd >= 0) begin(which);  // else at the next turn, not deeper and deeper
}

void Load::run() {
  const Clock::time_point started = Clock::now();
  const Seconds lasts(asked_.number("seconds", 10));
  const Seconds between(rate_ > 0 ? static_cast<double>(clients_.size()) / rate_ : 0);
  for (size_t i = 0; i < clients_.size(); ++i) {
    clients_[i].next = i;
    clients_[i].due =
        started + std::chrono::duration_cast<Clock::duration>(
                      between * (static_cast<double>(i) / static_cast<double>(clients_.size())));
  }
  std::vector<epoll_event> events(1024);
  const Seconds grace(5);
  for (;;) {
    const Clock::time_point now = Clock::now();
    is_over_ = now - started > lasts;
    bool is_any = false;
    for (size_t i = 0; i < clients_.size(); ++i) {
      Client& client = clients_[i];
      if (!is_over_ && !client.is_asking && client.due <= now) {
        begin(i);
      }
      is_any = is_any || client.is_asking;
    }
    if (is_over_ && (!is_any || now - started > lasts + grace)) break;
    const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1);
    for (int i = 0; i < count; ++i) {
      const auto which = static_cast<size_t>(events[static_cast<size_t>(i)].data.u64);
      Client& client = clients_[which];
      if (client.fd < 0) continue;
      const bool was_asking = client.is_asking;
      write(client);
      read(which);
      if (rate_ > 0 && was_asking && !client.is_asking)
        client.due += std::chrono::duration_cast<Clock::duration>(between);
    }
  }
  for (const Client& client : clients_) broken_ += client.is_asking ? 1 : 0;
  print(lasts.count());
}

void Load::print(double seconds) {
  std::sort(waits_.begin(), waits_.end());
  std::printf("{\"answers\":%zu,\"per_second\":%.1f,\"broken\":%zu,\"bytes\":%zu,\"status\":{",
              waits_.size(), static_cast<double>(waits_.size()) / seconds, broken_, bytes_);
  const char* comma = "";
  for (const auto& [status, count] : by_status_) {
    std::printf("%s\"%d\":%zu", comma, status, count);
    comma = ",";
  }
  std::printf("},\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}\n",
              at(waits_, 0.50) * 1e3, at(waits_, 0.95) * 1e3, at(waits_, 0.99) * 1e3,
              at(waits_, 1.0) * 1e3);
}

enum class Kind { head, body, reader, idle };

struct Slow {
  int fd = -1;
  Clock::time_point opened;
  size_t step = 0;
};

// What it says first, and each second after that.
void speak(const Asked& asked, Kind kind, Slow& one) {
  const std::string& head = asked.heads[one.step % asked.heads.size()];
  std::string said;
  if (kind == Kind::head)
    said = one.step == 0 ? "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" : "X-More: 1\r\n";
  if (kind == Kind::body) said = one.step == 0 ? head : "x";
  if ((kind == Kind::reader || kind == Kind::idle) && one.step == 0) said = head;
  ++one.step;
  if (!said.empty()) ::send(one.fd, said.data(), said.size(), MSG_NOSIGNAL);
}

// True when the server has ended it. A slow reader takes a few bytes a second.
bool is_ended(const Slow& one, Kind kind) {
  char piece[16384];
  const size_t most = kind == Kind::reader ? 64 : sizeof piece;
  const ssize_t got = ::recv(one.fd, piece, most, 0);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOTCONN);
}

struct SlowSums {
  size_t opened = 0, failed = 0, ended = 0;
  std::vector<double> lives;
};

void stay(const Asked& asked, Kind kind) {
  std::vector<Slow> all(static_cast<size_t>(asked.number("count", 2000)));
  const auto again = asked.number("again", kind == Kind::idle ? 0 : 1) > 0;
  const Seconds lasts(asked.number("seconds", 40));
  const double pace = asked.number("pace", 500);
  const Clock::time_point started = Clock::now();
  SlowSums sums;
  size_t first_time = 0;
  for (Clock::time_point now = started; now - started < lasts; now = Clock::now()) {
    const auto may = static_cast<size_t>(Seconds(now - started).count() * pace) + 1;
    for (size_t i = 0; i < all.size(); ++i) {
      Slow& one = all[i];
      if (one.fd < 0 && sums.opened < may && (again || i >= first_time)) {
        one = {open_socket(asked.port, i, kind == Kind::reader ? 2048 : 0), now, 0};
        first_time = std::max(first_time, i + 1);
        one.fd < 0 ? ++sums.failed : ++sums.opened;
      }
      if (one.fd < 0) continue;
      if (Seconds(now - one.opened).count() < static_cast<double>(one.step)) continue;
      if (one.step > 0 && is_ended(one, kind)) {
        ++sums.ended;
        sums.lives.push_back(Seconds(now - one.opened).count());
        ::close(one.fd);
        one.fd = -1;
        continue;
      }
      speak(asked, kind, one);
    }
    ::usleep(10'000);
  }
  std::sort(sums.lives.begin(), sums.lives.end());
  const auto open = std::count_if(all.begin(), all.end(), [](const Slow& x) { return x.fd >= 0; });
  std::printf(
      "{\"opened\":%zu,\"failed\":%zu,\"ended\":%zu,\"open\":%zd,\"life_p50_s\":%.1f,"
      "\"life_max_s\":%.1f}\n",
      sums.opened, sums.failed, sums.ended, static_cast<ssize_t>(open), at(sums.lives, 0.5),
      at(sums.lives, 1.0));
}

std::vector<std::string> heads_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> heads;
  size_t from = 0;
  for (size_t end; (end = all.find("\r\n\r\n", from)) != std::string::npos; from = end + 4)
    heads.push_back(all.substr(from, end + 4 - from));
  return heads;
}

int bench(int argc, char** argv) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  Asked asked{static_cast<uint16_t>(std::atoi(argv[2])), heads_of(argv[3]), {}};
  for (int i = 4; i < argc; ++i) {
    const std::string one = argv[i];
    const size_t equals = one.find('=');
    if (equals == std::string::npos) return 2;
    asked.given[one.substr(0, equals)] = std::strtod(one.c_str() + equals + 1, nullptr);
  }
  if (asked.heads.empty()) return 2;
  const std::string_view what = argv[1];
  if (what == "load") Load(asked).run();
  if (what == "slow") stay(asked, static_cast<Kind>(static_cast<int>(asked.number("kind", 0))));
  if (what == "idle") stay(asked, Kind::idle);
  return 0;
}

}  // namespace
}  // namespace diaodu::http

int main(int argc, char** argv) { return argc < 4 ? 2 : diaodu::http::bench(argc, argv); }
