#include <map>

#include "app/verbs.hpp"

namespace diaodu::app {

Result<void> was_taken(App& app, int64_t seq) {
  TRY_ASSIGN(const std::optional<std::string> code, app.set_aside_code(seq));
  if (!code) return {};
  return Error{"app.set_aside",
               {"这项操作每次处理都出错（" + *code + "），已搁置，没有生效",
                "every round that took this command failed (" + *code +
                    "); it is set aside and has no effect"},
               {"多半是规则包的某条规则算不了某个值，请管理员改正规则后再试",
                "most often a rule of the pack cannot compute with some value: have it mended, "
                "then try again"},
               {},
               {{"code", *code}}};
}

Exit carry_out(App& app, const Request& request, Output& out) {
  using Verb = Done (*)(App&, const Request&, Output&);
  static const std::map<std::string, Verb> kVerbs = {
      {"parcel take", parcel_take},
      {"parcel show", parcel_show},
      {"parcel list", parcel_list},
      {"parcel return", parcel_return},
      {"parcel withdraw", parcel_withdraw},
      {"heading confirm", heading_confirm},
      {"heading list", heading_list},
      {"comparison list", comparison_list},
      {"comparison link", comparison_link},
      {"comparison decide", comparison_decide},
      {"report suspend", report_suspend},
      {"round run", round_run},
      {"finding list", finding_list},
      {"finding export", finding_export},
      {"finding explain", finding_explain},
      {"finding approve", finding_approve},
      {"finding refuse", finding_refuse},
      {"objection raise", objection_raise},
      {"objection answer", objection_answer},
      {"objection withdraw", objection_withdraw},
      {"objection list", objection_list},
      {"record list", record_list},
      {"record template", record_template},
      {"figure show", figure_show},
      {"figure trace", figure_trace},
      {"standing show", standing_show},
      {"scenario play", scenario_play},
      {"scenario check", scenario_check},
      {"pack use", pack_use},
      {"account add", account_add},
      {"account list", account_list},
      {"account lock", account_lock},
      {"account unlock", account_unlock},
      {"account reset", account_reset},
      {"account platform", account_platform},
      {"account second-factor", account_second_factor},
      {"account unlink", account_unlink},
      {"account handover", account_hand_over},
      {"account stand-in", account_stand_in},
      {"token add", token_add},
      {"token revoke", token_revoke},
      {"token list", token_list},
      {"audit list", audit_list},
      {"rebuild", rebuild},
      {"verify", verify},
      {"doctor", doctor}};
  const auto verb = kVerbs.find(request.verb);
  CHECK(verb != kVerbs.end(), "the grammar knows a command that has no verb");
  const Done done = verb->second(app, request, out);
  return done ? *done : out.fail(done.error());
}

}  // namespace diaodu::app
