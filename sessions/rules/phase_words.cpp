// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/phase_words.hpp"

namespace jamhall::sessions {

std::string_view title_of(phase_kind kind)
{
    switch (kind) {
    case phase_kind::lobby: return "Lobby";
    case phase_kind::brainwrite: return "Write on your own";
    case phase_kind::ideate: return "Share ideas";
    case phase_kind::refine: return "Refine";
    case phase_kind::prioritise: return "Prioritise";
    case phase_kind::reveal: return "Results";
    case phase_kind::archive: return "Closed";
    }
    return "Phase";
}

std::string place_in_words(std::size_t place, phase_kind kind)
{
    return "phase " + std::to_string(place + 1) + " (" + std::string{title_of(kind)} + ")";
}

}  // namespace jamhall::sessions
