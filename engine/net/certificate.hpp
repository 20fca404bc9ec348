// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace jamhall::net {

/// A certificate that cannot be served; one sentence for people.
class certificate_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct openssl_deleter {
    void operator()(x509_st* certificate) const;
    void operator()(evp_pkey_st* key) const;
};

/// A certificate with its chain, and the key that belongs to it.
struct certified_key {
    std::vector<std::unique_ptr<x509_st, openssl_deleter>> chain;  ///< the hall's own first
    std::unique_ptr<evp_pkey_st, openssl_deleter> key;
};

/// Reads both from their PEM texts. A key with a pass phrase is refused: nobody is there to type it.
/// Errors: throws certificate_error when one is not readable or they do not belong together.
certified_key read_certified_key(std::string_view certificate_pem, std::string_view key_pem);

/// Something that is wrong, or soon will be, with a certificate; one sentence for people.
struct certificate_finding {
    bool keeps_people_out = false;  ///< browsers refuse it now
    std::string says;
};

/// What to say about a certificate and key for pages at `public_url` (https://HOST[:PORT]): unreadable, not belonging
/// together, for other names, not valid yet, expired or about to. Empty when all is well.
std::vector<certificate_finding> judge_certificate(std::string_view certificate_pem, std::string_view key_pem,
                                                   std::string_view public_url, sessions::instant now);

/// How long before its end a certificate is spoken of.
inline constexpr int certificate_warning_days = 21;

}  // namespace jamhall::net
