#include "access/access.hpp"

#include "access/sql.hpp"
#include "access/state.hpp"
#include "base/text.hpp"

namespace diaodu::access {

struct Access::Inside {
  Inside(Options options, const HashCost& cost)
      : state(std::move(options), cost),
        accounts(state),
        sessions(state),
        tokens(state),
        audit(state),
        platform(state) {}
  State state;
  Accounts accounts;
  Sessions sessions;
  Tokens tokens;
  Audit audit;
  Platform platform;
};

Access::Access() = default;
Access::~Access() = default;

Result<std::unique_ptr<Access>> Access::open(store::Store& store, Options options) {
  std::unique_ptr<Access> access(new Access);
  const HashCost cost = options.cost;
  access->inside_ = std::make_unique<Inside>(std::move(options), cost);
  State& state = access->inside_->state;
  TRY_ASSIGN(const auto session, store.session());
  TRY(load(state, *session));
  TRY_ASSIGN(state.writer, Writer::start(store, state.options));
  const int64_t now = state.now();
  const auto purge = [&](store::Session& own) -> Result<void> {
    TRY(own.run(sql::delete_old_sessions,
                {{"seen_before", now - state.options.idle_seconds},
                 {"begun_before", now - state.options.absolute_seconds}}));
    return {};
  };
  TRY(state.writer->write(purge));
  TRY(state.apply_hand_overs());
  return access;
}

Accounts& Access::accounts() { return inside_->accounts; }
Sessions& Access::sessions() { return inside_->sessions; }
Tokens& Access::tokens() { return inside_->tokens; }
Audit& Access::audit() { return inside_->audit; }
Platform& Access::platform() { return inside_->platform; }

Result<void> Access::while_still(const std::function<Result<void>()>& body) {
  return inside_->state.writer->while_still(body);
}

std::vector<std::string> kept_tables() {
  return {"account",
          "account_grant",
          "account_password",
          "account_recovery",
          "account_platform",
          "account_hand_over",
          "account_stand_in",
          "session",
          "token",
          "access_setting",
          "audit"};
}

Result<void> copy_kept(store::Session& from, store::Session& to) {
  for (const std::string& table : kept_tables()) {
    const std::string all =
        replace_all(std::string(sql::whole_table), "{{table}}", store::quoted(table));
    TRY_ASSIGN(const store::Batch rows, from.query(all));
    if (rows.rows() > 0) TRY(to.append(table, rows));
  }
  return {};
}

}  // namespace diaodu::access
