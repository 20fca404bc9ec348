// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"

namespace jamhall::clock {

sessions::instant now()
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count()};
}

std::chrono::steady_clock::time_point monotonic_now()
{
    return std::chrono::steady_clock::now();
}

}  // namespace jamhall::clock
