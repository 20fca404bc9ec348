// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string_view>

namespace jamhall::oidc {

/// Why signing in with a provider came to nothing. The word goes to the log, for whoever runs the hall; people are told
/// only what told() says, so that a forger learns nothing.
enum class sign_in_fault : std::uint8_t {
    // What came back through the browser
    state_wrong,  ///< not ours, of another browser, too old or used before
    wrong_provider,
    answer_malformed,
    declined,  ///< the provider says no, usually because the person did
    // What the provider publishes
    provider_unreachable,
    document_wrong,
    keys_wrong,
    // The token request
    code_refused,
    token_answer_wrong,
    // The ID token
    token_malformed,
    algorithm_refused,
    key_unknown,
    signature_wrong,
    issuer_wrong,
    audience_wrong,
    subject_wrong,
    token_expired,
    token_from_the_future,
    token_too_old,
    nonce_wrong,
    hash_wrong,
    authentication_too_old,
    // Userinfo
    userinfo_wrong,
};

/// The word for the log.
std::string_view name_of(sign_in_fault fault);

/// What people are told.
enum class told_as : std::uint8_t { failed, declined, unreachable };
told_as told(sign_in_fault fault);

/// Found by boost::system::result when value() is asked of a fault: a bug in the caller.
[[noreturn]] void throw_exception_from_error(sign_in_fault fault, const boost::source_location&);

template <class T>
using outcome = boost::system::result<T, sign_in_fault>;

}  // namespace jamhall::oidc
