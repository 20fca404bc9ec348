// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_reader.hpp"

#include "engine/codec/text_in.hpp"
#include "sessions/core/text.hpp"

namespace jamhall::codec {

std::string command_reader::text(std::string_view name, std::size_t length_max)
{
    return judged(name, in.string(name), length_max);
}

std::string command_reader::optional_text(std::string_view name, std::size_t length_max)
{
    const auto written = in.optional_string(name);
    return written && !written->empty() ? judged(name, *written, length_max) : std::string{};
}

std::string command_reader::judged(std::string_view name, std::string_view written, std::size_t length_max)
{
    std::string made = normalised(written);
    if (!in.found().empty())
        return made;
    switch (sessions::judge_text(made, length_max)) {
    case sessions::text_fault::none: break;
    case sessions::text_fault::empty: in.note(name, "is empty"); break;
    case sessions::text_fault::control_character:
        in.note(name, "holds a control character other than line feed and tab");
        break;
    case sessions::text_fault::too_long:
        too_long_ = sessions::refuse(
            sessions::reject_code::text_too_long, std::string{name},
            std::string{name} + " is longer than " + std::to_string(length_max) + " characters");
        break;
    }
    return made;
}

std::string command_reader::feed(json_value value, const std::string& pointer)
{
    const auto named = string_in(value, pointer, in.found());
    if (named.size() > feed_size_max)
        in.found().push_back({pointer, "is no feed"});
    return std::string{named.substr(0, feed_size_max)};
}

}  // namespace jamhall::codec
