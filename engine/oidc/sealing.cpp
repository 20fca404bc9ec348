// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/sealing.hpp"

#include "engine/base/random.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace jamhall::oidc {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

struct context_closer {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using context_handle = std::unique_ptr<EVP_CIPHER_CTX, context_closer>;

const std::uint8_t* bytes_of(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytes_of(std::string& text, std::size_t from)
{
    return reinterpret_cast<std::uint8_t*>(text.data()) + from;
}

void expect(int result)
{
    if (result != 1)
        throw std::runtime_error{"OpenSSL cannot seal"};
}

}  // namespace

std::string sealed(const sealing_key& key, std::string_view text, std::string_view beside)
{
    const auto nonce = base::random_bytes<nonce_size>();
    std::string made{nonce.begin(), nonce.end()};
    made.resize(nonce_size + text.size() + tag_size);
    const context_handle context{EVP_CIPHER_CTX_new()};
    int written = 0;
    expect(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()));
    expect(EVP_EncryptUpdate(context.get(), nullptr, &written, bytes_of(beside),
                             static_cast<int>(beside.size())));
    expect(EVP_EncryptUpdate(context.get(), bytes_of(made, nonce_size), &written, bytes_of(text),
                             static_cast<int>(text.size())));
    expect(EVP_EncryptFinal_ex(context.get(), bytes_of(made, nonce_size + text.size()), &written));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size),
                               bytes_of(made, nonce_size + text.size())));
    return made;
}

std::optional<std::string> unsealed(const sealing_key& key, std::string_view sealed_text,
                                    std::string_view beside)
{
    if (sealed_text.size() < nonce_size + tag_size)
        return std::nullopt;
    const std::string_view hidden =
        sealed_text.substr(nonce_size, sealed_text.size() - nonce_size - tag_size);
    std::string tag{sealed_text.substr(sealed_text.size() - tag_size)};
    std::string text(hidden.size(), '\0');
    const context_handle context{EVP_CIPHER_CTX_new()};
    int written = 0;
    expect(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(sealed_text)));
    expect(EVP_DecryptUpdate(context.get(), nullptr, &written, bytes_of(beside),
                             static_cast<int>(beside.size())));
    expect(EVP_DecryptUpdate(context.get(), bytes_of(text, 0), &written, bytes_of(hidden),
                             static_cast<int>(hidden.size())));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size),
                               bytes_of(tag, 0)));
    if (EVP_DecryptFinal_ex(context.get(), bytes_of(text, text.size()), &written) != 1)
        return std::nullopt;
    return text;
}

}  // namespace jamhall::oidc
