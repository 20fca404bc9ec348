// SPDX-License-Identifier: Apache-2.0
#include "engine/net/query.hpp"

#include <charconv>
#include <string>

namespace jamhall::net {
namespace {

sessions::rejection bad(std::string_view name, const std::string& what)
{
    return sessions::refuse(sessions::reject_code::bad_field, std::string{name},
                            std::string{name} + " " + what + ".");
}

}  // namespace

sessions::outcome<std::int64_t> integer_in(const target& asked, std::string_view name,
                                           integer_parameter allowed)
{
    const auto text = asked.value_of(name);
    if (!text)
        return allowed.absent;
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool is_number = failed == std::errc{} && end == text->data() + text->size();
    if (!is_number || number < allowed.least || number > allowed.most)
        return bad(name, "must be a whole number from " + std::to_string(allowed.least) + " to " +
                             std::to_string(allowed.most));
    return number;
}

sessions::outcome<bool> flag_in(const target& asked, std::string_view name)
{
    const auto text = asked.value_of(name);
    if (!text || *text == "false")
        return false;
    if (*text == "true")
        return true;
    return bad(name, "must be true or false");
}

}  // namespace jamhall::net
