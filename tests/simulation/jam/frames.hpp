// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/receiver.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::simulated {

/// What an accepted command was answered with.
struct note_facts {
    std::uint64_t offset = 0;
    std::uint64_t post = 0;
    std::uint64_t poll = 0;

    friend bool operator==(const note_facts&, const note_facts&) = default;
};

/// A frame of the server as a client reads it.
struct parsed_frame {
    std::string type;
    std::string feed;
    std::string ref;
    std::string code;
    note_facts note;
    std::uint64_t upto = 0;
    std::vector<std::uint64_t> offsets;  ///< of the events in it
    std::uint64_t hash = 0;              ///< of its bytes
};

/// Reads a frame; one that many get is read once. Errors: nothing when it is not one of ours.
std::shared_ptr<const parsed_frame> parsed(const live::frame& f);

}  // namespace jamhall::simulated
