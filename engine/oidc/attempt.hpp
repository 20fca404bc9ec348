// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace jamhall::oidc {

/// How long somebody may take to sign in at the provider.
inline constexpr std::chrono::minutes attempt_lasts{10};

/// One sign-in under way: what must be remembered between leaving for the provider and coming back.
struct attempt {
    std::string provider;
    std::optional<sessions::slug> jam;  ///< to go to afterwards; nothing: the front page
    std::string verifier;               ///< PKCE, 43 characters
    std::string nonce;
    sessions::instant begun_at;

    friend bool operator==(const attempt&, const attempt&) = default;
};

/// Draws the secrets of a new attempt.
attempt new_attempt(std::string provider, std::optional<sessions::slug> jam, sessions::instant now);

/// Attempts travel as the `state` of the request, sealed with a key that lives as long as this process and opened
/// only together with the secret in the cookie of the browser that began. So a thousand people who only begin cost no
/// memory, and a state is worth nothing in another browser. The single use is remembered here, in bounded memory.
/// Source: RFC 9700 sections 2.1 and 4.7.
/// Runs on: any worker; one mutex guards what was used.
class attempt_seal {
public:
    static constexpr std::size_t used_max = 262'144;

    explicit attempt_seal(std::size_t remembered_max = used_max);

    /// `browser` is the secret of the browser's cookie.
    std::string seal(const attempt& what, std::string_view browser) const;

    /// What a state was sealed from, be it too old or used: says where to lead people back to, and nothing else.
    std::optional<attempt> look_into(std::string_view state, std::string_view browser) const;

    /// Opens a state and uses it up. Nothing when it is not from here, of another browser, too old or used before. When more
    /// are used at a time than are remembered, the oldest is forgotten, or whoever wastes states would shut out everybody:
    /// its code is spent at the provider all the same.
    std::optional<attempt> open_once(std::string_view state, std::string_view browser, sessions::instant now);

private:
    static constexpr std::size_t key_size = 32;

    bool use_up(const base::sha256_digest& state, sessions::instant begun_at, sessions::instant now);

    const std::size_t remembered_max_;
    std::array<std::uint8_t, key_size> key_;
    std::mutex guard_;
    std::set<std::pair<sessions::instant, base::sha256_digest>> used_;  ///< with when they were begun
};

}  // namespace jamhall::oidc
