#pragma once
// One command line, understood: made by cli.cpp, carried out by a verb. Paths are absolute.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace diaodu::app {

struct Request {
  std::string verb;  // "parcel take"; "init"
  // Of every command.
  std::string data, files;
  std::string actor;
  std::optional<std::string> purpose;  // --unmask --purpose P
  bool unmask = false;
  bool json = false;
  bool chinese = true;
  bool both_languages = false;  // pack docs, unless --lang says one
  bool tty = false;             // progress bars may be drawn
  bool forwarded = false;       // runs in the process of another command
  // Of some.
  std::vector<std::string> paths;  // FILE...
  std::string name;                // ID, IND, TARGET, NAME, R: what the verb is about
  std::string register_id, area, axis, level, by, reason, pack, xlsx, csv, scale = "1/1000";
  std::string zip, password_file;   // finding export
  std::string explained, evidence;  // finding list, finding explain
  std::string heading, column;      // heading confirm
  std::string ours, theirs;         // comparison decide
  bool is_same = false, is_different = false;
  std::string out, format = "html";  // pack docs
  std::string after_record;          // record list: `next` of the page before
  std::string key;                   // of a writing command: sent again, it is not done again
  std::string about, state;          // objection
  std::optional<Day> day;
  std::string seed = "1";
  std::string listen = "127.0.0.1:8080";    // serve
  std::vector<std::string> hosts, proxies;  // likewise
  int threads = 0;                          // likewise; 0: eight
  int connections_per_address = 512;        // likewise
  int failures_per_address = 50;            // likewise: log-ins refused within 15 minutes
  std::optional<int64_t> accept_loss, after, parcel, end;
  int limit = 0;  // 0: the verb's own
  bool full = false, nil = false, dry_run = false, children = false, no_swap = false;
  bool one_by_one = false;  // pack test

  // Of account, token and audit.
  std::vector<std::string> roles, areas, actions, own;
  std::string side, columns, other_area, unit, unit_area, title, phone, taker, after_name;
  std::string whose, action, key_seen;
  std::string issuer, client_id, redirect_uri, secret_file;  // account platform
  bool off = false;
  std::optional<Day> to;
  bool second_factor = false, sms = false;
};

// Understands the arguments (without the program's name); relative paths start at `cwd`. Error:
// usage, with the text to print; help comes as an Error with exit good.
Result<Request> parse_request(const std::vector<std::string>& arguments, const std::string& cwd,
                              const std::vector<std::string>& environment);
// "noun verb --option ..." a line, in order: what docs/cli.md is held against.
std::string describe_commands();

}  // namespace diaodu::app
