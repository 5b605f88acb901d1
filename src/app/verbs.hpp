#pragma once
// What each command of the command line does. A verb prints to `out` and says how it ends; an Error
// it returns is printed by the caller.
#include "app/output.hpp"
#include "app/request.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

using Done = Result<Exit>;

// Without a data folder that is open.
Done init(const Request& request, Output& out);
Done pack_check(const Request& request, Output& out);
Done pack_docs(const Request& request, Output& out);
Done pack_test(const Request& request, Output& out);

Done parcel_take(App& app, const Request& request, Output& out);
Done parcel_show(App& app, const Request& request, Output& out);
Done parcel_list(App& app, const Request& request, Output& out);
Done parcel_return(App& app, const Request& request, Output& out);
Done parcel_withdraw(App& app, const Request& request, Output& out);
Done heading_confirm(App& app, const Request& request, Output& out);
Done heading_list(App& app, const Request& request, Output& out);
Done comparison_list(App& app, const Request& request, Output& out);
Done comparison_link(App& app, const Request& request, Output& out);
Done comparison_decide(App& app, const Request& request, Output& out);
Done report_suspend(App& app, const Request& request, Output& out);
Done round_run(App& app, const Request& request, Output& out);
Done finding_list(App& app, const Request& request, Output& out);
Done finding_export(App& app, const Request& request, Output& out);
Done finding_explain(App& app, const Request& request, Output& out);
Done finding_approve(App& app, const Request& request, Output& out);
Done finding_refuse(App& app, const Request& request, Output& out);
Done objection_raise(App& app, const Request& request, Output& out);
Done objection_answer(App& app, const Request& request, Output& out);
Done objection_withdraw(App& app, const Request& request, Output& out);
Done objection_list(App& app, const Request& request, Output& out);
Done record_list(App& app, const Request& request, Output& out);
Done record_template(App& app, const Request& request, Output& out);
Done figure_show(App& app, const Request& request, Output& out);
Done figure_trace(App& app, const Request& request, Output& out);
Done standing_show(App& app, const Request& request, Output& out);
Done scenario_play(App& app, const Request& request, Output& out);
Done scenario_check(App& app, const Request& request, Output& out);
Done pack_use(App& app, const Request& request, Output& out);
Done account_add(App& app, const Request& request, Output& out);
Done account_list(App& app, const Request& request, Output& out);
Done account_lock(App& app, const Request& request, Output& out);
Done account_unlock(App& app, const Request& request, Output& out);
Done account_reset(App& app, const Request& request, Output& out);
Done account_platform(App& app, const Request& request, Output& out);
Done account_second_factor(App& app, const Request& request, Output& out);
Done account_unlink(App& app, const Request& request, Output& out);
Done account_hand_over(App& app, const Request& request, Output& out);
Done account_stand_in(App& app, const Request& request, Output& out);
Done token_add(App& app, const Request& request, Output& out);
Done token_revoke(App& app, const Request& request, Output& out);
Done token_list(App& app, const Request& request, Output& out);
Done audit_list(App& app, const Request& request, Output& out);
Done rebuild(App& app, const Request& request, Output& out);
Done verify(App& app, const Request& request, Output& out);
Done doctor(App& app, const Request& request, Output& out);

// Error "app.set_aside": no round could take that command, which is none about a parcel's file.
Result<void> was_taken(App& app, int64_t seq);

// Carries out a command on open data.
Exit carry_out(App& app, const Request& request, Output& out);

}  // namespace diaodu::app
