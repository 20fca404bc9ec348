// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/command_in.hpp"

#include <string>
#include <string_view>

namespace jamhall::codec {

/// The canonical form of a command: `do`, then its fields in the contract's order, absent ones left
/// out, text as the domain keeps it. Digests of it are stored with keys for the life of a jam, so it
/// never changes for a command that exists. The command is not one of the hall's own.
std::string encode_command(const client_command& asked);

/// The same as a frame to send. `ref` is raw JSON; an empty ref or key is left out.
std::string encode_frame(const client_command& asked, std::string_view ref, std::string_view key);

}  // namespace jamhall::codec
