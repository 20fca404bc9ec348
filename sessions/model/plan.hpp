// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/admission.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jamhall::sessions {

enum class phase_kind : std::uint8_t { lobby, brainwrite, ideate, refine, prioritise, reveal, archive };
enum class ideas_switch : std::uint8_t { open, build_on, closed };
enum class comments_switch : std::uint8_t { open, closed };
enum class others_switch : std::uint8_t { visible, hidden, sampled };
enum class ballot_switch : std::uint8_t { none, support, agree, score, dots, pairwise };
enum class tallies_switch : std::uint8_t { live, sealed };
enum class order_switch : std::uint8_t { newest, active, shuffled, top, fair };
enum class names_switch : std::uint8_t { shown, hidden };
enum class moderation_switch : std::uint8_t { after, before };

/// What may be done and seen in a phase (design: jam.md section 4).
struct switches {
    ideas_switch ideas = ideas_switch::open;
    comments_switch comments = comments_switch::open;
    others_switch others = others_switch::visible;
    ballot_switch ballot = ballot_switch::none;
    tallies_switch tallies = tallies_switch::sealed;
    order_switch order = order_switch::newest;
    names_switch names = names_switch::shown;
    moderation_switch moderation = moderation_switch::after;
    std::optional<std::int32_t> words_max;
    std::int32_t slow_mode_s = 0;
    std::int32_t sample_size = 3;  ///< while others are sampled: ideas of others for one of one's own

    friend bool operator==(const switches&, const switches&) = default;
};

/// A phase as planned: its end is either a length or an absolute bell.
struct planned_phase {
    slug id;
    phase_kind kind{};
    switches rules;
    std::variant<duration, instant> end;

    friend bool operator==(const planned_phase&, const planned_phase&) = default;
};

struct planned_forum {
    slug id;
    std::string title;
    std::string question;

    friend bool operator==(const planned_forum&, const planned_forum&) = default;
};

struct audience {
    slug id;
    std::string title;

    friend bool operator==(const audience&, const audience&) = default;
};

struct house_rule {
    slug id;
    std::string text;

    friend bool operator==(const house_rule&, const house_rule&) = default;
};

struct charter {
    std::string asks;
    std::string decides;
    std::string criteria;
    std::string answer_by;

    friend bool operator==(const charter&, const charter&) = default;
};

/// Rates above which commands are refused; nullopt lifts one. Enforced by the engine, not by decide.
struct rate_limits {
    std::optional<std::int32_t> posts_per_minute = 20;
    std::optional<std::int32_t> commands_per_minute = 300;
    std::optional<std::int32_t> connections_per_person = 8;

    friend bool operator==(const rate_limits&, const rate_limits&) = default;
};

/// What a text can show by itself, so that a post is looked at (rule MO11).
struct signal_policy {
    bool links = true;
    std::vector<std::string> words;  ///< also what a writer is asked about before sending
    std::optional<std::int32_t> fast_posts_per_minute = 5;

    friend bool operator==(const signal_policy&, const signal_policy&) = default;
};

struct policies {
    std::int32_t grace_s = 30;
    std::int32_t text_max = 5'000;
    std::int32_t small_cell = 5;
    std::int32_t exposure_floor = 30;
    std::int32_t retention_days = 2'555;
    std::string support_word = "support";
    bool facilitators_move_clock = false;
    std::int32_t unanswered_after_min = 20;  ///< when a post without answer is shown to the facilitators
    signal_policy signals;
    rate_limits limits;
    std::optional<std::int32_t>
        names_days;                 ///< names go so long after the close; none: with the rest (rule RT1)
    std::int32_t backup_days = 35;  ///< how long a backup is kept, as the privacy notice says
    std::int32_t dots = 10;         ///< for each person in each phase that asks for dots
    admission_policy admission;

    friend bool operator==(const policies&, const policies&) = default;
};

/// What the organizer says about privacy beyond what follows from the plan. Source: rule PN1.
struct privacy_note {
    std::string text;     ///< replaces the notice the plan gives; empty: that one
    std::string contact;  ///< whom to ask

    friend bool operator==(const privacy_note&, const privacy_note&) = default;
};

/// A slot of the agenda in which somebody is a guest.
struct guest_slot {
    std::string name;
    instant at;
    std::int32_t minutes = 30;
    std::optional<slug> forum;
    std::string about;

    friend bool operator==(const guest_slot&, const guest_slot&) = default;
};

/// What the organizer wrote before the bell, decoded, complete and with every local time resolved to
/// an instant. `source` is the plan as written (JSON), kept for cloning and for the record.
struct plan {
    std::string title;
    std::string purpose;
    std::optional<charter> mandate;
    std::string time_zone;
    instant starts_at;
    std::vector<audience> audiences;
    std::vector<planned_forum> forums;
    std::vector<planned_phase> agenda;
    std::vector<house_rule> rules;
    std::vector<guest_slot> guests;
    std::optional<privacy_note> privacy;
    policies policy;
    std::string source;

    friend bool operator==(const plan&, const plan&) = default;
};

/// The switches a kind stands for before any is overridden.
switches preset_of(phase_kind kind);

/// Names as written in plans and on the wire.
std::optional<phase_kind> phase_kind_named(std::string_view name);
std::string_view name_of(phase_kind value);
std::string_view name_of(ideas_switch value);
std::string_view name_of(comments_switch value);
std::string_view name_of(others_switch value);
std::string_view name_of(ballot_switch value);
std::string_view name_of(tallies_switch value);
std::string_view name_of(order_switch value);
std::string_view name_of(names_switch value);
std::string_view name_of(moderation_switch value);

}  // namespace jamhall::sessions
