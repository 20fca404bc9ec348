// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::identity {

/// Roughly which device a User-Agent names, in words of our own: "Firefox on Windows", "Safari on an iPhone". What is not
/// known is "another browser" or "another device"; nothing of the header itself is kept.
std::string device_of(std::string_view user_agent);

}  // namespace jamhall::identity
