// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace jamhall::test {

/// Which ballots stand, told by the events alone: an account of its own beside the boxes of the state.
class ballot_book {
public:
    /// Phase, post, person, and the other post of a pair (0: none); what was said, and of which post.
    using place =
        std::tuple<sessions::phase_index, sessions::post_id, sessions::person_id, sessions::post_id>;
    using ballot = std::pair<sessions::choice, sessions::post_id>;

    /// False: support was moved that did not stand.
    bool note(const sessions::jam_state& state, const sessions::event& happened);

    /// What the boxes of the state say otherwise, in one sentence; empty: nothing.
    std::string difference_from(const sessions::jam_state& state) const;

private:
    std::map<place, ballot> standing_;
};

}  // namespace jamhall::test
