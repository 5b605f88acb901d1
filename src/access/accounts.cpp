#include <fmt/format.h>

#include <algorithm>

#include "access/names.hpp"
#include "access/secret.hpp"
#include "access/sql.hpp"
#include "access/state.hpp"
#include "base/area_code.hpp"
#include "base/text.hpp"

namespace diaodu::access {
namespace {

constexpr size_t kLoginShortest = 2, kLoginLongest = 64, kTextLongest = 100;
constexpr size_t kOwnMax = 500, kOwnBytesMax = 64;
constexpr auto kPatience = std::chrono::seconds(10);

Error refused(const char* code, Words message, Words hint, std::string param = {}) {
  Error error{code, std::move(message), std::move(hint), {}, {}, Exit::usage};
  if (!param.empty()) error.params.emplace_back("what", std::move(param));
  return error;
}

bool login_fits(const std::string& login) {
  if (login.size() < kLoginShortest || login.size() > kLoginLongest) return false;
  if (login[0] < 'a' || login[0] > 'z') return false;
  return std::all_of(login.begin(), login.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

bool has_role(const Account& account, Role role) {
  return std::find(account.roles.begin(), account.roles.end(), role) != account.roles.end();
}

bool is_admin_account(const Account& account) {
  return std::any_of(account.roles.begin(), account.roles.end(), is_admin);
}

Error roles_conflict() {
  return refused(
      "access.roles_conflict",
      {"系统管理员、安全管理员、审计管理员三者分立，不能兼任，也不能兼任业务岗位",
       "the system, security and audit administrators are three persons: none may hold another "
       "role"},
      {"给这三个岗位各建一个账号", "make an account of its own for each of the three"});
}

Result<void> check_texts(const Account& account) {
  for (const std::string& text : {account.name, account.unit_name, account.phone}) {
    if (!is_utf8(text) || text.find('\0') != std::string::npos || text.size() > 4 * kTextLongest ||
        code_points(text) > kTextLongest) {
      return refused("access.text",
                     {"姓名、单位或电话不是有效的文字，或超过 100 字",
                      "name, unit or telephone is no valid text, or longer than 100 characters"},
                     {"核对后再试", "check it and try again"});
    }
  }
  return {};
}

// A helper's grants name his own rows; in order, each once.
Result<void> check_own(const Account& account, Grant& grant) {
  const bool of_helper = has_role(account, Role::helper) &&
                         (grant.role.empty() || grant.role == to_text(Role::helper));
  if (of_helper && grant.own.empty()) {
    return refused("access.own_list_needed",
                   {"包户责任人只能看自己所联的户，要写明是哪些户",
                    "a helper sees his own households only: they have to be named"},
                   {"用 --own 写户编号，可写几个", "name their numbers with --own"});
  }
  std::sort(grant.own.begin(), grant.own.end());
  grant.own.erase(std::unique(grant.own.begin(), grant.own.end()), grant.own.end());
  const bool bad = std::any_of(grant.own.begin(), grant.own.end(), [](const std::string& one) {
    return one.empty() || one.size() > kOwnBytesMax || !is_utf8(one) ||
           one.find_first_of(std::string_view("\0\n\r", 3)) != std::string::npos;
  });
  if (!bad && grant.own.size() <= kOwnMax) return {};
  return refused("access.own_list_needed",
                 {"户编号不对，或一个账号写了 500 户以上",
                  "a number of a household makes no sense, or there are more than 500 of them"},
                 {"核对编号", "check the numbers"});
}

// The rules of an account that do not depend on others; grants come out as the roles need them.
Result<void> settle(Account& account) {
  if (!login_fits(account.login)) {
    return refused("access.login_malformed",
                   {"账号要有 2 到 64 个字符，小写字母开头，只用小写字母、数字和 . _ -",
                    "a login has 2 to 64 characters of a-z 0-9 . _ - and begins with a letter"},
                   {"例如 muli-li.na", "for example muli-li.na"}, account.login);
  }
  TRY(check_texts(account));
  if (account.roles.empty()) {
    return refused("access.role_needed", {"没有写岗位", "no role is named"},
                   {"用 --role 写明岗位", "name one with --role"});
  }
  const bool admin = is_admin_account(account);
  if (admin && (account.roles.size() != 1 || !account.grants.empty())) return roles_conflict();
  if (!admin && account.grants.empty()) {
    return refused("access.grant_needed", {"没有写数据权限", "no place is granted"},
                   {"用 --area 写明地区，全国写 cn", "name a place with --area; cn is the nation"});
  }
  for (Grant& grant : account.grants) {
    if (!level_of(grant.area) || (!grant.other_area.empty() && !level_of(grant.other_area))) {
      return refused("access.grant_needed", {"地区代码不对", "no such place"},
                     {"写 2、4、6、9 或 12 位代码", "codes have 2, 4, 6, 9 or 12 digits"},
                     grant.area);
    }
    TRY(check_own(account, grant));
    if (has_role(account, Role::host_labour)) {
      grant.side = Side::host;
      grant.columns = Columns::host_view;
    }
  }
  return {};
}

std::string grants_text(const Account& account) {
  std::vector<std::string> parts;
  for (const Role role : account.roles) parts.emplace_back(to_text(role));
  for (const Grant& grant : account.grants) parts.push_back(text_of(grant));
  return account.login + ": " + join(parts, " ");
}

}  // namespace

Result<std::string> Accounts::add(const Account& given, const std::string& password, const By& by) {
  Kept kept;
  kept.account = given;
  Account& account = kept.account;
  TRY(settle(account));
  const std::string first = password.empty() ? random_password() : password;
  if (!password.empty()) TRY(check_password(account.login, account.name, password));
  {
    TRY_ASSIGN(const HashGate::Pass pass, state_.gate.enter(kPatience));
    TRY_ASSIGN(const std::string hash, hash_password(first, state_.options.cost));
    kept.passwords = {hash};
  }
  std::lock_guard one_by_one(state_.changing);
  {
    std::lock_guard lock(state_.mutex);
    if (state_.by_login.contains(account.login)) {
      return refused("access.login_taken",
                     {"已有账号“" + account.login + "”",
                      "there is an account \"" + account.login + "\" already"},
                     {"换一个账号名；停用的账号名也不再使用",
                      "choose another; names of locked accounts are not used again"},
                     account.login);
    }
    account.account = state_.accounts.empty() ? 1 : state_.accounts.rbegin()->first + 1;
  }
  account.state = "active";
  account.must_change_password = true;
  if (account.second_factor != "sms") account.second_factor.clear();  // others enrol themselves
  if (!account.second_factor.empty() &&
      (account.phone.empty() || state_.options.sms_command.empty())) {
    return no_phone();
  }
  account.last_log_in_at.clear();
  account.created_at = account.changed_at = state_.now_text();
  TRY(state_.put(kept, {audit_of(by, "account_add", grants_text(account))}, false));
  return first;
}

Result<void> Accounts::change(const Account& given, const By& by) {
  Account account = given;
  TRY(settle(account));
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(account.login);
  if (!kept) return no_account(account.login);
  Account& now = kept->account;
  const bool rights_change = now.roles != account.roles || now.grants != account.grants;
  now.name = account.name;
  now.unit_area = account.unit_area;
  now.unit_name = account.unit_name;
  now.phone = account.phone;
  now.roles = account.roles;
  now.grants = account.grants;
  now.changed_at = state_.now_text();
  return state_.put(*kept, {audit_of(by, "account_change", grants_text(now))}, rights_change);
}

Result<void> Accounts::lock(const std::string& login, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  kept->account.state = "locked";
  kept->account.changed_at = state_.now_text();
  return state_.put(*kept, {audit_of(by, "account_lock", login)}, true);
}

Result<void> Accounts::unlock(const std::string& login, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  if (kept->account.roles.empty()) {
    return refused("access.handed_over",
                   {"这个账号的工作已经移交，没有岗位可恢复",
                    "the work of this account was handed over: it has no role to come back to"},
                   {"先给它重新授权", "give it roles first"}, login);
  }
  kept->account.state = "active";
  kept->account.changed_at = state_.now_text();
  return state_.put(*kept, {audit_of(by, "account_unlock", login)}, false);
}

Result<std::string> Accounts::reset(const std::string& login, bool second_factor, const By& by) {
  const std::string password = random_password();
  std::string hash;
  {
    TRY_ASSIGN(const HashGate::Pass pass, state_.gate.enter(kPatience));
    TRY_ASSIGN(hash, hash_password(password, state_.options.cost));
  }
  std::lock_guard one_by_one(state_.changing);
  std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  kept->passwords.insert(kept->passwords.begin(), hash);
  if (kept->passwords.size() > 6) kept->passwords.resize(6);
  kept->account.must_change_password = true;
  kept->account.changed_at = state_.now_text();
  if (second_factor) {
    kept->account.second_factor.clear();
    kept->totp_secret.clear();
    kept->recovery.clear();
  }
  const std::string detail = login + (second_factor ? ", second factor too" : "");
  TRY(state_.put(*kept, {audit_of(by, "account_reset", detail)}, true));
  return password;
}

Result<void> Accounts::set_second_factor_roles(const std::vector<Role>& roles, const By& by) {
  std::vector<std::string> names;
  for (const Role role : roles) names.emplace_back(to_text(role));
  const std::string value = join(names, " ");
  std::lock_guard one_by_one(state_.changing);
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(session.run(sql::delete_setting, {{"name", kSecondFactorRoles}}));
    TRY(session.run(sql::insert_setting, {{"name", kSecondFactorRoles}, {"value", value}}));
    return {};
  };
  TRY(state_.writer->write(write, {audit_of(by, "second_factor_roles", value)}));
  std::lock_guard lock(state_.mutex);
  state_.settings.second_factor = roles;
  return {};
}

std::vector<Role> Accounts::second_factor_roles() const {
  std::lock_guard lock(state_.mutex);
  return state_.settings.second_factor;
}

Result<void> Accounts::hand_over(const HandOver& asked, const By& by) {
  {
    std::lock_guard one_by_one(state_.changing);
    const std::optional<Kept> giver = state_.kept(asked.giver), taker = state_.kept(asked.taker);
    if (!giver) return no_account(asked.giver);
    if (!taker) return no_account(asked.taker);
    const bool same = asked.giver == asked.taker, off = taker->account.state != "active";
    if (same || off || giver->account.roles.empty()) {
      return refused("access.hand_over",
                     {"不能这样移交：要从一个有岗位的账号交给另一个在用的账号",
                      "work goes from an account with a role to another one that is active"},
                     {"核对两个账号", "check the two accounts"}, asked.taker);
    }
    if (is_admin_account(giver->account) || is_admin_account(taker->account))
      return roles_conflict();
    const IdDays one{giver->account.account, taker->account.account, asked.from, asked.from, false};
    const auto write = [&](store::Session& session) -> Result<void> {
      TRY(session.run(sql::insert_hand_over,
                      {{"giver", one.giver}, {"taker", one.taker}, {"from_day", one.from}}));
      return {};
    };
    TRY(state_.writer->write(write, {audit_of(by, "account_hand_over",
                                              fmt::format("{} -> {} from {}", asked.giver,
                                                          asked.taker, to_text(asked.from)))}));
    std::lock_guard lock(state_.mutex);
    state_.hand_overs.push_back(one);
    state_.hand_overs_looked_at = Day{};
  }
  return state_.apply_hand_overs();
}

Result<void> Accounts::stand_in(const StandIn& asked, const By& by) {
  std::lock_guard one_by_one(state_.changing);
  const std::optional<Kept> giver = state_.kept(asked.giver), taker = state_.kept(asked.taker);
  if (!giver) return no_account(asked.giver);
  if (!taker) return no_account(asked.taker);
  if (is_admin_account(giver->account) || is_admin_account(taker->account)) return roles_conflict();
  if (asked.giver == asked.taker || asked.from > asked.to || asked.to < state_.today()) {
    return refused("access.stand_in",
                   {"代办要写两个不同的账号，起止日期要先后相符且尚未过去",
                    "a stand-in names two accounts and days that are in order and not yet past"},
                   {"核对账号和日期", "check accounts and days"}, asked.taker);
  }
  const IdDays one{giver->account.account, taker->account.account, asked.from, asked.to, false};
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(session.run(
        sql::insert_stand_in,
        {{"giver", one.giver}, {"taker", one.taker}, {"from_day", one.from}, {"to_day", one.to}}));
    return {};
  };
  TRY(state_.writer->write(write,
                           {audit_of(by, "account_stand_in",
                                     fmt::format("{} for {}, {} to {}", asked.taker, asked.giver,
                                                 to_text(asked.from), to_text(asked.to)))}));
  std::lock_guard lock(state_.mutex);
  state_.stand_ins.push_back(one);
  return {};
}

Result<void> Accounts::end_stand_in(const std::string& giver_login, const std::string& taker_login,
                                    const By& by) {
  std::lock_guard one_by_one(state_.changing);
  const std::optional<Kept> giver = state_.kept(giver_login), taker = state_.kept(taker_login);
  if (!giver) return no_account(giver_login);
  if (!taker) return no_account(taker_login);
  const int64_t from = giver->account.account, to = taker->account.account;
  const Day today = state_.today();
  const auto is_it = [&](const IdDays& one) {
    return one.giver == from && one.taker == to && one.to >= today;
  };
  {
    std::lock_guard lock(state_.mutex);
    if (std::none_of(state_.stand_ins.begin(), state_.stand_ins.end(), is_it))
      return Error{"access.no_stand_in",
                   {taker_login + " 没有代办 " + giver_login + " 的安排",
                    taker_login + " does not stand in for " + giver_login},
                   {"核对两个账号，看代办清单", "check the two accounts in the list of stand-ins"},
                   taker_login,
                   {},
                   Exit::usage};
  }
  const auto write = [&](store::Session& session) -> Result<void> {
    TRY(session.run(sql::end_stand_in, {{"giver", from}, {"taker", to}, {"today", today}}));
    return {};
  };
  TRY(state_.writer->write(write, {audit_of(by, "account_stand_in_ended",
                                            fmt::format("{} for {}", taker_login, giver_login))}));
  std::lock_guard lock(state_.mutex);
  std::erase_if(state_.stand_ins, is_it);
  return {};
}

Result<Account> Accounts::find(const std::string& login) const {
  const std::optional<Kept> kept = state_.kept(login);
  if (!kept) return no_account(login);
  return kept->account;
}

std::vector<Account> Accounts::list(const std::string& under, const std::string& after,
                                    int limit) const {
  std::vector<Account> found;
  std::lock_guard lock(state_.mutex);
  for (const auto& [number, kept] : state_.accounts) {
    if (is_under(kept.account.unit_area, under) && kept.account.login > after)
      found.push_back(kept.account);
  }
  std::sort(found.begin(), found.end(),
            [](const Account& a, const Account& b) { return a.login < b.login; });
  if (found.size() > static_cast<size_t>(std::max(0, limit)))
    found.resize(static_cast<size_t>(std::max(0, limit)));
  return found;
}

std::vector<StandIn> Accounts::stand_ins() const {
  const Day today = state_.today();
  std::vector<StandIn> out;
  std::lock_guard lock(state_.mutex);
  for (const IdDays& one : state_.stand_ins) {
    if (one.to < today) continue;
    out.push_back({state_.accounts.at(one.giver).account.login,
                   state_.accounts.at(one.taker).account.login, one.from, one.to});
  }
  return out;
}

std::vector<HandOver> Accounts::hand_overs() const {
  std::vector<HandOver> out;
  std::lock_guard lock(state_.mutex);
  for (const IdDays& one : state_.hand_overs) {
    out.push_back({state_.accounts.at(one.giver).account.login,
                   state_.accounts.at(one.taker).account.login, one.from, one.done});
  }
  return out;
}

}  // namespace diaodu::access
