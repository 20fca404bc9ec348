// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"
#include "sessions/model/plan.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace jamhall::app {

/// One of the files of example/, which are embedded. Errors: throws std::out_of_range for another name.
std::string_view example_file(std::string_view name);

/// The plan of the example jam, which starts now.
sessions::plan example_plan(sessions::instant now);

/// The people of the example jam as a roster (CSV); more than the sixty that have a story of their own get
/// names made of theirs.
std::string example_roster(std::size_t people);

/// How many people the roster has to name so that so many can be in the crowd.
std::size_t people_needed(std::size_t crowd);

/// People whose links are printed. They are never in the crowd.
struct example_role {
    std::string_view role;
    std::string_view name;
    std::string_view email;
};

inline constexpr std::array<example_role, 4> example_roles{{
    {"organizer", "Miriam Okafor", "miriam.okafor@thornmere.example"},
    {"facilitator", "Priya Raman", "priya.raman@thornmere.example"},
    {"participant", "Nora Castell", "nora.castell@thornmere.example"},
    {"observer", "Victor Stone", "victor.stone@thornmere.example"},
}};

}  // namespace jamhall::app
