// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/id_token.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/sha256.hpp"

#include <algorithm>
#include <span>

namespace jamhall::oidc {
namespace {

constexpr std::size_t subject_size_max = 255;

bool is_subject(std::string_view text)
{
    return !text.empty() && text.size() <= subject_size_max &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

/// For us and, where it is for others too, issued to us. Source: OpenID Connect Core 1.0 section 3.1.3.7, 3 to 5.
bool is_for_us(const codec::claims& says, std::string_view client_id)
{
    if (std::ranges::find(says.audience, client_id) == says.audience.end())
        return false;
    if (says.authorized_party)
        return *says.authorized_party == client_id;
    return says.audience.size() == 1;
}

std::optional<sign_in_fault> fault_in_times(const codec::claims& says, const id_token_expected& expected)
{
    const std::int64_t now_s = expected.now.ms / 1000;
    const std::int64_t skew_s = clock_skew_max.count();
    if (!says.expires_s || *says.expires_s <= now_s - skew_s)
        return sign_in_fault::token_expired;
    if (!says.issued_s || *says.issued_s > now_s + skew_s ||
        says.not_before_s.value_or(*says.issued_s) > now_s + skew_s)
        return sign_in_fault::token_from_the_future;
    if (*says.issued_s < now_s - skew_s - std::chrono::seconds{id_token_age_max}.count())
        return sign_in_fault::token_too_old;
    const auto& age_max = expected.authentication_age_max;
    if (age_max && says.authenticated_s.value_or(0) < now_s - skew_s - age_max->count())
        return sign_in_fault::authentication_too_old;
    return std::nullopt;
}

}  // namespace

std::optional<sign_in_fault> fault_in(const codec::claims& says, const id_token_expected& expected)
{
    if (says.issuer != expected.issuer)
        return sign_in_fault::issuer_wrong;
    if (!is_subject(says.subject))
        return sign_in_fault::subject_wrong;
    if (!is_for_us(says, expected.client_id))
        return sign_in_fault::audience_wrong;
    if (says.nonce != expected.nonce)
        return sign_in_fault::nonce_wrong;
    if (says.access_token_hash && says.access_token_hash != half_hash_of(expected.access_token))
        return sign_in_fault::hash_wrong;
    if (says.code_hash && says.code_hash != half_hash_of(expected.code))
        return sign_in_fault::hash_wrong;
    return fault_in_times(says, expected);
}

std::string half_hash_of(std::string_view value)
{
    const auto digest = base::sha256_of(value);
    return base::base64url_of(std::span{digest}.first(digest.size() / 2));
}

}  // namespace jamhall::oidc
