// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

enum class check_state : std::uint8_t { done, doubt, missing };

std::string_view name_of(check_state value);

/// One line of the go/no-go checklist.
struct check_item {
    /// times, charter, questions, rules, roster, links, facilitators, coverage, mail, rehearsal, backup
    std::string_view id;
    check_state state{};
    std::string says;
};

/// What the engine knows beside the state.
struct readiness {
    /// Of the jams of this hall that were made to rehearse this one, the furthest.
    enum class rehearsal : std::uint8_t { none, planned, begun, held };

    std::size_t people_with_link = 0;
    bool sends_mail = false;
    std::optional<instant> mail_taken_at{};  ///< when the mail server last took a mail
    std::string mail_failure{};              ///< why the last one could not be sent; empty: it could
    rehearsal rehearsed = rehearsal::none;
    std::optional<instant> backed_up_at{};  ///< when the last backup was made
    bool is_backup_whole = true;            ///< false: it had to leave something out
    bool is_backup_known = true;            ///< false: what is noted of it cannot be read
};

/// How far a jam came that was made to rehearse another: a bell alone rehearses nothing. Source: rule CK1.
[[nodiscard]] readiness::rehearsal progress_of_rehearsal(const jam_state& rehearsal);

/// What an organizer looks at before the bell. Cost: the roster.
[[nodiscard]] std::vector<check_item> checklist_of(const jam_state& state, const readiness& beside,
                                                   instant now);

}  // namespace jamhall::sessions
