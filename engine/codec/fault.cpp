// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/fault.hpp"

#include <stdexcept>

namespace jamhall::codec {

void throw_exception_from_error(const fault& found, const boost::source_location&)
{
    throw std::logic_error{"a fault was read as a value: " + found.pointer + " " + found.message};
}

std::string pointer_to(std::string_view parent, std::string_view name)
{
    std::string made{parent};
    made += '/';
    for (const char c : name) {
        if (c == '~')
            made += "~0";
        else if (c == '/')
            made += "~1";
        else
            made += c;
    }
    return made;
}

std::string pointer_to(std::string_view parent, std::size_t index)
{
    return pointer_to(parent, std::to_string(index));
}

}  // namespace jamhall::codec
