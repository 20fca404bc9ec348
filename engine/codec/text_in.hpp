// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::codec {

/// Text as the domain keeps it: CR LF and CR become LF, Unicode NFC, trimmed of white space at both
/// ends. `utf8` is well-formed. Source: rule PO1.
std::string normalised(std::string_view utf8);

/// Whether bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// Whether the last character lacks bytes, in a text that is UTF-8 so far. Beast finds that unless a message's last frame
/// is empty. Source: RFC 6455 section 8.1; RFC 3629 section 3.
bool ends_within_character(std::string_view bytes);

}  // namespace jamhall::codec
