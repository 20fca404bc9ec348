// SPDX-License-Identifier: Apache-2.0
#include "engine/net/beside.hpp"

#include "engine/identity/stored.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

constexpr int tries_max = 5;
/// More acts of records officers than happen while something is made.
constexpr std::size_t acts_read = 500;

bool has_erased_since(const std::vector<store::kept_record>& acts, sessions::log_offset begun)
{
    return std::ranges::any_of(acts, [&](const store::kept_record& act) {
        return act.offset > begun && (act.action == "erased" || act.action == "redacted");
    });
}

}  // namespace

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

base::task<text_outcome> made_whole(exchange_ptr e, base::task<text_outcome> (*make)(exchange_ptr))
{
    const std::function<sessions::log_offset(const sessions::jam_state&)> question =
        [](const sessions::jam_state& state) { return state.last_offset; };
    for (int tries = 0; tries < tries_max; ++tries) {
        const auto begun = co_await e->jam->read<sessions::log_offset>(question);
        auto made = co_await make(e);
        if (!made)
            co_return made;
        const auto acts = co_await e->jam->records(acts_read);
        if (!has_erased_since(acts, begun))
            co_return made;
    }
    auto refused = sessions::refuse(
        sessions::reject_code::rate_limited, "",
        "Something was erased while this was being put together. Please try again in a minute.");
    refused.retry_after = std::chrono::minutes{1};
    co_return refused;
}

}  // namespace jamhall::net
