// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/answer_out.hpp"

#include "engine/codec/csv_out.hpp"
#include "engine/codec/json_out.hpp"

namespace jamhall::codec {
namespace {

void append_roles(json_out& out, sessions::role_set roles)
{
    out.name("roles").begin_array();
    for (const auto each : sessions::all_roles)
        if (roles.has(each))
            out.value(sessions::name_of(each));
    out.end_array();
}

void append_lines(json_out& out, std::span<const bad_line> lines)
{
    out.name("refused").begin_array();
    for (const auto& each : lines)
        out.begin_object().member("line", each.line).member("reason", each.reason).end_object();
    out.end_array();
}

}  // namespace

std::string problem_document(const problem& about)
{
    std::string made;
    json_out out{made};
    out.begin_object()
        .member("type", "about:blank")
        .member("title", about.title)
        .member("status", about.status);
    out.member("detail", about.detail).member("code", about.code);
    if (!about.field.empty())
        out.member("field", about.field);
    if (about.retry_after)
        out.member("retry_after_ms", about.retry_after->count());
    if (!about.faults.empty()) {
        out.name("faults").begin_array();
        for (const auto& each : about.faults)
            out.begin_object().member("pointer", each.pointer).member("message", each.message).end_object();
        out.end_array();
    }
    if (!about.refused.empty())
        append_lines(out, about.refused);
    out.end_object();
    return made;
}

std::string login_answer(bool is_admin, std::string_view hall, std::span<const login_jam> jams)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("admin", is_admin);
    out.member("hall", hall.empty() ? std::nullopt : std::optional{hall}).name("jams").begin_array();
    for (const auto& each : jams) {
        out.begin_object().member("jam", each.jam).member("title", each.title).name("person");
        if (each.person) {
            out.begin_object().member("id", each.person.value).member("name", each.name);
            append_roles(out, each.roles);
            out.end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string logins_answer(std::span<const login_entry> logins)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("logins").begin_array();
    for (const auto& each : logins) {
        out.begin_object().member("id", each.id).member("current", each.is_current);
        out.member("device", each.device).member("signed_in_at_ms", each.signed_in_at.ms);
        out.member("used_at_ms", each.used_at.ms).member("ends_at_ms", each.ends_at.ms).end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string hall_roles_answer(std::span<const hall_role_entry> roles)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("roles").begin_array();
    for (const auto& each : roles) {
        out.begin_object().member("email", each.email).member("role", each.role);
        out.member("name", each.name).member("given_at_ms", each.given_at.ms).end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string mail_login_answer(std::chrono::seconds lasts)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("expires_in_s", lasts.count()).end_object();
    return made;
}

std::string ways_answer(bool has_mail, std::span<const sign_in_provider> providers)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("email", has_mail).name("providers").begin_array();
    for (const auto& each : providers)
        out.begin_object()
            .member("id", each.id)
            .member("title", each.title)
            .member("begins_at", each.begins_at)
            .end_object();
    out.end_array().end_object();
    return made;
}

std::string queued_mails_answer(std::size_t count)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("queued", std::uint64_t{count}).end_object();
    return made;
}

std::string directory(std::span<const std::string> entries)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("jams").begin_array();
    for (const auto& each : entries)
        out.raw(each);
    out.end_array().end_object();
    return made;
}

std::string created_jam(std::string_view jam)
{
    std::string made;
    json_out{made}.begin_object().name("jam").begin_object().member("id", jam).end_object().end_object();
    return made;
}

std::string roster_answer(std::uint32_t added, std::uint32_t updated, std::span<const bad_line> refused)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("added", added).member("updated", updated);
    append_lines(out, refused);
    out.end_object();
    return made;
}

std::string people_page(const sessions::jam_state& state, std::span<const listed_person> people,
                        bool has_more)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("people").begin_array();
    for (const auto& each : people) {
        const auto& person = state.at(each.person);
        out.begin_object().member("id", each.person.value).member("name", person.entry.name);
        out.member("email", each.email);
        append_roles(out, person.entry.roles);
        out.name("forums").begin_array();
        for (const auto forum : person.entry.forums)
            out.value(state.what->forums.at(forum).id.view());
        out.end_array().member("audience", state.what->audiences.at(person.entry.audience).id.view());
        out.member("registered", person.has_registered).member("entered", person.has_entered);
        out.member("removed", person.is_removed).end_object();
    }
    out.end_array().name("next");
    if (has_more && !people.empty())
        out.value(people.back().person.value);
    else
        out.null();
    out.end_object();
    return made;
}

std::string links_csv(std::span<const fresh_link> links, bool has_codes)
{
    std::string made;
    csv_out out{made};
    out.text("email").text("name").text("link").text("token");
    if (has_codes)
        out.text("code");
    out.end_row();
    for (const auto& each : links) {
        out.text(each.email).text(each.name).text(each.link).text(each.token);
        if (has_codes)
            out.text(each.code);
        out.end_row();
    }
    return made;
}

std::string join_code_answer(std::optional<std::string_view> code, std::optional<sessions::instant> ends_at)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("code", code);
    out.member("ends_at_ms", ends_at ? std::optional{ends_at->ms} : std::nullopt).end_object();
    return made;
}

}  // namespace jamhall::codec
