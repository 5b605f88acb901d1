#pragma once
// diaodu serve: the pages and the API over HTTP, in the process that holds the data. Commands of
// other processes go on being served meanwhile (socket.hpp).
#include <csignal>

#include "app/output.hpp"
#include "app/request.hpp"
#include "app/wire.hpp"

namespace diaodu::app {

// Until one of the signals comes (blocked already), or the storage has failed. What is in flight is
// finished first, and the round that runs. Errors "http.cannot_listen", "store.*".
Result<Exit> serve(App& app, const Request& request, const sigset_t& signals, Output& out);

}  // namespace diaodu::app
