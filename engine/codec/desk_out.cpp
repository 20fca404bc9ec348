// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/desk_out.hpp"

#include "engine/codec/post_out.hpp"
#include "sessions/views/post_view.hpp"

namespace jamhall::codec {

using namespace sessions;

void append_looks(json_out& out, const jam_state& state, std::span<const look> looks)
{
    out.begin_array();
    for (std::size_t i = 0; i < looks.size();) {
        const post_id post = looks[i].post;
        out.begin_object().member("post", post.value).name("people").begin_array();
        for (; i < looks.size() && looks[i].post == post; ++i)
            append_author(out, person_view_of(state, looks[i].person));
        out.end_array().end_object();
    }
    out.end_array();
}

}  // namespace jamhall::codec
