// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/hall_in.hpp"

#include "engine/codec/email_in.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/codec/text_in.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

namespace jamhall::codec {
namespace {

/// A body that is one address under this name.
sessions::outcome<std::string> only_address(std::string_view text, std::string_view name)
{
    const auto read = json_document::parse(text);
    if (!read)
        return sessions::refuse(sessions::reject_code::bad_json, "", "the body " + read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    std::string address{in.string(name)};
    in.finish();
    if (found.empty() && !is_email(address))
        in.note(name, "is no plain e-mail address");
    if (!found.empty())
        return bad_field(found.front(), "the body");
    return address;
}

}  // namespace

sessions::outcome<hall_role_request> decode_hall_role(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return sessions::refuse(sessions::reject_code::bad_json, "", "the body " + read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    hall_role_request made;
    made.email = in.string("email");
    if (const auto role = in.optional_string("role")) {
        made.role = *role;
        if (made.role != "administrator" && made.role != "organizer")
            in.note("role", "is administrator, organizer or null");
    }
    if (const auto name = in.optional_string("name")) {
        made.name = normalised(*name);
        if (!made.name.empty() &&
            sessions::judge_line(made.name, sessions::limits::name_length_max) != sessions::text_fault::none)
            in.note("name", "is no name of one line");
    }
    in.finish();
    if (found.empty() && !is_email(made.email))
        in.note("email", "is no plain e-mail address");
    if (!found.empty())
        return bad_field(found.front(), "the body");
    return made;
}

sessions::outcome<std::string> decode_test_mail(std::string_view text)
{
    return only_address(text, "to");
}

sessions::outcome<std::string> decode_link_request(std::string_view text)
{
    return only_address(text, "email");
}

}  // namespace jamhall::codec
