#pragma once
// The program's side of its parser children: gives out jobs, takes parts in the order of the files,
// and survives a child that crashes, hangs or lies. The files of a job whose reader was lost are
// read again, each alone; one that loses its reader again is unreadable ("parcel.parser_crashed").
// A great file is read a part at a time by a reader of its own, which waits between the rounds, a
// part ahead of them.
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "parcel/parsers.hpp"
#include "parcel/wire.hpp"

namespace diaodu::parcel {

constexpr int kPartsAhead = 3;          // parts of a reader that wait for the program at most
constexpr int kPartsAheadOfRounds = 4;  // of a great file's: about what one round takes

struct ParsersOptions {
  std::string program = "/proc/self/exe";
  std::string pack_folder, pack_sha256;
  HashKey key{};
  int children = 2;
  int silence_seconds =
      120;  // a reader that says nothing for so long, with all waiting for it, is ended
  int start_seconds = 60;
};

Error parser_failed(const std::string& why);
Error parser_crashed();

class Parsers {
 public:
  // Starts the master; it loads the pack while the program goes on.
  static Result<std::unique_ptr<Parsers>> start(const ParsersOptions& options);
  Parsers(const Parsers&) = delete;
  ~Parsers();
  Result<void> read(const pack::Register& register_, const std::vector<FileJob>& files,
                    const TakePart& take);
  // Rows of one file from row_from (job.hpp), part_rows at a time, until row_to or, after one of
  // them, `may_go_on` says no; gives where it stopped. Goes on with the reader that read the part
  // before, if there is one.
  Result<int64_t> read_part(const pack::Register& register_, const FileJob& file, int64_t row_to,
                            const std::function<bool()>& may_go_on, const TakePart& take);
  const ParsersOptions& options() const { return options_; }

 private:
  friend class GreatReading;
  friend class Reading;
  struct Reader {
    Descriptor socket;
    int64_t pid = 0;  // 0: has not said hello
    bool is_busy = false;
  };
  explicit Parsers(ParsersOptions options) : options_(std::move(options)) {}
  Result<void> wait_until_ready();
  Result<void> add_reader(Reader& reader);

  ParsersOptions options_;
  Descriptor master_;
  int64_t master_pid_ = 0;
  bool is_ready_ = false;
  std::vector<Reader> readers_;
  struct Great {  // the reader of a great file, between two of its parts
    Reader reader;
    int64_t parcel = 0, row_next = 0, part_rows = 0;
  };
  Great great_;
};

}  // namespace diaodu::parcel
