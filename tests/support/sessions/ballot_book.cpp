// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/ballot_book.hpp"

#include <algorithm>

namespace jamhall::test {

using namespace sessions;

bool ballot_book::note(const jam_state& state, const event& happened)
{
    if (const auto* cast = std::get_if<ballot_cast>(&happened.body)) {
        const auto low = cast->over ? std::min(cast->post, cast->over) : cast->post;
        const auto high = cast->over ? std::max(cast->post, cast->over) : post_id{};
        const place where{cast->phase, low, happened.actor, high};
        const bool gives_no_dots =
            state.clock.phases[cast->phase].rules.ballot == ballot_switch::dots && number_in(cast->says) == 0;
        if (cast->says == choice::withdraw || gives_no_dots)
            standing_.erase(where);
        else
            standing_[where] = {cast->says, cast->post};
    } else if (const auto* moved = std::get_if<support_moved>(&happened.body); moved && moved->is_accepted) {
        const auto standing = standing_.find(place{moved->phase, moved->post, happened.actor, post_id{}});
        if (standing == standing_.end())
            return false;
        standing_.try_emplace(place{moved->phase, moved->into, happened.actor, post_id{}}, standing->second);
        standing_.erase(standing);
    }
    return true;
}

std::string ballot_book::difference_from(const jam_state& state) const
{
    std::size_t in_boxes = 0;
    for (const auto& box : state.boxes)
        in_boxes += box.count;
    if (in_boxes != standing_.size())
        return "the boxes hold " + std::to_string(in_boxes) + " ballots, cast were " +
               std::to_string(standing_.size());
    for (const auto& [where, said] : standing_) {
        const auto& [phase, post, who, other] = where;
        if (!other && state.boxes[phase].find(post, who) != said.first)
            return "a ballot says something else than was cast";
    }
    return {};
}

}  // namespace jamhall::test
