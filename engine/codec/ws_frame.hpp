// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::codec {

/// One whole unmasked text frame, as a server puts it on the wire. Made once, whoever gets it.
/// Source: RFC 6455 section 5.2.
std::string ws_text_frame(std::string_view payload);

/// The payload of what ws_text_frame() made.
std::string_view ws_payload(std::string_view frame);

}  // namespace jamhall::codec
