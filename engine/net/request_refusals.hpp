// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/reply.hpp"
#include "engine/net/request_guard.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

// Answers to requests that lead nowhere, whatever they asked for. Each ends the line: nothing behind such a request may
// be taken for another one.

reply refused_reply(http::status status, std::string_view code, std::string detail);

/// `limit`: bytes.
reply too_large_reply(std::size_t limit);
reply malformed_reply();
reply bad_head_reply(head_state why);
reply bad_framing_reply(framing_fault why);

/// A site that lets its name lead to this machine must not read what is here; nothing when the name is ours. Probes of
/// the machine itself know no name.
std::optional<reply> wrong_host_reply(const exchange& e);

}  // namespace jamhall::net
