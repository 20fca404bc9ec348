// SPDX-License-Identifier: Apache-2.0
#include "engine/net/access.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/signing_in.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace jamhall::net {
namespace {

using sessions::actor_kind;

/// What the request brings to show who sends it.
struct credentials {
    std::optional<live::token_hash> token;
    std::optional<identity::signed_in> login;
};

const live::caller administrator{actor_kind::administrator, {}};

bool is_safe(http::verb method)
{
    return method == http::verb::get || method == http::verb::head || method == http::verb::options;
}

bool has_own_origin(const http_request& request, const origins& ours)
{
    const auto origin = request[http::field::origin];
    return request.count(http::field::origin) == 1 && ours.are_ours({origin.data(), origin.size()});
}

credentials credentials_in(const exchange& e)
{
    credentials found;
    if (const auto authorization = e.header(http::field::authorization)) {
        if (const auto token = bearer_in(*authorization)) {
            found.token = identity::hash_of(*token);
            return found;
        }
    }
    // What else stands in Authorization is between the browser and a proxy.
    found.login = login_of(e);
    return found;
}

bool is_enough(const live::standing& s, access needed)
{
    switch (needed) {
    case access::jam_reader: return s.reads;
    case access::jam_person: return s.reads && s.by.person;
    case access::jam_manager: return s.manages;
    case access::report_reader: return s.exports || (s.is_closed && s.reads);
    case access::data_exporter: return s.exports;
    case access::people_reader: return s.manages || s.keeps_records;
    case access::records_keeper: return s.keeps_records;
    case access::anybody:
    case access::signed_in:
    case access::hall_admin:
    case access::jam_maker:
    case access::jam_planner:
    case access::metrics_reader: return true;
    }
    return false;
}

/// Whom the credentials claim to be in this jam; a login may be a person there and administrator too.
std::optional<std::variant<live::token_hash, live::caller>> claim_in(exchange& e, const credentials& shown)
{
    if (shown.token && !e.server.hall.is_admin(*shown.token))
        return *shown.token;
    if (shown.token)
        return administrator;
    if (!shown.login)
        return std::nullopt;
    const auto person = shown.login->person_in(e.jam->id());
    e.is_also_admin = person && shown.login->is_admin;
    if (person)
        return live::caller{actor_kind::person, *person};
    if (shown.login->is_admin)
        return administrator;
    return std::nullopt;
}

base::task<std::optional<reply>> check_in_jam(exchange_ptr e, access needed, credentials shown)
{
    const std::string& name = e->parameter(0);
    e->jam = e->server.hall.find(name);
    if (!e->jam) {
        const bool is_damaged = std::ranges::any_of(
            e->server.hall.damaged(), [&name](const live::damaged_jam& d) { return d.id.view() == name; });
        if (is_damaged)
            co_return problem_reply(
                http::status::not_found, "jam_damaged",
                "This jam cannot be opened; whoever runs the server finds the reason in its log.");
        co_return problem_reply(http::status::not_found, "no_such_jam", "There is no such jam in this hall.");
    }
    if (e->jam->is_quarantined())
        co_return problem_reply(
            http::status::service_unavailable, "jam_damaged",
            "This jam cannot be shown; whoever runs the server finds the reason in its log.");
    const auto claim = claim_in(*e, shown);
    if (!claim)
        co_return not_signed_in_reply();
    if (const auto* token = std::get_if<live::token_hash>(&*claim))
        e->token = *token;
    auto found = co_await e->jam->standing_of(*claim);
    if (!found)
        co_return not_signed_in_reply();
    if (!is_enough(*found, needed) && e->is_also_admin && needed != access::jam_person)
        found = co_await e->jam->standing_of(administrator);
    e->by = found->by;  // the log says who was refused
    if (!is_enough(*found, needed))
        co_return not_allowed_reply("Your roles in this jam do not include this.");
    e->is_staff = found->exports || found->manages || found->keeps_records;
    e->text_max = found->text_max;
    e->no_socket = std::move(found->no_socket);
    const auto may_now = e->server.brakes.take_in_jam(e->from, e->jam->id(), e->by.person);
    if (!may_now)
        co_return problem_reply(may_now.error());
    co_return std::nullopt;
}

/// Fills in every jam the credentials are for.
base::task<> find_memberships(exchange_ptr e, credentials shown)
{
    e->is_admin = shown.token ? e->server.hall.is_admin(*shown.token) : shown.login && shown.login->is_admin;
    if (shown.token && e->is_admin)
        co_return;
    const auto jams = e->server.hall.jams();
    for (const auto& jam : jams) {
        std::optional<sessions::person_id> person;
        if (shown.token) {
            const auto by = co_await jam->authorise(*shown.token);
            if (by)
                person = by->person;
        } else if (shown.login) {
            person = shown.login->person_in(jam->id());
        }
        if (person)
            e->memberships.emplace_back(jam, *person);
    }
}

base::task<bool> manages_some_jam(exchange_ptr e)
{
    for (const auto& [jam, person] : e->memberships) {
        const auto found = co_await jam->standing_of(live::caller{actor_kind::person, person});
        if (found && found->manages)
            co_return true;
    }
    co_return false;
}

base::task<std::optional<reply>> check_in_hall(exchange_ptr e, access needed, credentials shown)
{
    co_await find_memberships(e, std::move(shown));
    const bool is_local_reader = needed == access::metrics_reader && e->from.is_local;
    if (e->is_admin || is_local_reader)
        co_return std::nullopt;
    const bool makes_jams = e->login.role != store::hall_role::none;
    if (e->memberships.empty() && !makes_jams)
        co_return not_signed_in_reply();
    if (needed == access::signed_in)
        co_return std::nullopt;
    if (makes_jams && (needed == access::jam_maker || needed == access::jam_planner))
        co_return std::nullopt;
    if (needed == access::jam_planner && co_await manages_some_jam(e))
        co_return std::nullopt;
    if (needed == access::jam_maker)
        co_return not_allowed_reply("Making jams takes an organizer of the hall.");
    co_return not_allowed_reply("This takes the administrator of the hall.");
}

bool is_about_jam(access needed)
{
    switch (needed) {
    case access::jam_reader:
    case access::jam_person:
    case access::jam_manager:
    case access::report_reader:
    case access::data_exporter:
    case access::people_reader:
    case access::records_keeper: return true;
    case access::anybody:
    case access::signed_in:
    case access::hall_admin:
    case access::jam_maker:
    case access::jam_planner:
    case access::metrics_reader: return false;
    }
    return false;
}

}  // namespace

base::task<bool> may_manage(exchange_ptr e, sessions::slug jam)
{
    if (e->is_admin)
        co_return e->server.hall.find(jam.view()) != nullptr;
    for (const auto& [there, person] : e->memberships) {
        if (there->id() != jam)
            continue;
        const auto found = co_await there->standing_of(live::caller{actor_kind::person, person});
        co_return found && found->manages;
    }
    co_return false;
}

base::task<std::optional<reply>> check_access(exchange_ptr e, access needed)
{
    if (needed == access::anybody)
        co_return std::nullopt;
    credentials shown = credentials_in(*e);
    if (shown.login && !is_safe(e->request().method()) && !is_from_own_page(e->request(), e->server.from))
        co_return not_allowed_reply("A request that changes something must come from a page of this hall.");
    if (shown.login)
        e->login = *shown.login;
    if (is_about_jam(needed))
        co_return co_await check_in_jam(e, needed, std::move(shown));
    co_return co_await check_in_hall(e, needed, std::move(shown));
}

std::optional<std::string_view> bearer_in(std::string_view authorization)
{
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size() ||
        !boost::beast::iequals({authorization.data(), scheme.size()}, {scheme.data(), scheme.size()}))
        return std::nullopt;
    const std::string_view token = authorization.substr(scheme.size());
    const auto first = token.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return std::nullopt;
    return token.substr(first);
}

bool is_from_own_page(const http_request& request, const origins& ours)
{
    if (request.count(http::field::origin) > 0)
        return has_own_origin(request, ours);
    return request.count("Sec-Fetch-Site") == 1 && request["Sec-Fetch-Site"] == "same-origin";
}

bool may_open_socket(const http_request& request, const origins& ours)
{
    if (request.count(http::field::origin) > 0)
        return has_own_origin(request, ours);
    const auto authorization = request[http::field::authorization];
    return request.count(http::field::authorization) == 1 &&
           bearer_in({authorization.data(), authorization.size()}).has_value();
}

}  // namespace jamhall::net
