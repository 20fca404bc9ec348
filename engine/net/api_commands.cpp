// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/command_in.hpp"
#include "engine/codec/frame_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

namespace jamhall::net {

base::task<reply> post_command(exchange_ptr e)
{
    codec::command_limits limits;
    limits.text_max = e->text_max;
    limits.needs_ref = false;
    limits.zones = &e->server.zones;
    limits.now = clock::now();
    const codec::client_frame received = codec::decode_frame(e->body(), limits);
    if (!received.asked)
        co_return problem_reply(received.asked.error());

    live::answer given = co_await e->jam->command(e->by, received);
    // One login may be a participant and the hall's administrator: what the one may not, the other may.
    if (!given && given.error().code == sessions::reject_code::not_allowed && e->is_also_admin) {
        const live::caller administrator{sessions::actor_kind::administrator, {}};
        given = co_await e->jam->command(administrator, received);
    }
    if (!given)
        co_return problem_reply(given.error());
    co_return json_reply(codec::reply_frame(received.ref, {given->offset, given->post, given->poll}));
}

base::task<reply> get_live(exchange_ptr)
{
    reply made = problem_reply(http::status::upgrade_required, "upgrade_required",
                               "Open this address as a WebSocket with the subprotocol jamhall.v1.");
    made.set(http::field::upgrade, "websocket");
    made.set(http::field::connection, "upgrade");
    co_return made;
}

}  // namespace jamhall::net
