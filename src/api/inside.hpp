#pragma once
// What the nouns share; made once by Api.
#include <functional>
#include <string>
#include <vector>

#include "api/api.hpp"
#include "api/boards.hpp"
#include "api/call.hpp"
#include "api/once.hpp"
#include "api/readers.hpp"
#include "api/runner.hpp"
#include "api/uploads.hpp"
#include "finding/finding.hpp"

namespace diaodu::api {

struct Inside {
  explicit Inside(Backend& backend);

  Backend& backend;
  Readers readers;
  Once once;
  Uploads uploads;
  Runner runner;
  Boards boards;
  http::EventHub* events = nullptr;
  std::function<http::Metrics()> metrics;

  std::optional<journal::Seal> seal();  // the last one noted
  void note(const journal::Seal& seal);
  void look_for_seal();
  void tell(const std::string& topic, std::string_view name, const std::string& data);
  // Told to those whose grants reach the place, once it is sealed.
  struct Coming {
    int64_t parcel = 0;
    std::string area, register_id;
  };
  void expect(const Coming& coming);

 private:
  void tell_of(const journal::Seal& seal);
  std::mutex looking_;  // one at a time
  std::mutex mutex_;    // of the rest
  std::optional<journal::Seal> seal_;
  std::vector<Coming> coming_;
};

using Answer = std::function<Result<http::Reply>(Call&)>;
using Letting = std::function<Result<http::Admission>(Call&)>;  // before the body is read
enum class Door { open, reader, writer };  // nobody in particular; signed in; signed in and writing
struct Entry {
  std::string method, pattern;
  Door door = Door::reader;
  Answer answer;
  bool is_quick = false;
  bool has_etag =
      false;  // the answer depends on the sealed round, the question and the reader only
  bool body_to_file = false;
  uint64_t body_bytes_max = 256 * 1024;
  Letting letting = nullptr;
  // What is in memory already, without waiting for anything; none: `answer` makes it.
  std::function<Result<std::optional<http::Reply>>(Call&)> from_memory = nullptr;
};

// Which findings the query asks for.
Result<finding::Ask> asked_findings(Call& call, access::Action action);

// Shapes that several nouns show.
boost::json::object grant_shape(const Call& call, const access::Grant& grant);
boost::json::value level_shape(std::string_view area);
boost::json::object indicator_shape(const pack::Indicator& indicator);
boost::json::object target_shape(const pack::Target& target);
// As people read it: a ratio as a percentage, "98.0"; empty when there is none.
std::string shown_number(const std::string& n, const std::string& d, int decimals = 1);

// Each noun's routes (one file each).
std::vector<Entry> session_routes();
std::vector<Entry> platform_routes();
std::vector<Entry> board_routes();
std::vector<Entry> today_routes();
std::vector<Entry> parcel_routes();
std::vector<Entry> sheet_routes();
std::vector<Entry> heading_routes();
std::vector<Entry> upload_routes();
std::vector<Entry> report_routes();
std::vector<Entry> finding_routes();
std::vector<Entry> mend_routes();
std::vector<Entry> explain_routes();
std::vector<Entry> objection_routes();
std::vector<Entry> comparison_routes();
std::vector<Entry> form_routes();
std::vector<Entry> verify_routes();
std::vector<Entry> record_routes();
std::vector<Entry> figure_routes();
std::vector<Entry> area_routes();
std::vector<Entry> pack_routes();
std::vector<Entry> account_routes();
std::vector<Entry> token_routes();
std::vector<Entry> suggestion_routes();
std::vector<Entry> about_routes();

}  // namespace diaodu::api
