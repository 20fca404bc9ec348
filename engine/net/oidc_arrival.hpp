// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/identity/logins.hpp"
#include "engine/net/exchange.hpp"
#include "engine/oidc/provider_settings.hpp"
#include "sessions/core/slug.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

/// Why somebody whom a provider vouches for gets in nowhere.
enum class turned_away : std::uint8_t {
    unknown,     ///< no jam knows the account or its address, and this one takes nobody new this way
    no_address,  ///< the same, and the provider gave no verified address to know anybody by
    over,        ///< the jam is over and takes nobody new
    not_stored,
};

std::string_view word_of(turned_away why);

/// Found by boost::system::result when value() is asked of it: a bug in the caller.
[[noreturn]] void throw_exception_from_error(turned_away why, const boost::source_location&);

/// An account as it is kept: nobody can read from it who that is elsewhere, but whether two are of one issuer.
std::string kept_subject(const oidc::account& who);

/// Whom an account stands for in the jams of this hall, and whether it is the hall's administrator; in `jam` it may be new.
base::task<boost::system::result<identity::proof, turned_away>> proof_of_account(
    exchange_ptr e, oidc::account who, std::optional<sessions::slug> jam);

/// Leads somebody who gets in nowhere to the door. Who was called administrator before and now is nothing is so no longer in
/// this browser.
base::task<reply> turn_away(exchange_ptr e, oidc::account who, std::string by,
                            std::optional<sessions::slug> jam, turned_away why);

}  // namespace jamhall::net
