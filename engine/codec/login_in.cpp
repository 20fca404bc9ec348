// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/login_in.hpp"

#include "engine/codec/object_in.hpp"

namespace jamhall::codec {
namespace {

sessions::rejection bad_field(const fault& found)
{
    std::string field = found.pointer.empty() ? std::string{} : found.pointer.substr(1);
    return sessions::refuse(sessions::reject_code::bad_field, field,
                            (field.empty() ? "the body" : field) + " " + found.message);
}

}  // namespace

sessions::outcome<login_request> decode_login(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return sessions::refuse(sessions::reject_code::bad_json, "", read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    login_request made;
    made.token = in.string("token");
    made.jam = in.optional_slug("jam");
    in.finish();
    if (!found.empty())
        return bad_field(found.front());
    return made;
}

}  // namespace jamhall::codec
