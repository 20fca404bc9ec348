// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/jam_state.hpp"

#include <functional>
#include <string>

namespace jamhall::net {

using text_outcome = sessions::outcome<std::string>;

/// Makes a text of a copy of the committed state on another worker, so that going through many posts or people
/// holds up neither the jam nor a connection. The copy shares with the running jam what the jam does not change
/// meanwhile. `on` is the reading worker for what takes milliseconds, the background worker for what takes seconds.
base::task<text_outcome> made_beside(exchange_ptr e, store::job_worker& on,
                                     std::function<text_outcome(const sessions::jam_state&)> make);

/// The same of a text that is made of the jam's file too: made anew when something was erased meanwhile, for what was read
/// before would say it. Errors: those of `make`; rate_limited when that happens again and again.
base::task<text_outcome> made_whole(exchange_ptr e, base::task<text_outcome> (*make)(exchange_ptr));

}  // namespace jamhall::net
