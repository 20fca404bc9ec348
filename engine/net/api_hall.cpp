// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/codec/hall_in.hpp"
#include "engine/identity/stored.hpp"
#include "engine/live/people_register.hpp"
#include "engine/net/api.hpp"
#include "engine/net/hall_words.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

reply roles_reply(exchange& e)
{
    const auto rows = e.server.hall.roles().all();
    std::vector<codec::hall_role_entry> entries;
    entries.reserve(rows.size());
    for (const auto& row : rows)
        entries.push_back({row.email, hall_role_word(row.role), row.name, row.given_at});
    return json_reply(codec::hall_roles_answer(entries));
}

store::hall_role role_of_word(std::string_view word)
{
    if (word == hall_role_word(store::hall_role::administrator))
        return store::hall_role::administrator;
    return word.empty() ? store::hall_role::none : store::hall_role::organizer;
}

}  // namespace

base::task<reply> get_hall_roles(exchange_ptr e)
{
    co_return roles_reply(*e);
}

base::task<reply> post_hall_roles(exchange_ptr e)
{
    const auto asked = codec::decode_hall_role(e->body());
    if (!asked)
        co_return problem_reply(asked.error());
    store::hall_role_row row;
    row.email = live::comparable_email(asked->email);
    row.role = role_of_word(asked->role);
    row.name = asked->name;
    row.given_at = clock::now();
    const bool is_less = row.role != store::hall_role::administrator;
    const std::string email = row.email;
    std::exception_ptr failed;
    try {
        co_await e->server.hall.roles().give(std::move(row));
    } catch (...) {
        failed = std::current_exception();
    }
    // What is taken counts no more, also where the file did not let go of it.
    if (is_less)
        e->server.logins.role_was_taken(email);
    if (failed)
        std::rethrow_exception(failed);
    base::log(base::log_level::info, "a role in the hall was changed",
              {{"role", asked->role.empty() ? std::string_view{"none"} : std::string_view{asked->role}}});
    co_return roles_reply(*e);
}

base::task<reply> post_test_mail(exchange_ptr e)
{
    auto to = codec::decode_test_mail(e->body());
    if (!to)
        co_return problem_reply(to.error());
    if (!e->server.post.is_configured())
        co_return problem_reply(http::status::conflict, "mail_off", "Mail is not set up in this hall.");
    bool is_queued = false;
    const identity::stored_job queue = [&] {
        is_queued = e->server.hall.file().mail().queue_test(*to, clock::now());
    };
    co_await identity::stored(e->server.hall.storing().writer, queue);
    if (!is_queued) {
        auto refused = sessions::refuse(sessions::reject_code::rate_limited, "",
                                        "A test mail is on its way. Please wait a moment for it.");
        refused.retry_after = store::between_test_mails;
        co_return problem_reply(refused);
    }
    e->server.post.wake();
    co_return empty_reply(http::status::accepted);
}

}  // namespace jamhall::net
