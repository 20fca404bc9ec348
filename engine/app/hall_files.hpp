// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"

namespace jamhall::app {

/// `jamhall verify`: says what was found. Errors: throws refusal with the first difference.
void verify(const verify_command& asked);

/// `jamhall init`: makes the hall's folder and file when there is none, and prints a link that signs an organizer of the
/// hall in, once, within a day. Errors: throws refusal or store_error; `in_use` while the hall is served.
void init(const init_command& asked);

/// `jamhall backup`: copies through SQLite's own backup, so the hall may be served meanwhile, and checks the copies.
/// Errors: throws refusal or store_error; also when a jam had to be left out.
void backup(const backup_command& asked);

/// `jamhall restore`: makes a data folder of a backup and says what it did. Errors: throws store_error.
void restore(const restore_command& asked);

}  // namespace jamhall::app
