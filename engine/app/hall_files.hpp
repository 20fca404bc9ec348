// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"

namespace jamhall::app {

/// `jamhall verify`: says what was found. Errors: throws refusal with the first difference.
void verify(const verify_command& asked);

/// `jamhall backup`: copies through SQLite's own backup, so the hall may be served meanwhile. Errors: throws
/// refusal or store_error.
void backup(const backup_command& asked);

}  // namespace jamhall::app
