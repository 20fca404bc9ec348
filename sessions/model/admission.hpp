// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/slug.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::sessions {

/// How somebody came among the people of a jam: by its roster, or by a way that lets newcomers in (rule PE9).
enum class way_in : std::uint8_t { roster, email, oidc, code };

inline constexpr std::array all_ways_in{way_in::roster, way_in::email, way_in::oidc, way_in::code};

std::optional<way_in> way_in_named(std::string_view name);
std::string_view name_of(way_in value);

/// One way in besides the personal link: whom it lets in.
struct admission_way {
    bool is_open = false;
    bool has_newcomers = false;        ///< also people who are not on the roster
    std::optional<slug> audience;      ///< of newcomers; nothing: the plan's first
    std::vector<std::string> domains;  ///< of newcomers' e-mail addresses, in small letters; none: any

    friend bool operator==(const admission_way&, const admission_way&) = default;
};

/// Which ways are open besides the personal link, and to whom.
struct admission_policy {
    admission_way email{true, false, {}, {}};  ///< a link and a six-digit code by mail
    admission_way oidc{true, false, {}, {}};   ///< signing in at the organisation's own provider
    admission_way code{false, true, {}, {}};   ///< a code spoken in a hall: everybody who comes by it is new
    bool has_pseudonyms = false;               ///< newcomers get a made-up name instead of choosing one

    const admission_way& of(way_in way) const;

    friend bool operator==(const admission_policy&, const admission_policy&) = default;
};

}  // namespace jamhall::sessions
