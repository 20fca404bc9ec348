// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/identity/spoken_code.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/query.hpp"
#include "engine/net/server_parts.hpp"
#include "sessions/rules/admission.hpp"
#include "sessions/rules/permissions.hpp"

#include <functional>
#include <optional>

namespace jamhall::net {
namespace {

constexpr std::int64_t hours_default = 12;
constexpr std::int64_t hours_max = 24 * 31;
constexpr std::int64_t hour_ms = 60 * 60 * 1'000;

/// Organizers and the screen of a hall see the code.
base::task<bool> may_see_code(exchange_ptr e)
{
    const std::function<bool(const sessions::jam_state&)> question =
        [by = e->by](const sessions::jam_state& state) {
            if (sessions::may(state, {state.last_at, by.kind, by.person}, sessions::action::manage))
                return true;
            return state.knows(by.person) && state.at(by.person).entry.roles.has(sessions::role::observer);
        };
    co_return co_await e->jam->read<bool>(question);
}

base::task<std::optional<sessions::rejection>> why_shut(exchange_ptr e)
{
    using answer = std::optional<sessions::rejection>;
    const std::function<answer(const sessions::jam_state&)> question = [](const sessions::jam_state& state) {
        return sessions::why_not_admitted(state, sessions::way_in::code);
    };
    co_return co_await e->jam->read<answer>(question);
}

reply code_reply(const std::optional<store::join_code>& code)
{
    const bool is_good = code && clock::now() < code->ends_at;
    if (!is_good)
        return json_reply(codec::join_code_answer(std::nullopt, std::nullopt));
    const std::string shown = identity::grouped_code(code->code);
    return json_reply(codec::join_code_answer(std::string_view{shown}, code->ends_at));
}

}  // namespace

base::task<reply> get_join_code(exchange_ptr e)
{
    const bool may_see = co_await may_see_code(e);
    if (!may_see)
        co_return not_allowed_reply("The code is shown to organizers and on the screen.");
    const auto shut = co_await why_shut(e);
    if (shut)
        co_return code_reply(std::nullopt);
    co_return code_reply(e->server.hall.join_codes().code_of(e->jam->id()));
}

base::task<reply> post_join_code(exchange_ptr e)
{
    const auto hours = integer_in(e->asked, "hours", {hours_default, 1, hours_max});
    if (!hours)
        co_return problem_reply(hours.error());
    const auto shut = co_await why_shut(e);
    if (shut)
        co_return problem_reply(http::status::conflict, "way_shut",
                                "This jam lets nobody in by a code. Open that way in the plan first.");
    const auto made = co_await e->server.hall.join_codes().make(e->jam->id(), clock::now(),
                                                                sessions::duration{*hours * hour_ms});
    co_return code_reply(made);
}

base::task<reply> delete_join_code(exchange_ptr e)
{
    co_await e->server.hall.join_codes().end(e->jam->id());
    co_return empty_reply(http::status::no_content);
}

}  // namespace jamhall::net
