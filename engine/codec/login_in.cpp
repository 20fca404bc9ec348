// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/login_in.hpp"

#include "engine/codec/email_in.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/codec/text_in.hpp"
#include "sessions/core/limits.hpp"

#include <array>
#include <utility>

namespace jamhall::codec {
namespace {

constexpr std::size_t secret_size_max = 200;

using with = login_request::with;
constexpr std::array<std::pair<std::string_view, with>, 5> ways{{{"token", with::token},
                                                                 {"mail", with::mail},
                                                                 {"mail_code", with::mail_code},
                                                                 {"once", with::once},
                                                                 {"code", with::code}}};

void read_secret(object_in& in, login_request& into)
{
    std::size_t given = 0;
    for (const auto& [name, how] : ways) {
        const auto written = in.optional_string(name);
        if (!written)
            continue;
        ++given;
        into.how = how;
        into.secret = *written;
        if (into.secret.empty() || into.secret.size() > secret_size_max)
            in.note(name, "is none");
    }
    if (given != 1)
        in.note("token", "stands for one way to sign in; give exactly one");
    if (into.how == with::mail_code)
        std::erase(into.secret, ' ');
}

sessions::rejection bad_json(const std::string& message)
{
    return sessions::refuse(sessions::reject_code::bad_json, "", "the body " + message);
}

}  // namespace

sessions::outcome<login_request> decode_login(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return bad_json(read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    login_request made;
    read_secret(in, made);
    made.jam = in.optional_slug("jam");
    if (const auto name = in.optional_string("name"))
        made.name = normalised(*name);
    in.finish();
    if (!found.empty())
        return bad_field(found.front(), "the body");
    return made;
}

sessions::outcome<mail_login_request> decode_mail_login(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return bad_json(read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    mail_login_request made;
    made.email = in.string("email");
    while (made.email.starts_with(' '))
        made.email.erase(0, 1);
    while (made.email.ends_with(' '))
        made.email.pop_back();
    made.jam = in.optional_slug("jam");
    in.finish();
    if (found.empty() && !is_email(made.email))
        return sessions::refuse(
            sessions::reject_code::bad_field, "email",
            "This is no e-mail address that can be used here, such as ada@council.example.");
    if (!found.empty())
        return bad_field(found.front(), "the body");
    return made;
}

}  // namespace jamhall::codec
