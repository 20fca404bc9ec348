// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/key_set.hpp"

#include "engine/base/encoding.hpp"
#include "engine/codec/openid_in.hpp"
#include "engine/oidc/weak_modulus.hpp"

#include <algorithm>
#include <bit>

namespace jamhall::oidc {
namespace {

constexpr std::size_t modulus_bits_min = 2048;
constexpr std::size_t modulus_bits_max = 8192;
constexpr std::size_t exponent_bytes_max = 4;
constexpr std::size_t coordinate_bytes = 32;

std::size_t bits_of(const std::vector<std::uint8_t>& number)
{
    if (number.empty())
        return 0;
    return (number.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(number.front()));
}

/// A positive number in base64url, without leading zeros.
std::vector<std::uint8_t> number_of(const std::string& text)
{
    auto bytes = base::bytes_of_base64url(text).value_or(std::vector<std::uint8_t>{});
    bytes.erase(bytes.begin(), std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; }));
    return bytes;
}

bool is_sound_rsa(const verifying_key& key)
{
    const std::size_t bits = bits_of(key.modulus);
    const bool has_sound_size = bits >= modulus_bits_min && bits <= modulus_bits_max;
    const auto& e = key.exponent;
    const bool has_sound_exponent = !e.empty() && e.size() <= exponent_bytes_max && (e.back() & 1U) == 1 &&
                                    (e.size() > 1 || e.front() >= 3);
    return has_sound_size && has_sound_exponent && !is_weak_modulus(key.modulus);
}

std::optional<verifying_key> rsa_of(const codec::published_key& published)
{
    verifying_key made;
    made.modulus = number_of(published.modulus);
    made.exponent = number_of(published.exponent);
    made.algorithms = {algorithm::rs256, algorithm::ps256};
    return is_sound_rsa(made) ? std::optional{made} : std::nullopt;
}

std::optional<verifying_key> point_of(const codec::published_key& published)
{
    verifying_key made;
    made.x = base::bytes_of_base64url(published.x).value_or(std::vector<std::uint8_t>{});
    made.y = base::bytes_of_base64url(published.y).value_or(std::vector<std::uint8_t>{});
    made.algorithms = {algorithm::es256};
    const bool is_sound =
        published.curve == "P-256" && made.x.size() == coordinate_bytes && made.y.size() == coordinate_bytes;
    return is_sound ? std::optional{made} : std::nullopt;
}

bool is_for_verifying(const codec::published_key& published)
{
    const bool has_use = !published.use || *published.use == "sig";
    const auto& allowed = published.operations;
    return has_use && (allowed.empty() || std::ranges::find(allowed, "verify") != allowed.end());
}

std::optional<verifying_key> verifying_key_of(const codec::published_key& published)
{
    if (!is_for_verifying(published))
        return std::nullopt;
    std::optional<verifying_key> made;
    if (published.kind == "RSA")
        made = rsa_of(published);
    else if (published.kind == "EC")
        made = point_of(published);
    if (!made)
        return std::nullopt;
    made->id = published.key_id;
    if (published.algorithm) {
        const auto only = algorithm_called(*published.algorithm);
        if (!only || !made->is_for(*only))
            return std::nullopt;
        made->algorithms = {*only};
    }
    return made;
}

bool have_distinct_ids(const std::vector<verifying_key>& keys)
{
    std::vector<std::string_view> ids;
    for (const verifying_key& key : keys)
        if (key.id)
            ids.push_back(*key.id);
    std::ranges::sort(ids);
    return std::ranges::adjacent_find(ids) == ids.end();
}

}  // namespace

std::optional<algorithm> algorithm_called(std::string_view name)
{
    if (name == "RS256")
        return algorithm::rs256;
    if (name == "PS256")
        return algorithm::ps256;
    if (name == "ES256")
        return algorithm::es256;
    return std::nullopt;
}

bool verifying_key::is_for(algorithm which) const
{
    return std::ranges::find(algorithms, which) != algorithms.end();
}

outcome<key_set> key_set::parse(std::string_view text)
{
    const auto published = codec::decode_key_set(text);
    if (!published)
        return sign_in_fault::keys_wrong;
    key_set made;
    for (const codec::published_key& each : *published) {
        if (each.is_secret)
            return sign_in_fault::keys_wrong;
        if (auto key = verifying_key_of(each))
            made.keys_.push_back(std::move(*key));
    }
    if (!have_distinct_ids(made.keys_))
        return sign_in_fault::keys_wrong;
    return made;
}

const verifying_key* key_set::find(const std::optional<std::string>& id, algorithm with) const
{
    const auto fits = [&](const verifying_key& key) { return key.is_for(with) && (!id || key.id == id); };
    const auto found = std::ranges::find_if(keys_, fits);
    if (found == keys_.end() || std::ranges::count_if(keys_, fits) != 1)
        return nullptr;
    return &*found;
}

}  // namespace jamhall::oidc
