// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/codec/login_in.hpp"
#include "engine/identity/logins.hpp"
#include "engine/net/exchange.hpp"
#include "sessions/core/outcome.hpp"

namespace jamhall::net {

/// What somebody shows to sign in, and what it proves. Errors: not_allowed and others that are not to be told apart; those of
/// may_be_told are.
base::task<sessions::outcome<identity::proof>> proof_of(exchange_ptr e, codec::login_request asked);

/// Whether somebody who showed something good may be told why they are not in yet: their name is missing, they are to
/// wait, or storing failed.
bool may_be_told(const sessions::rejection& why);
}  // namespace jamhall::net
