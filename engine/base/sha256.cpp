// SPDX-License-Identifier: Apache-2.0
#include "engine/base/sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace jamhall::base {
namespace {

void must(int ok)
{
    if (ok != 1)
        throw std::runtime_error{"OpenSSL could not compute a SHA-256 digest"};
}

/// Fetched once: looking it up again for each digest would cost more than a short digest itself.
const EVP_MD* algorithm()
{
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (!fetched)
        throw std::runtime_error{"OpenSSL offers no SHA-256"};
    return fetched;
}

}  // namespace

struct sha256::context {
    EVP_MD_CTX* md = EVP_MD_CTX_new();

    context() = default;
    context(const context&) = delete;
    context& operator=(const context&) = delete;
    ~context() { EVP_MD_CTX_free(md); }
};

sha256::sha256() : context_{std::make_unique<context>()}
{
    if (!context_->md)
        throw std::runtime_error{"no memory for a SHA-256 digest"};
    must(EVP_DigestInit_ex2(context_->md, algorithm(), nullptr));
}

sha256::~sha256() = default;
sha256::sha256(sha256&&) noexcept = default;
sha256& sha256::operator=(sha256&&) noexcept = default;

sha256& sha256::add(std::string_view bytes)
{
    must(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()));
    return *this;
}

sha256& sha256::add(std::span<const std::uint8_t> bytes)
{
    must(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()));
    return *this;
}

sha256& sha256::add_big_endian(std::uint64_t number)
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(number >> (56U - 8U * i));
    return add(bytes);
}

sha256& sha256::add_big_endian(std::uint32_t number)
{
    std::array<std::uint8_t, 4> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(number >> (24U - 8U * i));
    return add(bytes);
}

sha256_digest sha256::finish()
{
    sha256_digest made{};
    must(EVP_DigestFinal_ex(context_->md, made.data(), nullptr));
    must(EVP_DigestInit_ex2(context_->md, nullptr, nullptr));
    return made;
}

sha256_digest sha256_of(std::string_view bytes)
{
    thread_local sha256 hash;
    return hash.add(bytes).finish();
}

bool equal_in_constant_time(const sha256_digest& a, const sha256_digest& b)
{
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace jamhall::base
