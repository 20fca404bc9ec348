// SPDX-License-Identifier: Apache-2.0
#include "engine/base/ed25519.hpp"

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <stdexcept>

namespace jamhall::base {
namespace {

struct key_end {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct context_end {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, key_end>;
using context_ptr = std::unique_ptr<EVP_MD_CTX, context_end>;

void require(bool done)
{
    if (!done)
        throw std::runtime_error{"OpenSSL cannot sign with Ed25519"};
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

key_ptr private_key(const ed25519_seed& seed)
{
    key_ptr key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())};
    require(key != nullptr);
    return key;
}

}  // namespace

ed25519_public_key ed25519_public_key_of(const ed25519_seed& seed)
{
    ed25519_public_key made{};
    std::size_t size = made.size();
    require(EVP_PKEY_get_raw_public_key(private_key(seed).get(), made.data(), &size) == 1 &&
            size == made.size());
    return made;
}

ed25519_signature ed25519_sign(const ed25519_seed& seed, std::string_view message)
{
    const auto key = private_key(seed);
    const context_ptr context{EVP_MD_CTX_new()};
    ed25519_signature made{};
    std::size_t size = made.size();
    require(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
            EVP_DigestSign(context.get(), made.data(), &size, bytes_of(message), message.size()) == 1);
    return made;
}

bool ed25519_verify(const ed25519_public_key& key, std::string_view message,
                    const ed25519_signature& signature)
{
    const key_ptr with{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())};
    const context_ptr context{EVP_MD_CTX_new()};
    return with && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, with.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(message),
                            message.size()) == 1;
}

}  // namespace jamhall::base
