// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::sessions {

/// What an erasure takes away: the text of a post; what identifies a person (their posts stay, without a name); or
/// that and everything they wrote. Source: rule ER1.
enum class erasure_scope : std::uint8_t { post, identity, everything };

/// Why something was erased: a records officer decided so, its time was over, or it had been erased before the jam
/// came back from a backup.
enum class erasure_cause : std::uint8_t { officer, retention, restored };

/// How much of a person was erased.
enum class person_erasure : std::uint8_t { none, identity, everything };

/// What leaves the hall and is noted. Source: rule EX1.
enum class export_kind : std::uint8_t { report, package, links, people, records };

std::string_view name_of(erasure_scope value);
std::string_view name_of(erasure_cause value);
std::string_view name_of(person_erasure value);
std::string_view name_of(export_kind value);
std::optional<erasure_scope> erasure_scope_named(std::string_view name);
std::optional<erasure_cause> erasure_cause_named(std::string_view name);
std::optional<export_kind> export_kind_named(std::string_view name);

/// Somebody's asking that something about them be erased, until a records officer decides. Source: rule ER2.
struct erasure_request {
    person_id person;
    erasure_scope what{};
    post_id post;  ///< of theirs, where `what` is a post
    std::string note;
    instant at;

    friend bool operator==(const erasure_request&, const erasure_request&) = default;
};

/// Nothing is erased while it stands. Source: rule LH1.
struct legal_hold {
    person_id by;
    std::string note;
    instant since;

    friend bool operator==(const legal_hold&, const legal_hold&) = default;
};

/// What a records officer keeps in view.
struct records_book {
    std::vector<erasure_request> requests;  ///< open ones, oldest first
    std::optional<legal_hold> hold;
    std::optional<instant> over_at;  ///< when the jam closed or was cancelled, or its last phase ended
    std::map<std::pair<person_id, export_kind>, instant> last_exports;  ///< when each was last noted

    friend bool operator==(const records_book&, const records_book&) = default;
};

}  // namespace jamhall::sessions
