// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/me_view.hpp"

#include "sessions/rules/ballots.hpp"

namespace jamhall::sessions {

me_view me_of(const jam_state& state, person_id who)
{
    const person& self = state.at(who);
    me_view made;
    made.person = who;
    made.ballots.reserve(self.ballot_count);
    for (std::size_t phase = 0; phase < state.boxes.size(); ++phase) {
        const ballot_box& box = state.boxes[phase];
        if (box.empty())
            continue;
        for (const first_cast& cast : self.casts)
            if (const auto says = box.find(cast.post, who))
                made.ballots.push_back({static_cast<phase_index>(phase), cast.post, *says, {}});
        for (const pair_ballot& pair : box.pairs_of(who))
            made.ballots.push_back(
                {static_cast<phase_index>(phase), pair.preferred(), choice::over, pair.other()});
    }
    if (state.clock.now_running().rules.ballot == ballot_switch::dots)
        made.dots_left = dots_left(state, who);
    made.posts.reserve(self.posts.size());
    for (post_id own : self.posts)
        made.posts.push_back({own, state.at(own).state});
    return made;
}

}  // namespace jamhall::sessions
