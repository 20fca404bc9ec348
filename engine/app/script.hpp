// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jamhall::app {

/// Where the crowd's dice come from: seeded, so that a run can be had again.
using dice = std::mt19937_64;

/// Evenly from [0, 1).
double draw(dice& from);

/// Evenly from 0 to `count` - 1; `count` is not 0.
std::size_t draw_below(dice& from, std::size_t count);

/// What the people of the example jam have to say, in texts of our own. Each line is said once; short
/// remarks that fit anywhere are said a few times.
class script {
public:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    struct idea {
        std::string forum;
        std::string text;
        double appeal = 0;  ///< the chance that somebody who reads it supports it
        std::size_t builds_on = none;
        std::size_t build = none;  ///< the idea that grows out of this one
        std::vector<std::string> comments;
        bool is_said = false;
        std::size_t comments_said = 0;
    };

    /// Reads the embedded files. Errors: throws std::runtime_error when one is not as it should be.
    static script of_example();

    const idea& at(std::size_t index) const { return ideas_.at(index); }
    std::size_t size() const { return ideas_.size(); }

    /// Notes that a text was posted, by whomever; returns which idea it is.
    std::size_t note(std::string_view text);

    /// An idea that nobody has posted, taken for somebody to post; none when there is none left.
    std::size_t take_idea(dice& from);

    /// The build-on of this idea, taken; none when there is none or it was posted.
    std::size_t take_build_on(std::size_t of);

    /// What one could answer to an idea; for an idea of somebody else, or once its own lines are said, a
    /// remark. Nothing when everything was said.
    std::optional<std::string> take_comment(std::size_t of, dice& from);

    /// A short answer to a comment.
    std::optional<std::string> take_reply(dice& from);

private:
    struct remark {
        std::string text;
        int left = 3;  ///< how often it may still be said
    };

    void read_forum(std::string_view json);
    void read_talk(std::string_view json);
    static std::optional<std::string> take(std::vector<remark>& from_these, dice& from);

    std::vector<idea> ideas_;
    std::unordered_map<std::string, std::size_t> by_text_;
    std::vector<remark> remarks_;
    std::vector<remark> replies_;
};

}  // namespace jamhall::app
