// SPDX-License-Identifier: Apache-2.0
#include "engine/net/oidc_arrival.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/log.hpp"
#include "engine/base/sha256.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/text_in.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace jamhall::net {
namespace {

using sessions::reject_code;

constexpr std::string_view administrator_role = "administrator";

/// The name the provider gives, where it can stand as one.
std::string name_of_account(const oidc::account& who)
{
    std::string name = codec::normalised(who.name.value_or(""));
    const bool is_one =
        sessions::judge_line(name, sessions::limits::name_length_max) == sessions::text_fault::none;
    return is_one ? name : std::string{};
}

live::arrival arrival_of(const oidc::account& who)
{
    live::arrival made;
    made.way = sessions::way_in::oidc;
    made.email = who.email.value_or("");
    made.subject = kept_subject(who);
    made.name = name_of_account(who);
    if (who.audience)
        made.audience = sessions::slug::parse(*who.audience);
    for (const std::string& name : who.roles)
        if (const auto role = sessions::role_named(name))
            made.roles.add(*role);
    return made;
}

turned_away why(const sessions::rejection& refused, const oidc::account& who)
{
    if (refused.code == reject_code::storage_failed)
        return turned_away::not_stored;
    if (refused.code == reject_code::jam_over)
        return turned_away::over;
    return who.email ? turned_away::unknown : turned_away::no_address;
}

}  // namespace

std::string kept_subject(const oidc::account& who)
{
    constexpr std::size_t issuer_characters = 8;
    const auto short_hash = base::base64url_of(base::sha256_of(who.issuer)).substr(0, issuer_characters);
    return short_hash + '.' + base::base64url_of(base::sha256_of(who.issuer + '\n' + who.subject));
}

base::task<boost::system::result<identity::proof, turned_away>> proof_of_account(
    exchange_ptr e, oidc::account who, std::optional<sessions::slug> jam)
{
    const std::uint64_t as_of = e->server.logins.ends_so_far();
    live::arrival arriving = arrival_of(who);
    auto proved = co_await e->server.hall.arrive(arriving, jam);
    // The provider gave no name, or that of somebody who runs the jam: neither can be asked for here.
    if (!proved && proved.error().code == reject_code::bad_field) {
        arriving.name = arriving.name.empty() ? "Guest" : arriving.name + " (guest)";
        proved = co_await e->server.hall.arrive(arriving, jam);
    }
    const bool is_admin = std::ranges::find(who.hall_roles, administrator_role) != who.hall_roles.end();
    if (!proved && !is_admin)
        co_return why(proved.error(), who);
    identity::proof made = proved ? *std::move(proved) : identity::proof{};
    made.as_of = as_of;
    made.is_admin = is_admin;
    made.says_who_is_admin = true;
    if (is_admin)
        made.subject = kept_subject(who);
    co_return made;
}

base::task<reply> turn_away(exchange_ptr e, oidc::account who, std::string by,
                            std::optional<sessions::slug> jam, turned_away why)
{
    const auto secret = secret_in(*e, e->server.cookie);
    const auto before = login_of(*e);
    if (before && !before->subject.empty() && before->subject == kept_subject(who))
        co_await e->server.logins.sign_out(*secret);
    tell_failed_try(*e, by, word_of(why));
    co_return leading_to_door(jam, word_of(why));
}

std::string_view word_of(turned_away why)
{
    switch (why) {
    case turned_away::unknown: return "unknown";
    case turned_away::no_address: return "no_address";
    case turned_away::over: return "over";
    case turned_away::not_stored: return "unreachable";
    }
    return "failed";
}

void throw_exception_from_error(turned_away why, const boost::source_location&)
{
    throw std::logic_error{"nobody got in: " + std::string{word_of(why)}};
}

}  // namespace jamhall::net
