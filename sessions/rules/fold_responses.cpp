// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/fold.hpp"

#include <algorithm>

namespace jamhall::sessions {

void fold(jam_state& state, const event& happened, const responded& body)
{
    ensure(state.at(body.post).kind == post_kind::idea, "ideas are responded to");
    ensure(std::ranges::is_sorted(body.about) && std::ranges::binary_search(body.about, body.post),
           "a response is about its post");
    ensure(std::ranges::all_of(body.about, [&](post_id id) { return state.knows(id); }),
           "what a response is about exists");
    state.responses.insert_or_assign(
        body.post, response{body.outcome, body.text, body.owner, body.due, happened.at, happened.actor});
}

}  // namespace jamhall::sessions
