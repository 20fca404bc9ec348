// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// What a text shows by itself. It can only queue a post, never hide it. Source: rules MO1, MO11.
struct signals {
    bool links = false;
    bool words = false;  ///< holds one of the plan's words
    bool fast = false;   ///< its author posts faster than the plan thinks usual

    bool any() const { return links || words || fast; }

    friend bool operator==(const signals&, const signals&) = default;
};

/// One person's report that a post breaks a rule. Source: rule MO6.
struct flag {
    person_id person;
    slug rule;
    std::string note;
    instant at;

    friend bool operator==(const flag&, const flag&) = default;
};

/// That a post was hidden. Source: rule MO2.
struct hiding {
    slug rule;
    std::string note;
    person_id by;  ///< 0: the administrator
    instant at;

    friend bool operator==(const hiding&, const hiding&) = default;
};

/// The author's appeal against a hide. Source: rule MO8.
struct appeal_case {
    std::string text;
    instant at;
    std::optional<bool> is_upheld;  ///< none: not decided yet
    std::string note;               ///< of the decision
    person_id decided_by;

    friend bool operator==(const appeal_case&, const appeal_case&) = default;
};

/// That the author was asked to change the text.
struct edit_request {
    slug rule;
    std::string note;
    person_id by;
    instant at;

    friend bool operator==(const edit_request&, const edit_request&) = default;
};

/// Why a post waits to be looked at. Source: rules MO6, MO8, MO10, MO11.
enum class queue_source : std::uint8_t { flag, held, links, words, fast, first_post, edited, appeal };

std::string_view name_of(queue_source value);
std::optional<queue_source> queue_source_named(std::string_view name);

/// All that moderation knows about one post. A post about which nothing is open has no case.
struct moderation_case {
    std::vector<flag> flags;  ///< those not settled yet, oldest first
    signals shows;            ///< not looked at yet
    std::optional<instant> signalled_at;
    std::optional<hiding> hidden;
    std::optional<appeal_case> appeal;  ///< against `hidden`
    std::optional<edit_request> asked;
    std::optional<instant> edited_at;  ///< the text changed since it was looked at (rules MO10, MO11)

    friend bool operator==(const moderation_case&, const moderation_case&) = default;
};

/// What the public table of moderation says of one rule.
struct rule_count {
    std::uint32_t hides = 0;
    std::uint32_t restored = 0;

    friend bool operator==(const rule_count&, const rule_count&) = default;
};

/// The moderation of a jam.
struct moderation_book {
    std::map<post_id, moderation_case> cases;
    std::map<slug, rule_count> by_rule;
    std::uint32_t flags = 0;
    std::uint32_t appeals = 0;
    std::uint32_t appeals_upheld = 0;
    std::uint32_t appeals_refused = 0;
    std::uint32_t appeals_dropped = 0;  ///< the post was withdrawn before anybody decided
    std::vector<duration> delays;  ///< from what first queued a post to its decision, in the order of the log

    friend bool operator==(const moderation_book&, const moderation_book&) = default;
};

}  // namespace jamhall::sessions
