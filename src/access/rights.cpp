#include "access/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "access/policy.hpp"
#include "access/scope_maker.hpp"
#include "base/area_code.hpp"

namespace diaodu::access {
namespace {

#define DIAODU_ROLE(name) Role::name,
#define DIAODU_ACTION(name) Action::name,
#define DIAODU_TEXT(name) #name,
constexpr std::array kRoles = {DIAODU_ROLES(DIAODU_ROLE)};
constexpr std::array kActions = {DIAODU_ACTIONS(DIAODU_ACTION)};
constexpr std::array kRoleTexts = {DIAODU_ROLES(DIAODU_TEXT)};
constexpr std::array kActionTexts = {DIAODU_ACTIONS(DIAODU_TEXT)};

bool is_any(Action action, std::initializer_list<Action> of) {
  return std::find(of.begin(), of.end(), action) != of.end();
}

// Sums, which show nobody: the grants of either side give the places they may be read for.
bool is_of_sums(Action action) {
  using enum Action;
  return is_any(action, {figure_read, standing_read, live_read});
}

// Of single rows: what a grant by the place of work, or of own rows, is for, and nothing else.
bool is_of_rows(Action action) {
  using enum Action;
  return is_any(action, {record_read, record_unmask, record_export});
}

// Concerns the installation or the account itself, not the rows of a place.
bool is_without_place(Action action) {
  using enum Action;
  return is_any(action, {suggestion_write, suggestion_handle, pack_read, pack_use, account_read,
                         account_manage, token_own, audit_read, system_read, system_manage});
}

Error forbidden(Action action) {
  return Error{"access.forbidden",
               {"您的岗位不能做这件事", "your role does not do this"},
               {"请有权限的同事办理，或请安全管理员调整岗位",
                "ask a colleague whose role does it, or have the security administrator change "
                "yours"},
               {},
               {{"action", std::string(to_text(action))}},
               Exit::usage};
}

Error not_yours() {
  return Error{"access.not_yours",
               {"没有找到", "there is no such thing"},
               {"核对编号和地区；不在您数据权限内的内容不会显示",
                "check number and place; what lies outside your scope is not shown"},
               {},
               {},
               Exit::usage};
}

Error must_change() {
  return Error{"access.password_must_change",
               {"请先修改初始密码", "change the first password before anything else"},
               {"在“我的账号”里修改密码", "change it under \"my account\""},
               {},
               {},
               Exit::usage};
}

Error must_set_second_factor() {
  return Error{
      "access.second_factor_must",
      {"您的岗位登录要有第二重验证，请先设置", "your role needs a second factor: set one up first"},
      {"在“我的账号”里用身份验证器或短信验证码设置",
       "set up an authenticator or codes by SMS under \"my account\""},
      {},
      {},
      Exit::usage};
}

Result<void> may_at_all(const Person& who, Action action) {
  if (who.must_change_password) return must_change();
  if (who.must_set_second_factor) return must_set_second_factor();
  if (!who.token_actions.empty() && std::find(who.token_actions.begin(), who.token_actions.end(),
                                              to_text(action)) == who.token_actions.end()) {
    return forbidden(action);
  }
  return {};
}

bool goes_with(const Grant& grant, Role role) {
  return grant.role.empty() || grant.role == to_text(role);
}

// The grant as this role has it for this action; area and register stay.
Grant narrowed(Grant grant, Role role, Action action) {
  if (is_of_sums(action)) {
    return Grant{grant.area, Side::home, grant.register_id, Columns::open, {}, {}, grant.own};
  }
  if (role == Role::host_labour) grant.columns = Columns::host_view;
  const bool in_full = allowed(role, Action::record_unmask, Secrecy::personal);
  if (!allowed(role, action, Secrecy::internal)) {
    grant.columns = Columns::open;
  } else if (grant.columns == Columns::personal &&
             !(in_full && allowed(role, action, Secrecy::personal))) {
    grant.columns = Columns::internal;
  }
  return grant;
}

bool fits(const Grant& grant, Action action, const Subject& subject) {
  if (!grant.register_id.empty() && !subject.register_id.empty() &&
      grant.register_id != subject.register_id) {
    return false;
  }
  if (!is_of_rows(action)) {
    if (!grant.own.empty() || (grant.side == Side::host && !is_of_sums(action))) return false;
  }
  return (is_of_sums(action) || grant.side == subject.side) && is_under(subject.area, grant.area);
}

}  // namespace

std::span<const Role> all_roles() { return kRoles; }
std::span<const Action> all_actions() { return kActions; }
std::string_view to_text(Role role) { return kRoleTexts[static_cast<size_t>(role)]; }
std::string_view to_text(Action action) { return kActionTexts[static_cast<size_t>(action)]; }

std::optional<Role> parse_role(std::string_view text) {
  for (const Role role : kRoles)
    if (to_text(role) == text) return role;
  return std::nullopt;
}

std::optional<Action> parse_action(std::string_view text) {
  for (const Action action : kActions)
    if (to_text(action) == text) return action;
  return std::nullopt;
}

Words name_of(Role role) {
  switch (role) {
    case Role::officer: return {"业务员", "officer"};
    case Role::reviewer: return {"审核人", "reviewer"};
    case Role::head: return {"单位负责人", "head of the office"};
    case Role::clerk: return {"信息员", "clerk"};
    case Role::deputy_clerk: return {"备岗", "deputy clerk"};
    case Role::host_labour: return {"人社（输入地）", "labour office of the host place"};
    case Role::service_station: return {"驻外劳务服务站", "service station away from home"};
    case Role::helper: return {"包户责任人", "helper of own households"};
    case Role::ledger_keeper: return {"台账员", "ledger keeper"};
    case Role::department: return {"部门", "department"};
    case Role::reader: return {"查阅", "reader"};
    case Role::system_admin: return {"系统管理员", "system administrator"};
    case Role::security_admin: return {"安全管理员", "security administrator"};
    case Role::audit_admin: return {"审计管理员", "audit administrator"};
  }
  return {};
}

Words says_of(Role role) {
  switch (role) {
    case Role::officer:
      return {"报送、补正、核实、退回、导出，审批下级的情况说明、答复异议",
              "hands in, mends, verifies, returns, exports; decides on explanations and objections "
              "from below"};
    case Role::reviewer:
      return {"看记录和疑点，核实、退回，审批下级的情况说明、答复异议；不报送",
              "reads, verifies, returns, decides on explanations and objections from below; hands "
              "nothing in"};
    case Role::head:
      return {"看全部进展和记录，退回、暂停报送、导出、审批；不报送",
              "reads all, returns, suspends, exports, decides; hands nothing in"};
    case Role::clerk:
    case Role::deputy_clerk:
      return {"报送、补正、零报告、写情况说明、提异议，看本地记录",
              "hands in, mends, reports nil, explains, objects; reads the records of the place"};
    case Role::host_labour:
      return {"看在本地工作的外地人：姓名、电话、企业、岗位",
              "reads who works at the place: name, telephone, firm, post"};
    case Role::service_station:
      return {"看在外的本地人，并可核实", "reads its people away from home, and verifies them"};
    case Role::helper: return {"只看自己联系的户", "reads the households of his own only"};
    case Role::ledger_keeper:
      return {"看本地台账，个人信息遮盖", "reads the registers of the place, people masked"};
    case Role::department:
      return {"报送本部门的名单，看自己的报送件和疑点",
              "hands in the lists of its department, reads its parcels and findings"};
    case Role::reader:
      return {"看进展和汇总数，个人信息遮盖", "reads progress and sums, people masked"};
    case Role::system_admin:
      return {"管程序、规则包和运行，不看业务数据，不管账号",
              "runs program and pack; sees no data and manages no account"};
    case Role::security_admin:
      return {"管账号和权限，不看业务数据，不看审计",
              "manages accounts and rights; sees no data and no audit"};
    case Role::audit_admin:
      return {"看审计，不看业务数据，不管账号",
              "reads the audit; sees no data and manages no account"};
  }
  return {};
}

bool is_admin(Role role) {
  return role == Role::system_admin || role == Role::security_admin || role == Role::audit_admin;
}

bool allowed(Role role, Action action, Secrecy secrecy) {
  for (const PolicyRow& row : policy()) {
    if (row.role == role && row.action == action) return secrecy <= row.up_to;
  }
  return false;
}

Result<void> may(const Person& who, Action action, Secrecy secrecy) {
  TRY(may_at_all(who, action));
  for (const Role role : who.roles)
    if (allowed(role, action, secrecy)) return {};
  return forbidden(action);
}

Result<void> may(const Person& who, Action action, const Subject& subject) {
  TRY(may(who, action, subject.secrecy));
  if (is_without_place(action)) return {};
  for (const Role role : who.roles) {
    if (!allowed(role, action, subject.secrecy)) continue;
    for (const Grant& grant : who.grants) {
      if (goes_with(grant, role) && fits(grant, action, subject)) return {};
    }
  }
  return not_yours();
}

Result<Scope> scope_of(const Person& who, Action action, Secrecy secrecy) {
  TRY(may(who, action, secrecy));
  std::vector<Grant> grants;
  for (const Role role : who.roles) {
    if (!allowed(role, action, secrecy)) continue;
    for (const Grant& grant : who.grants) {
      if (!goes_with(grant, role)) continue;
      Grant one = narrowed(grant, role, action);
      if (std::find(grants.begin(), grants.end(), one) == grants.end())
        grants.push_back(std::move(one));
    }
  }
  return ScopeMaker::make(who.login, {}, std::move(grants), who.on_behalf_of,
                          may(who, Action::record_unmask, Secrecy::personal).ok());
}

}  // namespace diaodu::access
