// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace jamhall::net {

/// A moment as the Date header writes it. Source: RFC 9110 section 5.6.7.
std::string http_date(std::chrono::system_clock::time_point at);

}  // namespace jamhall::net
