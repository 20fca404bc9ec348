// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jamhall::outbound {

/// Whether a request may go to this URL: https, or http where the host is this machine itself (localhost, 127.0.0.1,
/// ::1). No user information, no fragment; read by the same parser that will send it. Source: RFC 9700 section 2.6.
bool may_be_asked(const std::string& url);

/// The URL's host and port, as `id.example.org:443`; empty for what may not be asked.
std::string authority_of(const std::string& url);

/// Whether the URL's host is this machine itself.
bool is_loopback(const std::string& url);

}  // namespace jamhall::outbound
