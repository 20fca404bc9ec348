// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/command_in.hpp"
#include "engine/codec/object_in.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jamhall::codec {

inline constexpr std::size_t feed_size_max = 80;

/// The members of one command, with the refusals that have a code of their own.
class command_reader {
public:
    command_reader(object_in& fields, const command_limits& bounds) : in{fields}, limits{bounds} {}

    object_in& in;
    const command_limits& limits;

    /// A text of at most so many code points, normalised.
    std::string text(std::string_view name, std::size_t length_max);
    /// The same; empty when it is absent, null or empty.
    std::string optional_text(std::string_view name, std::size_t length_max);
    std::string post_text() { return text("text", limits.text_max); }

    /// Feeds are named by ids the jam knows; here only their size is judged.
    std::string feed(json_value value, const std::string& pointer);

    template <class Word>
    Word word(std::string_view name, std::optional<Word> (*named)(std::string_view), std::string_view words)
    {
        const auto made = named(in.string(name));
        if (!made && in.found().empty())
            in.note(name, "must be " + std::string{words});
        return made.value_or(Word{});
    }

    const std::optional<sessions::rejection>& too_long() const { return too_long_; }

private:
    std::string judged(std::string_view name, std::string_view written, std::size_t length_max);

    std::optional<sessions::rejection> too_long_;
};

struct known_command {
    std::string_view name;
    client_command (*read)(command_reader&);
};

template <sessions::command (*Read)(command_reader&)>
client_command of_the_jam(command_reader& r)
{
    return Read(r);
}

/// The commands of those who steer, moderate and organize.
std::span<const known_command> steering_commands();

/// The commands of records and privacy.
std::span<const known_command> records_commands();

}  // namespace jamhall::codec
