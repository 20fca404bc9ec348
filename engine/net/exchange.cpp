// SPDX-License-Identifier: Apache-2.0
#include "engine/net/exchange.hpp"

namespace jamhall::net {

std::optional<std::string_view> exchange::host() const
{
    return asked.authority.empty() ? header(http::field::host)
                                   : std::optional<std::string_view>{asked.authority};
}

std::optional<std::string_view> exchange::header(http::field name) const
{
    if (request().count(name) != 1)
        return std::nullopt;
    const auto value = request()[name];
    return std::string_view{value.data(), value.size()};
}

}  // namespace jamhall::net
