// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/model/records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jamhall::sessions {

/// Events of records and privacy: see event.hpp.
struct erasure_asked {
    erasure_scope what{};
    post_id post;
    std::string note;
    friend bool operator==(const erasure_asked&, const erasure_asked&) = default;
};

/// Texts of a post, or of people, are gone. With `text` a post keeps its place and shows that instead.
struct erased {
    erasure_scope what{};
    post_id post;                   ///< where `what` is a post
    std::vector<person_id> people;  ///< else: whose, in order, each once
    erasure_cause cause{};
    std::string note;
    std::optional<std::string> text;  ///< what the post says from now on
    friend bool operator==(const erased&, const erased&) = default;
};

struct erasure_refused {
    person_id person;
    std::string note;
    friend bool operator==(const erasure_refused&, const erasure_refused&) = default;
};

struct legal_hold_set {
    std::string note;
    friend bool operator==(const legal_hold_set&, const legal_hold_set&) = default;
};

struct legal_hold_lifted {
    std::string note;
    friend bool operator==(const legal_hold_lifted&, const legal_hold_lifted&) = default;
};

struct exported {
    export_kind what{};
    friend bool operator==(const exported&, const exported&) = default;
};

}  // namespace jamhall::sessions
