// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/assert.hpp"
#include "sessions/model/command.hpp"
#include "sessions/model/event.hpp"

#include <array>
#include <charconv>
#include <string>

namespace jamhall::sessions {

// One table per closed set of words: the order is the enum's, the words are the wire's.
namespace {

template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value)
{
    ensure(static_cast<std::size_t>(value) < N, "the word exists");
    return words[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& words, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

using text = std::string_view;
constexpr std::array<text, 7> phase_kinds{"lobby",      "brainwrite", "ideate", "refine",
                                          "prioritise", "reveal",     "archive"};
constexpr std::array<text, 3> ideas_words{"open", "build_on", "closed"};
constexpr std::array<text, 2> comments_words{"open", "closed"};
constexpr std::array<text, 3> others_words{"visible", "hidden", "sampled"};
constexpr std::array<text, 6> ballot_words{"none", "support", "agree", "score", "dots", "pairwise"};
constexpr std::array<text, 2> tallies_words{"live", "sealed"};
constexpr std::array<text, 5> order_words{"newest", "active", "shuffled", "top", "fair"};
constexpr std::array<text, 2> names_words{"shown", "hidden"};
constexpr std::array<text, 2> moderation_words{"after", "before"};
constexpr std::array<text, 3> poll_kinds{"single", "multiple", "scale"};
constexpr std::array<text, 2> poll_results_words{"sealed", "live"};
constexpr std::array<text, 8> queue_sources{"flag", "held",       "links",  "words",
                                            "fast", "first_post", "edited", "appeal"};
constexpr std::array<text, 4> outcomes{"adopted", "in_part", "not_now", "declined"};
constexpr std::array<text, 5> post_kinds{"idea", "comment", "prompt", "summary", "announcement"};
constexpr std::array<text, 6> post_states{"published", "held", "hidden", "withdrawn", "merged", "erased"};
constexpr std::array<text, 6> choices{"support", "agree", "disagree", "pass", "withdraw", "over"};
constexpr std::array<text, 13> measures{"support", "agree",   "disagree", "pass",    "score_1",
                                        "score_2", "score_3", "score_4",  "score_5", "dots",
                                        "people",  "won",     "lost"};

/// The numbers that a choice can be, as text.
const std::array<std::string, choice_number_max + 1>& number_words()
{
    static const auto made = [] {
        std::array<std::string, choice_number_max + 1> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = std::to_string(i);
        return all;
    }();
    return made;
}

constexpr std::array<text, 3> erasure_scopes{"post", "identity", "everything"};
constexpr std::array<text, 3> erasure_causes{"officer", "retention", "restored"};
constexpr std::array<text, 3> person_erasures{"none", "identity", "everything"};
constexpr std::array<text, 5> export_kinds{"report", "package", "links", "people", "records"};

constexpr std::array<text, 4> ways_in{"roster", "email", "oidc", "code"};
constexpr std::array<text, 3> causes{"clock", "person", "recovery"};

constexpr std::array<text, std::variant_size_v<event_body>> event_types{
    "jam_created",      "person_added",   "person_updated",    "person_registered",
    "person_entered",   "joined",         "role_granted",      "role_revoked",
    "post_added",       "post_edited",    "post_withdrawn",    "announced",
    "ballot_cast",      "posts_seen",     "phase_began",       "clock_extended",
    "clock_paused",     "clock_resumed",  "post_spotlighted",  "spotlight_ended",
    "posts_connected",  "post_moved",     "post_merged",       "support_moved",
    "post_split",       "thread_claimed", "thread_released",   "summary_published",
    "guest_introduced", "poll_opened",    "poll_answered",     "poll_closed",
    "flag_raised",      "post_hidden",    "post_approved",     "post_restored",
    "edit_asked",       "appealed",       "appeal_decided",    "person_muted",
    "person_unmuted",   "person_removed", "person_readmitted", "shift_taken",
    "shift_dropped",    "shift_offered",  "handed_over",       "said",
    "responded",        "unseal_asked",   "unsealed",          "plan_changed",
    "jam_closed",       "jam_cancelled",  "erasure_asked",     "erased",
    "erasure_refused",  "legal_hold_set", "legal_hold_lifted", "exported"};

constexpr std::array<text, std::variant_size_v<command>> command_names{"join",
                                                                       "add_post",
                                                                       "edit_post",
                                                                       "withdraw_post",
                                                                       "cast_ballot",
                                                                       "announce",
                                                                       "advance_phase",
                                                                       "extend_phase",
                                                                       "pause_clock",
                                                                       "resume_clock",
                                                                       "grant_role",
                                                                       "revoke_role",
                                                                       "spotlight_post",
                                                                       "end_spotlight",
                                                                       "connect_posts",
                                                                       "move_post",
                                                                       "merge_post",
                                                                       "move_support",
                                                                       "split_post",
                                                                       "claim_thread",
                                                                       "release_thread",
                                                                       "publish_summary",
                                                                       "introduce_guest",
                                                                       "open_poll",
                                                                       "close_poll",
                                                                       "answer_poll",
                                                                       "raise_flag",
                                                                       "hide_post",
                                                                       "approve_post",
                                                                       "restore_post",
                                                                       "ask_edit",
                                                                       "appeal",
                                                                       "decide_appeal",
                                                                       "mute_person",
                                                                       "unmute_person",
                                                                       "remove_person",
                                                                       "readmit_person",
                                                                       "take_shift",
                                                                       "drop_shift",
                                                                       "offer_shift",
                                                                       "hand_over",
                                                                       "say",
                                                                       "respond",
                                                                       "unseal",
                                                                       "change_plan",
                                                                       "close_jam",
                                                                       "cancel_jam",
                                                                       "create_jam",
                                                                       "put_person",
                                                                       "register_person",
                                                                       "enter_person",
                                                                       "record_seen",
                                                                       "ask_erasure",
                                                                       "erase_post",
                                                                       "erase_person",
                                                                       "refuse_erasure",
                                                                       "set_legal_hold",
                                                                       "lift_legal_hold",
                                                                       "record_export",
                                                                       "erase_due"};

}  // namespace

std::optional<way_in> way_in_named(std::string_view name)
{
    return named<way_in>(ways_in, name);
}
std::string_view name_of(way_in value)
{
    return word(ways_in, value);
}

std::string_view name_of(phase_kind value)
{
    return word(phase_kinds, value);
}
std::string_view name_of(ideas_switch value)
{
    return word(ideas_words, value);
}
std::string_view name_of(comments_switch value)
{
    return word(comments_words, value);
}
std::string_view name_of(others_switch value)
{
    return word(others_words, value);
}
std::string_view name_of(ballot_switch value)
{
    return word(ballot_words, value);
}
std::string_view name_of(tallies_switch value)
{
    return word(tallies_words, value);
}
std::string_view name_of(order_switch value)
{
    return word(order_words, value);
}
std::string_view name_of(names_switch value)
{
    return word(names_words, value);
}
std::string_view name_of(moderation_switch value)
{
    return word(moderation_words, value);
}
std::string_view name_of(post_kind value)
{
    return word(post_kinds, value);
}
std::string_view name_of(post_state value)
{
    return word(post_states, value);
}
std::string_view name_of(choice value)
{
    const auto number = number_in(value);
    return number ? text{number_words().at(static_cast<std::size_t>(*number))} : word(choices, value);
}
std::string_view name_of(measure value)
{
    return word(measures, value);
}
std::string_view name_of(clock_cause value)
{
    return word(causes, value);
}
std::string_view name_of(poll_kind value)
{
    return word(poll_kinds, value);
}
std::string_view name_of(poll_results value)
{
    return word(poll_results_words, value);
}
std::string_view name_of(queue_source value)
{
    return word(queue_sources, value);
}
std::string_view name_of(response_outcome value)
{
    return word(outcomes, value);
}
std::string_view name_of(erasure_scope value)
{
    return word(erasure_scopes, value);
}
std::string_view name_of(erasure_cause value)
{
    return word(erasure_causes, value);
}
std::string_view name_of(person_erasure value)
{
    return word(person_erasures, value);
}
std::string_view name_of(export_kind value)
{
    return word(export_kinds, value);
}
std::string_view type_of(const event_body& body)
{
    return event_types[body.index()];
}
std::string_view name_of(const command& c)
{
    return command_names[c.index()];
}

std::optional<phase_kind> phase_kind_named(std::string_view name)
{
    return named<phase_kind>(phase_kinds, name);
}

std::optional<post_kind> post_kind_named(std::string_view name)
{
    return named<post_kind>(post_kinds, name);
}

std::optional<clock_cause> clock_cause_named(std::string_view name)
{
    return named<clock_cause>(causes, name);
}

std::optional<poll_kind> poll_kind_named(std::string_view name)
{
    return named<poll_kind>(poll_kinds, name);
}

std::optional<poll_results> poll_results_named(std::string_view name)
{
    return named<poll_results>(poll_results_words, name);
}

std::optional<queue_source> queue_source_named(std::string_view name)
{
    return named<queue_source>(queue_sources, name);
}

std::optional<erasure_scope> erasure_scope_named(std::string_view name)
{
    return named<erasure_scope>(erasure_scopes, name);
}

std::optional<erasure_cause> erasure_cause_named(std::string_view name)
{
    return named<erasure_cause>(erasure_causes, name);
}

std::optional<export_kind> export_kind_named(std::string_view name)
{
    return named<export_kind>(export_kinds, name);
}

std::optional<response_outcome> response_outcome_named(std::string_view name)
{
    return named<response_outcome>(outcomes, name);
}

std::optional<choice> choice_named(std::string_view name)
{
    if (name.empty() || name.front() < '0' || name.front() > '9')
        return named<choice>(choices, name);
    std::int32_t number = 0;
    const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (fault != std::errc{} || end != name.data() + name.size() || number > choice_number_max)
        return std::nullopt;
    return name_of(choice_of(number)) == name ? std::optional{choice_of(number)} : std::nullopt;
}

}  // namespace jamhall::sessions
