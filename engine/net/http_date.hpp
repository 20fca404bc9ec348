// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <string>

namespace jamhall::net {

/// A moment as the Date header writes it. Source: RFC 9110 section 5.6.7.
std::string http_date(sessions::instant at);

}  // namespace jamhall::net
