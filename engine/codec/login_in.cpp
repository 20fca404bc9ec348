// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/login_in.hpp"

#include "engine/codec/object_in.hpp"

namespace jamhall::codec {

sessions::outcome<login_request> decode_login(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return sessions::refuse(sessions::reject_code::bad_json, "", "the body " + read.error().message);
    faults found;
    object_in in{read->root(), "", found};
    login_request made;
    made.token = in.string("token");
    made.jam = in.optional_slug("jam");
    in.finish();
    if (!found.empty())
        return bad_field(found.front(), "the body");
    return made;
}

}  // namespace jamhall::codec
