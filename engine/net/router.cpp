// SPDX-License-Identifier: Apache-2.0
#include "engine/net/router.hpp"

#include <optional>

namespace jamhall::net {
namespace {

/// The parameters when the pattern fits. Walks pattern and segments together.
std::optional<std::vector<std::string>> fit(std::string_view pattern,
                                            const std::vector<std::string>& segments)
{
    std::vector<std::string> parameters;
    pattern.remove_prefix(1);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto slash = pattern.find('/');
        const std::string_view expected = pattern.substr(0, slash);
        if (expected.starts_with('{')) {
            if (segments[i].empty())
                return std::nullopt;
            parameters.push_back(segments[i]);
        } else if (segments[i] != expected) {
            return std::nullopt;
        }
        const bool is_last = i + 1 == segments.size();
        if (slash == std::string_view::npos)
            return is_last ? std::optional{parameters} : std::nullopt;
        if (is_last)
            return std::nullopt;
        pattern.remove_prefix(slash + 1);
    }
    return std::nullopt;
}

bool serves(http::verb route_method, http::verb asked)
{
    return route_method == asked || (route_method == http::verb::get && asked == http::verb::head);
}

void append_method(std::string& allow, http::verb method)
{
    if (!allow.empty())
        allow += ", ";
    allow += std::string_view{http::to_string(method)};
    if (method == http::verb::get)
        allow += ", HEAD";
}

}  // namespace

routing find_route(std::span<const route> table, http::verb method, const target& asked)
{
    std::string allow;
    for (const route& r : table) {
        auto parameters = fit(r.pattern, asked.segments);
        if (!parameters)
            continue;
        if (serves(r.method, method))
            return found_route{&r, std::move(*parameters)};
        append_method(allow, r.method);
    }
    if (!allow.empty())
        return wrong_method{std::move(allow)};
    return no_such_path{};
}

}  // namespace jamhall::net
