// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/codec/jam_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/net/access.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <functional>
#include <vector>

namespace jamhall::net {

base::task<reply> get_jams(exchange_ptr e)
{
    std::vector<std::shared_ptr<live::jam_runner>> seen;
    if (e->is_admin) {
        seen = e->server.hall.jams();
    } else {
        for (const auto& [jam, person] : e->memberships)
            seen.push_back(jam);
    }
    const std::function<std::string(const sessions::jam_state&)> entry =
        [](const sessions::jam_state& state) { return codec::directory_entry(state, clock::now()); };
    std::vector<std::string> entries;
    for (const auto& jam : seen)
        entries.push_back(co_await jam->read<std::string>(entry));
    co_return json_reply(codec::directory(entries));
}

/// Whoever makes a jam as an organizer of the hall organizes it, as a person on its roster.
base::task<> make_organizer(exchange_ptr e, std::shared_ptr<live::jam_runner> made)
{
    live::arrival who;
    who.way = sessions::way_in::roster;
    who.email = e->login.email;
    who.name = e->server.hall.roles().name_of(e->login.email);
    who.roles = {sessions::role::organizer};
    const auto person = co_await made->admit(std::move(who));
    if (!person)
        throw store::store_error{store::store_fault::io, person.error().message};
    co_await e->server.logins.join(e->login.id, made->id(), *person);
}

base::task<reply> post_jams(exchange_ptr e)
{
    auto planned = codec::decode_plan(e->body(), e->server.zones, clock::now());
    if (!planned)
        co_return plan_problem_reply(planned.error());
    const auto wanted = e->asked.value_of("rehearses");
    const auto rehearses = wanted ? sessions::slug::parse(*wanted) : std::nullopt;
    bool is_theirs = !wanted;
    if (rehearses)
        is_theirs = co_await may_manage(e, *rehearses);
    if (!is_theirs)
        co_return problem_reply(sessions::refuse(sessions::reject_code::bad_field, "rehearses",
                                                 "A rehearsal is of a jam of this hall that you organize."));
    const auto made = co_await e->server.hall.create(std::move(*planned), rehearses);
    if (!e->is_admin)
        co_await make_organizer(e, made);
    reply r = json_reply(codec::created_jam(made->id().view()), http::status::created);
    r.set(http::field::location, "/api/v1/jams/" + made->id().str());
    co_return r;
}

base::task<reply> post_plan_check(exchange_ptr e)
{
    const auto now = clock::now();
    const auto planned = codec::decode_plan(e->body(), e->server.zones, now);
    if (!planned)
        co_return plan_problem_reply(planned.error());
    co_return json_reply(codec::checked_plan(*planned, now));
}

base::task<reply> get_jam(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> page =
        [viewer = e->by.person](const sessions::jam_state& state) {
            return codec::jam_page(state, viewer, clock::now());
        };
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

base::task<reply> get_plan(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> source =
        [](const sessions::jam_state& state) { return state.what->source; };
    co_return json_reply(co_await e->jam->read<std::string>(source));
}

}  // namespace jamhall::net
