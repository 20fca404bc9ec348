// SPDX-License-Identifier: Apache-2.0
#include "engine/net/http_date.hpp"

#include <fmt/chrono.h>

namespace jamhall::net {

std::string http_date(std::chrono::system_clock::time_point at)
{
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

}  // namespace jamhall::net
