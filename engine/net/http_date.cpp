// SPDX-License-Identifier: Apache-2.0
#include "engine/net/http_date.hpp"

#include <fmt/chrono.h>

namespace jamhall::net {

std::string http_date(sessions::instant at)
{
    const std::chrono::sys_time<sessions::duration> time{sessions::duration{at.ms}};
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace jamhall::net
