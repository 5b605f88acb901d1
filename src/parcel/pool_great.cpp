// A great file, a part at a time: its own reader goes on where the round before left it.
#include <fcntl.h>
#include <poll.h>

#include <csignal>

#include "parcel/pool.hpp"

namespace diaodu::parcel {

class GreatReading {
 public:
  GreatReading(Parsers& parsers, const pack::Register& register_, const FileJob& file,
               int64_t row_to, const std::function<bool()>& may_go_on, const TakePart& take)
      : parsers_(parsers),
        great_(parsers.great_),
        for_register_(register_),
        file_(file),
        row_to_(row_to),
        row_reached_(row_to),
        may_go_on_(may_go_on),
        take_(take) {}

  Result<void> run() {
    for (int tries = 0; tries < 2; ++tries) {
      until_now_ = {};
      if (great_.parcel != file_.parcel || great_.row_next != file_.row_from ||
          great_.part_rows != file_.part_rows) {
        let_go();
        TRY_ASSIGN(const bool is_open, begin());
        if (!is_open) return hand_on(unreadable(file_.parcel, file_missing(file_.path)));
      }
      TRY_ASSIGN(const bool has_ended, take_part());
      if (has_ended) return {};
      let_go();  // rows of it may have been handed on: an end with an error lets go of them
      TRY(hand_on(unreadable(file_.parcel, parser_crashed())));
    }
    return {};
  }

  int64_t row_reached() const { return row_reached_; }
  void let_go() {
    if (great_.reader.pid > 1) kill(static_cast<pid_t>(great_.reader.pid), SIGKILL);
    great_ = Parsers::Great();
  }

 private:
  Result<void> hand_on(Outcome outcome) {
    Part part{.rows = patch_batch(for_register_), .failures = failure_batch()};
    part.ended.push_back(std::move(outcome));
    return take_(std::move(part));
  }

  // False: the file is not there.
  Result<bool> begin() {
    const Descriptor opened(open(file_.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) return false;
    TRY(parsers_.add_reader(great_.reader));
    great_.parcel = file_.parcel;
    great_.row_next = file_.row_from;
    great_.part_rows = file_.part_rows;
    const Descriptor payload = encode(ChildJob{for_register_.id, {file_}});
    const int numbers[] = {payload.number(), opened.number()};
    if (!payload || !send_message(great_.reader.socket.number(), MessageKind::job, 0, numbers))
      return parser_failed("a reader did not come up");
    return true;
  }

  // False: the reader is gone, or is not to be trusted.
  Result<bool> take_part() {
    for (int silent = 0; silent < parsers_.options_.silence_seconds;) {
      pollfd waiting{great_.reader.socket.number(), POLLIN, 0};
      if (poll(&waiting, 1, 1000) <= 0) {
        ++silent;
        continue;
      }
      silent = 0;
      std::optional<Message> message = receive_message(great_.reader.socket.number());
      if (message && message->kind == MessageKind::hello) {
        great_.reader.pid = message->number;
        continue;
      }
      if (!message && great_.reader.pid == 0) return parser_failed("a reader did not come up");
      std::optional<Part> part = message ? part_of(*message) : std::nullopt;
      if (!part) return false;
      const bool has_ended = !part->ended.empty();
      const bool goes_on = has_ended && part->ended.back().goes_on;
      if (has_ended) {
        great_.row_next += file_.part_rows;
        add_up(part->ended.back());
      }
      const bool is_last = has_ended && (!goes_on || great_.row_next >= row_to_ || !may_go_on_());
      if (has_ended && !is_last) {
        part->ended.clear();
        part->unended = file_.parcel;
      }
      TRY(take_(*std::move(part)));
      send_message(great_.reader.socket.number(), MessageKind::ack, 0, {});
      if (!is_last) continue;
      if (goes_on) row_reached_ = great_.row_next;
      if (!goes_on) let_go();
      return true;
    }
    return false;
  }

  // What the parts before it in this round have brought is told with the last.
  void add_up(Outcome& outcome) {
    outcome.rows_in += until_now_.rows_in;
    outcome.rows_refused += until_now_.rows_refused;
    outcome.rows_left_out += until_now_.rows_left_out;
    outcome.rows_without_place += until_now_.rows_without_place;
    outcome.headings.insert(outcome.headings.begin(), until_now_.headings.begin(),
                            until_now_.headings.end());
    if (outcome.format.empty()) outcome.format = until_now_.format;
    if (outcome.encoding.empty()) outcome.encoding = until_now_.encoding;
    until_now_ = outcome;
  }

  // nullopt: not what an honest parser sends.
  std::optional<Part> part_of(Message& message) const {
    if (message.kind != MessageKind::part || message.number != 0 || message.descriptors.size() != 1)
      return std::nullopt;
    std::optional<Part> part = decode_part(message.descriptors.front().number(), for_register_);
    if (!part || part->ended.size() > 1) return std::nullopt;
    const auto is_all_its = [&](const store::Column& parcels) {
      for (size_t row = 0; row < parcels.size(); ++row)
        if (parcels.int64(row) != file_.parcel) return false;
      return true;
    };
    if (!is_all_its(part->rows.columns.front()) || !is_all_its(part->failures["parcel"]))
      return std::nullopt;
    for (const Outcome& outcome : part->ended)
      if (outcome.parcel != file_.parcel || outcome.rows_in > file_.part_rows) return std::nullopt;
    if (part->ended.empty() != (part->unended == file_.parcel)) return std::nullopt;
    return part;
  }

  Parsers& parsers_;
  Parsers::Great& great_;
  const pack::Register& for_register_;
  const FileJob& file_;
  const int64_t row_to_;
  int64_t row_reached_;  // row_to, or where it stopped before
  const std::function<bool()>& may_go_on_;
  const TakePart& take_;
  Outcome until_now_;  // of the parts of this round
};

Result<int64_t> Parsers::read_part(const pack::Register& register_, const FileJob& file,
                                   int64_t row_to, const std::function<bool()>& may_go_on,
                                   const TakePart& take) {
  TRY(wait_until_ready());
  GreatReading reading(*this, register_, file, row_to, may_go_on, take);
  const Result<void> done = reading.run();
  if (done.ok()) return reading.row_reached();
  reading.let_go();
  return done.error();
}

}  // namespace diaodu::parcel
