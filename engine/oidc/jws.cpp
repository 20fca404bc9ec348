// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/jws.hpp"

#include "engine/base/encoding.hpp"
#include "engine/codec/openid_in.hpp"

#include <cjose/cjose.h>

#include <memory>
#include <utility>
#include <vector>

namespace jamhall::oidc {
namespace {

constexpr std::size_t header_size_max = 4 * 1024;
constexpr std::size_t es256_signature_size = 64;

struct jwk_releaser {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
struct jws_releaser {
    void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
using jwk_handle = std::unique_ptr<cjose_jwk_t, jwk_releaser>;
using jws_handle = std::unique_ptr<cjose_jws_t, jws_releaser>;

std::string text_of(const std::vector<std::uint8_t>& bytes)
{
    return {bytes.begin(), bytes.end()};
}

/// libcjose takes what it only reads by pointers to non-const.
std::uint8_t* readable(const std::vector<std::uint8_t>& bytes)
{
    return const_cast<std::uint8_t*>(bytes.data());
}

/// Made anew for each token: libcjose counts the users of a key without regard to threads.
jwk_handle made_of(const verifying_key& key)
{
    cjose_err error{};
    if (key.is_rsa()) {
        cjose_jwk_rsa_keyspec spec{};
        spec.n = readable(key.modulus);
        spec.nlen = key.modulus.size();
        spec.e = readable(key.exponent);
        spec.elen = key.exponent.size();
        return jwk_handle{cjose_jwk_create_RSA_spec(&spec, &error)};
    }
    cjose_jwk_ec_keyspec spec{};
    spec.crv = CJOSE_JWK_EC_P_256;
    spec.x = readable(key.x);
    spec.xlen = key.x.size();
    spec.y = readable(key.y);
    spec.ylen = key.y.size();
    return jwk_handle{cjose_jwk_create_EC_spec(&spec, &error)};
}

std::size_t signature_size_of(const verifying_key& key)
{
    return key.is_rsa() ? key.modulus.size() : es256_signature_size;
}

}  // namespace

outcome<signed_token> parse_signed_token(std::string_view compact)
{
    if (compact.size() > signed_token_size_max)
        return sign_in_fault::token_malformed;
    const auto first = compact.find('.');
    const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
    if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
        return sign_in_fault::token_malformed;
    const auto header = base::bytes_of_base64url(compact.substr(0, first));
    const auto payload = base::bytes_of_base64url(compact.substr(first + 1, second - first - 1));
    const auto signature = base::bytes_of_base64url(compact.substr(second + 1));
    if (!header || !payload || !signature || header->size() > header_size_max || signature->empty())
        return sign_in_fault::token_malformed;
    const auto says = codec::decode_signed_header(text_of(*header));
    if (!says)
        return sign_in_fault::token_malformed;
    const auto with = algorithm_called(says->algorithm);
    if (!with)
        return sign_in_fault::algorithm_refused;
    return signed_token{*with, says->key_id, std::string{compact}, text_of(*payload), signature->size()};
}

bool verify(const signed_token& token, const verifying_key& key)
{
    if (!key.is_for(token.with) || token.signature_size != signature_size_of(key))
        return false;
    const jwk_handle with = made_of(key);
    if (!with)
        return false;
    cjose_err error{};
    const jws_handle read{cjose_jws_import(token.compact.data(), token.compact.size(), &error)};
    return read && cjose_jws_verify(read.get(), with.get(), &error);
}

outcome<std::string> verified_payload(std::string_view compact, const key_set& keys)
{
    auto token = parse_signed_token(compact);
    if (!token)
        return token.error();
    const verifying_key* const key = keys.find(token->key_id, token->with);
    if (!key)
        return sign_in_fault::key_unknown;
    if (!verify(*token, *key))
        return sign_in_fault::signature_wrong;
    return std::move(token->payload);
}

}  // namespace jamhall::oidc
