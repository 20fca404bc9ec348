// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/tokens.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/store/data_folder.hpp"

#include <algorithm>
#include <fstream>

namespace jamhall::identity {
namespace {

constexpr std::size_t token_bytes = 16;

}  // namespace

fresh_secret make_token()
{
    std::string text;
    // Cells of a CSV that begin with a hyphen are guarded from spreadsheets by an apostrophe, which would be part of a token.
    do
        text = base::base64url_of(base::random_bytes<token_bytes>());
    while (text.front() == '-');
    const auto hash = hash_of(text);
    return {std::move(text), hash};
}

base::sha256_digest hash_of(std::string_view secret)
{
    return base::sha256_of(secret);
}

base::sha256_digest write_admin_token(const std::filesystem::path& file)
{
    const fresh_secret made = make_token();
    store::write_private_file(file, made.text + '\n');
    return made.hash;
}

base::sha256_digest read_or_make_key(const std::filesystem::path& file)
{
    if (const auto kept = read_token_file(file)) {
        const auto bytes = base::bytes_of_hex(*kept);
        if (bytes && bytes->size() == base::sha256_size) {
            base::sha256_digest read{};
            std::ranges::copy(*bytes, read.begin());
            return read;
        }
    }
    const auto made = base::random_bytes<base::sha256_size>();
    store::write_private_file(file, base::hex_of(made) + '\n');
    return made;
}

std::optional<std::string> read_token_file(const std::filesystem::path& file)
{
    std::ifstream in{file};
    std::string line;
    if (!std::getline(in, line))
        return std::nullopt;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    if (line.empty())
        return std::nullopt;
    return line;
}

}  // namespace jamhall::identity
