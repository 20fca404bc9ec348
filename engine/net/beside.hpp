// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/model/jam_state.hpp"

#include <functional>
#include <memory>
#include <string>

namespace jamhall::net {

using text_outcome = sessions::outcome<std::string>;

/// Makes a text of a copy of the committed state on another worker, so that going through many posts or people
/// holds up neither the jam nor a connection. The copy shares with the running jam what the jam does not change
/// meanwhile. `on` is the reading worker for what takes milliseconds, the background worker for what takes seconds.
/// Errors: those of `make`; rate_limited for whoever asks for very many.
base::task<text_outcome> made_beside(exchange_ptr e, store::job_worker& on,
                                     std::function<text_outcome(const sessions::jam_state&)> make);

using state_ptr = std::shared_ptr<const sessions::jam_state>;

// The two halves of made_beside().
base::task<state_ptr> copy_of_state(exchange_ptr e);
base::task<text_outcome> made_of(state_ptr state, store::job_worker& on,
                                 std::function<text_outcome(const sessions::jam_state&)> make);

inline constexpr int whole_tries_max = 5;

base::task<sessions::log_offset> last_offset_of(exchange_ptr e);
base::task<bool> has_erased_since(exchange_ptr e, sessions::log_offset begun);
sessions::rejection erased_meanwhile();

/// What is `read` of the jam's file and its state together is read anew when something was erased meanwhile, for what was
/// read before would still say it. Errors: those of `read`; rate_limited when that happens again and again.
template <class Read>
base::task<sessions::outcome<Read>> read_whole(exchange_ptr e,
                                               base::task<sessions::outcome<Read>> (*read)(exchange_ptr))
{
    for (int tries = 0; tries < whole_tries_max; ++tries) {
        const auto begun = co_await last_offset_of(e);
        auto found = co_await read(e);
        if (!found)
            co_return found;
        const bool is_stale = co_await has_erased_since(e, begun);
        if (!is_stale)
            co_return found;
    }
    co_return erased_meanwhile();
}

}  // namespace jamhall::net
