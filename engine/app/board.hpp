// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/script.hpp"
#include "engine/codec/json_in.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jamhall::app {

/// What the simulated people know of the jam from the frames they all get: its posts and its phase.
/// Runs on: the crowd's thread.
class board {
public:
    struct post {
        std::uint32_t number = 0;
        bool is_idea = false;
        std::string forum;
        std::uint32_t thread = 0;         ///< the idea or prompt above a comment; itself for those
        std::size_t line = script::none;  ///< which idea of the script it is
        double appeal = 0.6;              ///< also of an idea that a visitor wrote
        std::uint32_t comments = 0;
    };

    struct phase {
        std::string id;
        std::string ideas = "closed";
        std::string comments = "closed";
        std::string ballot = "none";
    };

    explicit board(script& said) : said_{said} {}

    /// Takes in a hello or a frame of a feed; others are not for it.
    void take(codec::json_value frame);

    const phase& running() const { return running_; }
    const std::vector<std::string>& forums() const { return forums_; }

    /// Posts that anybody may read and answer, by number.
    const std::map<std::uint32_t, post>& posts() const { return posts_; }

private:
    void take_event(codec::json_value event);
    void take_phase(codec::json_value began);
    void take_post(codec::json_value event);

    script& said_;
    phase running_;
    std::vector<std::string> forums_;
    std::map<std::uint32_t, post> posts_;
};

/// The member of an object as text or as a number; empty or 0 when it is not there or is something else.
std::string text_member(codec::json_value of, std::string_view name);
std::int64_t integer_member(codec::json_value of, std::string_view name);

}  // namespace jamhall::app
