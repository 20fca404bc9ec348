// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::net {

/// What a request asks for: the path and the query of its target.
struct target {
    std::string authority;                                   ///< of the absolute form; empty in the usual one
    std::string path;                                        ///< as sent, without the query
    std::vector<std::string> segments;                       ///< between the slashes, percent-decoded
    std::vector<std::pair<std::string, std::string>> query;  ///< names and values, decoded

    /// The first value of that name. An absent one and an empty one differ.
    std::optional<std::string_view> value_of(std::string_view name) const;
};

/// Reads a target in origin or absolute form. Source: RFC 9112 sections 3.2.1 and 3.2.2; the query as browsers
/// write it. Errors: nothing for another form, a broken escape, a control character or bytes that are not UTF-8.
std::optional<target> parse_target(std::string_view text);

}  // namespace jamhall::net
