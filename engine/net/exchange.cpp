// SPDX-License-Identifier: Apache-2.0
#include "engine/net/exchange.hpp"

namespace jamhall::net {

bool exchange::is_local() const
{
    return peer_is_loopback && request().count(http::field::forwarded) == 0 &&
           request().count("X-Forwarded-For") == 0;
}

std::optional<std::string_view> exchange::header(http::field name) const
{
    if (request().count(name) != 1)
        return std::nullopt;
    const auto value = request()[name];
    return std::string_view{value.data(), value.size()};
}

}  // namespace jamhall::net
