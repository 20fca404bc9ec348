// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

/// What is wrong with something read: where (JSON pointer, RFC 6901) and one sentence for people.
struct fault {
    std::string pointer;
    std::string message;

    friend bool operator==(const fault&, const fault&) = default;
};

using faults = std::vector<fault>;

/// Found by boost::system::result when value() is asked of a fault: a bug in the caller.
[[noreturn]] void throw_exception_from_error(const fault& found, const boost::source_location&);

template <class T>
using decoded = boost::system::result<T, fault>;

/// The pointer of a member or an element. Escapes `~` and `/`.
std::string pointer_to(std::string_view parent, std::string_view name);
std::string pointer_to(std::string_view parent, std::size_t index);

}  // namespace jamhall::codec
