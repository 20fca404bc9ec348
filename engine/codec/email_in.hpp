// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace jamhall::codec {

/// Whether this is one plain e-mail address of the kind people have: `local@domain` in ASCII, dotted atoms
/// on the left, host name labels on the right, within the lengths of RFC 5321 section 4.5.3.1. Quoted local
/// parts, comments, address literals and display names are not taken, so one address can never be read
/// as two.
bool is_email(std::string_view address);

}  // namespace jamhall::codec
