// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/mail/letter.hpp"
#include "sessions/core/instant.hpp"

#include <string>
#include <string_view>

namespace jamhall::mail {

/// Whom mails are from.
struct sender {
    std::string name;     ///< may be empty
    std::string address;  ///< a plain address
};

/// `Name <address>` or an address alone. Errors: false, and nothing read, when it is neither.
bool read_sender(std::string_view written, sender& into);

/// A letter as it goes to the mail server: headers, a plain text part and an HTML part, lines ending in CR LF. A control
/// character in a header's value is a bug of ours and throws std::invalid_argument; a jam's title or a name is made one
/// line before.
/// Source: RFC 5322, RFC 2045 section 6.7, RFC 2046 section 5.1.4, RFC 2047, RFC 3834 section 5.
std::string message_of(const letter& what, const sender& from, sessions::instant at);

/// A header's value: ASCII as it is, anything else as encoded words that never cut a character in two.
std::string header_text(std::string_view utf8, std::size_t first_line_used);

/// Quoted-printable text with lines of at most 76 characters.
std::string quoted_printable(std::string_view utf8);

}  // namespace jamhall::mail
