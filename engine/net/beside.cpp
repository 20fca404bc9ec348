// SPDX-License-Identifier: Apache-2.0
#include "engine/net/beside.hpp"

#include "engine/identity/stored.hpp"
#include "engine/net/server_parts.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

/// More acts of records officers than happen while something is made.
constexpr std::size_t acts_read = 500;

}  // namespace

base::task<text_outcome> made_beside(exchange_ptr e, store::job_worker& on,
                                     std::function<text_outcome(const sessions::jam_state&)> make)
{
    const auto may_now = e->server.brakes.take_beside(e->from, e->jam->id(), e->by.person);
    if (!may_now)
        co_return may_now.error();
    state_ptr state = co_await copy_of_state(e);
    co_return co_await made_of(std::move(state), on, std::move(make));
}

base::task<state_ptr> copy_of_state(exchange_ptr e)
{
    const std::function<state_ptr(const sessions::jam_state&)> copy = [](const sessions::jam_state& state) {
        return std::make_shared<const sessions::jam_state>(state);
    };
    co_return co_await e->jam->read<state_ptr>(copy);
}

base::task<text_outcome> made_of(state_ptr state, store::job_worker& on,
                                 std::function<text_outcome(const sessions::jam_state&)> make)
{
    const auto text = std::make_shared<text_outcome>(std::string{});
    identity::stored_job job = [state = std::move(state), text, make] { *text = make(*state); };
    co_await identity::stored(on, std::move(job));
    co_return std::move(*text);
}

base::task<sessions::log_offset> last_offset_of(exchange_ptr e)
{
    const std::function<sessions::log_offset(const sessions::jam_state&)> question =
        [](const sessions::jam_state& state) { return state.last_offset; };
    co_return co_await e->jam->read<sessions::log_offset>(question);
}

base::task<bool> has_erased_since(exchange_ptr e, sessions::log_offset begun)
{
    const auto now = co_await last_offset_of(e);
    if (now == begun)
        co_return false;
    const auto acts = co_await e->jam->records(acts_read);
    co_return std::ranges::any_of(acts, [&](const store::kept_record& act) {
        return act.offset > begun && (act.action == "erased" || act.action == "redacted");
    });
}

sessions::rejection erased_meanwhile()
{
    auto refused = sessions::refuse(
        sessions::reject_code::rate_limited, "",
        "Something was erased while this was being put together. Please try again in a minute.");
    refused.retry_after = std::chrono::minutes{1};
    return refused;
}

}  // namespace jamhall::net
