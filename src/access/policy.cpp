// What each role does, a line a role and class. What stands on no line is refused.
#include "access/policy.hpp"

namespace diaodu::access {
namespace {

struct Line {
  Role role;
  Secrecy up_to;
  std::vector<Action> actions;
};

std::vector<Line> lines() {
  using enum Action;
  constexpr Secrecy kOpen = Secrecy::open, kInternal = Secrecy::internal,
                    kPersonal = Secrecy::personal;
  const std::vector<Action> sums = {figure_read, standing_read, live_read, suggestion_write,
                                    pack_read};
  const std::vector<Action> rows = {parcel_read, finding_read, record_read, figure_trace};
  const std::vector<Action> sends = {parcel_read,    parcel_take,   parcel_withdraw, nil_report,
                                     finding_read,   finding_mend,  finding_explain, finding_export,
                                     record_read,    record_unmask, figure_trace,    token_own,
                                     objection_raise};
  return {
      {Role::officer, kOpen, sums},
      {Role::officer, kPersonal, sends},
      {Role::officer,
       kPersonal,
       {parcel_return, suspend_report, record_export, record_verify, finding_approve,
        suggestion_handle, objection_answer}},
      {Role::reviewer, kOpen, sums},
      {Role::reviewer, kPersonal, rows},
      {Role::reviewer,
       kPersonal,
       {parcel_return, record_unmask, record_verify, finding_approve, finding_export,
        objection_answer}},
      {Role::head, kOpen, sums},
      {Role::head, kPersonal, rows},
      {Role::head,
       kPersonal,
       {parcel_return, suspend_report, record_unmask, record_export, finding_approve,
        finding_export, objection_raise, objection_answer}},
      {Role::clerk, kOpen, sums},
      {Role::clerk, kPersonal, sends},
      {Role::deputy_clerk, kOpen, sums},
      {Role::deputy_clerk, kPersonal, sends},
      {Role::host_labour, kOpen, sums},
      {Role::host_labour, kPersonal, {record_read, record_unmask}},
      {Role::service_station, kOpen, sums},
      {Role::service_station, kPersonal, {record_read, record_unmask, record_verify}},
      {Role::helper, kPersonal, {record_read, record_unmask}},
      {Role::ledger_keeper, kOpen, sums},
      {Role::ledger_keeper, kInternal, {parcel_read, record_read, figure_trace}},
      {Role::department, kOpen, sums},
      {Role::department, kPersonal, {parcel_read, parcel_take, finding_read, token_own}},
      {Role::reader, kOpen, sums},
      {Role::reader, kInternal, {record_read}},
      {Role::system_admin, kOpen, {system_read, system_manage, pack_read, pack_use}},
      {Role::security_admin, kOpen, {account_read, account_manage}},
      {Role::audit_admin, kOpen, {audit_read}},
  };
}

}  // namespace

const std::vector<PolicyRow>& policy() {
  static const std::vector<PolicyRow> rows = [] {
    std::vector<PolicyRow> made;
    for (const Line& line : lines())
      for (const Action action : line.actions) made.push_back({line.role, action, line.up_to});
    return made;
  }();
  return rows;
}

}  // namespace diaodu::access
