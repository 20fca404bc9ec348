// SPDX-License-Identifier: Apache-2.0
#include "engine/net/beside.hpp"

#include "engine/identity/stored.hpp"

#include <memory>
#include <utility>

namespace jamhall::net {

base::task<text_outcome> made_beside(exchange_ptr e, store::job_worker& on,
                                     std::function<text_outcome(const sessions::jam_state&)> make)
{
    using state_ptr = std::shared_ptr<const sessions::jam_state>;
    const std::function<state_ptr(const sessions::jam_state&)> copy = [](const sessions::jam_state& state) {
        return std::make_shared<const sessions::jam_state>(state);
    };
    state_ptr state = co_await e->jam->read<state_ptr>(copy);
    const auto text = std::make_shared<text_outcome>(std::string{});
    identity::stored_job job = [state = std::move(state), text, make] { *text = make(*state); };
    co_await identity::stored(on, std::move(job));
    co_return std::move(*text);
}

}  // namespace jamhall::net
