// SPDX-License-Identifier: Apache-2.0
#include "engine/net/ways_in.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/identity/spoken_code.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace jamhall::net {
namespace asio = boost::asio;
namespace {

using proven = sessions::outcome<identity::proof>;

sessions::rejection not_proven()
{
    return sessions::refuse(sessions::reject_code::not_allowed, "", "");
}

/// What a token proves, looked for in the jam named or in every jam. Errors: not_allowed when it is not valid.
base::task<proven> proof_of_token(exchange_ptr e, codec::login_request asked)
{
    const auto hash = identity::hash_of(asked.secret);
    identity::proof proved;
    proved.is_admin = e->server.hall.is_admin(hash);
    if (proved.is_admin)
        co_return proved;
    const auto jams = e->server.hall.jams();
    for (const auto& jam : jams) {
        if (asked.jam && jam->id() != *asked.jam)
            continue;
        const auto by = co_await jam->authorise(hash);
        if (!by)
            continue;
        jam->tell(*by, sessions::command{sessions::register_person{}});
        proved.people.emplace_back(jam->id(), by->person);
        co_return proved;
    }
    co_return not_proven();
}

/// What the link or the code of a mail proves, in the browser that asked for it. Errors: not_allowed when it is not good
/// or its address gets in nowhere; bad_field, and the mail stays good, when a newcomer's name is missing.
base::task<proven> proof_of_mail(exchange_ptr e, codec::login_request asked)
{
    // Without the browser's cookie the same work is done, for nothing.
    const std::string browser = secret_in(*e, e->server.mail_cookie).value_or("");
    std::optional<store::mail_request> spent;
    if (asked.how == codec::login_request::with::mail)
        spent = co_await e->server.mail_sign_in.spend_link(asked.secret, browser, clock::now());
    else
        spent = co_await e->server.mail_sign_in.spend_code(asked.secret, browser, clock::now());
    if (!spent)
        co_return not_proven();
    live::arrival who;
    who.way = sessions::way_in::email;
    who.email = spent->email;
    who.name = asked.name;
    const auto proved = co_await e->server.hall.arrive(std::move(who), spent->jam);
    if (!proved && may_be_told(proved.error()))
        co_await e->server.mail_sign_in.put_back(spent->number);
    co_return proved;
}

/// What a link of `jamhall init` proves, once. Errors: not_allowed.
base::task<proven> proof_of_once(exchange_ptr e, codec::login_request asked)
{
    identity::proof proved;
    const identity::stored_job spend = [&] {
        proved.is_admin =
            e->server.hall.file().spend_one_time_link(identity::hash_of(asked.secret), clock::now());
    };
    co_await identity::stored(e->server.hall.storing().writer, spend);
    if (!proved.is_admin)
        co_return not_proven();
    co_return proved;
}

/// Every code that gets nobody in is answered this long after it came: closed jams take longer to look at than wrong codes.
constexpr std::chrono::milliseconds wrong_code_takes{250};

/// What a good code proves, and whether it let in somebody who was not in yet.
struct let_in {
    identity::proof proved{};
    bool is_new = false;
};

base::task<bool> has_registered(std::shared_ptr<live::jam_runner> jam, sessions::person_id person)
{
    const std::function<bool(const sessions::jam_state&)> question =
        [person](const sessions::jam_state& state) { return state.at(person).has_registered; };
    co_return co_await jam->read<bool>(question);
}

/// Whom a code lets in: somebody new in the jam it is spoken for, or the person it was printed for. Errors: not_allowed.
base::task<sessions::outcome<let_in>> look_for_code(exchange_ptr e, std::string code, std::string name)
{
    let_in made;
    if (code.size() == identity::personal_code_size) {
        const auto hash = identity::hash_of_code(code);
        const auto jams = e->server.hall.jams();
        for (const auto& jam : jams) {
            const auto by = co_await jam->authorise_code(hash);
            if (!by)
                continue;
            made.is_new = !co_await has_registered(jam, by->person);
            jam->tell(*by, sessions::command{sessions::register_person{}});
            made.proved.people.emplace_back(jam->id(), by->person);
            co_return made;
        }
        co_return not_proven();
    }
    const auto jam = e->server.hall.join_codes().jam_of(code, clock::now());
    if (!jam)
        co_return not_proven();
    // Who is in already does not become somebody else by typing the code again, and proves nothing by it.
    const auto before = login_of(*e);
    if (before && before->person_in(*jam))
        co_return made;
    live::arrival who;
    who.way = sessions::way_in::code;
    who.name = std::move(name);
    const auto arrived = co_await e->server.hall.arrive(std::move(who), *jam);
    if (!arrived)
        co_return arrived.error();
    co_return let_in{*arrived, true};
}

/// What tells clients apart; nothing where a proxy hides them.
std::optional<std::uint64_t> address_of(const exchange& e)
{
    if (!e.from.is_known)
        return std::nullopt;
    constexpr std::uint64_t v6 = 0x9e37'79b9'7f4a'7c15;
    return e.from.address.is_v6 ? e.from.address.bits ^ v6 : e.from.address.bits;
}

/// Ends the look-up of a code however it goes.
struct code_look_up {
    identity::code_tries& tries;
    std::optional<std::uint64_t> address;

    ~code_look_up() { tries.end(address); }
};

base::task<proven> look_up_code(exchange_ptr e, codec::login_request asked,
                                std::optional<std::uint64_t> address)
{
    using std::chrono::steady_clock;
    auto& tries = e->server.code_tries;
    const code_look_up until_done{tries, address};
    const auto found = co_await look_for_code(e, identity::normal_code(asked.secret), asked.name);
    if (!found) {
        if (!may_be_told(found.error()))
            tries.note_wrong(address, steady_clock::now());
        co_return found.error();
    }
    // One person's code typed again and again must not pay for guessing others'.
    if (found->is_new)
        tries.note_right(address, steady_clock::now());
    co_return found->proved;
}

base::task<proven> proof_of_code(exchange_ptr e, codec::login_request asked)
{
    const auto came_at = std::chrono::steady_clock::now();
    const auto address = address_of(*e);
    if (const auto wait = e->server.code_tries.begin(address, came_at)) {
        auto refused =
            sessions::refuse(sessions::reject_code::rate_limited, "",
                             "Too many codes were wrong. Please wait a moment before you try again.");
        refused.retry_after = std::chrono::ceil<sessions::duration>(*wait);
        co_return refused;
    }
    const auto proved = co_await look_up_code(e, std::move(asked), address);
    if (proved || may_be_told(proved.error()))
        co_return proved;
    asio::steady_timer until{co_await asio::this_coro::executor, came_at + wrong_code_takes};
    co_await until.async_wait(base::as_result);
    co_return not_proven();
}

base::task<proven> proof_by(exchange_ptr e, codec::login_request asked)
{
    switch (asked.how) {
    case codec::login_request::with::token: co_return co_await proof_of_token(e, std::move(asked));
    case codec::login_request::with::mail:
    case codec::login_request::with::mail_code: co_return co_await proof_of_mail(e, std::move(asked));
    case codec::login_request::with::once: co_return co_await proof_of_once(e, std::move(asked));
    case codec::login_request::with::code: co_return co_await proof_of_code(e, std::move(asked));
    }
    co_return not_proven();
}

}  // namespace

bool may_be_told(const sessions::rejection& why)
{
    return why.code == sessions::reject_code::bad_field || why.code == sessions::reject_code::rate_limited ||
           why.code == sessions::reject_code::storage_failed;
}

base::task<proven> proof_of(exchange_ptr e, codec::login_request asked)
{
    const std::uint64_t as_of = e->server.logins.ends_so_far();
    auto proved = co_await proof_by(e, std::move(asked));
    if (proved)
        proved->as_of = as_of;
    co_return proved;
}

}  // namespace jamhall::net
