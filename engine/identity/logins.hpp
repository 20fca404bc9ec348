// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/base/sha256.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::identity {

/// Characters of a login's secret: 256 random bits in base64url.
inline constexpr std::size_t login_secret_size = 43;

/// When a login ends: after not being used, and in any case. A login that may act as administrator
/// ends sooner.
struct login_lifetimes {
    std::chrono::hours idle{24 * 30};
    std::chrono::hours whole{24 * 90};
    std::chrono::hours admin_idle{24};
    std::chrono::hours admin_whole{24 * 7};
};

/// What one way of signing in proved. Every way in (personal token, admin token, later OIDC, mail
/// link, code) ends in one of these; what follows does not depend on the way.
struct proof {
    bool is_admin = false;
    std::optional<std::pair<sessions::slug, sessions::person_id>> person;
};

/// Whom a login stands for.
struct signed_in {
    bool is_admin = false;
    std::vector<std::pair<sessions::slug, sessions::person_id>> people;  ///< who it is in which jam

    std::optional<sessions::person_id> person_in(const sessions::slug& jam) const;
};

/// The secret of a new login and how long a browser may keep it.
struct opened_login {
    std::string secret;
    std::chrono::seconds max_age{};
};

/// Sign-ins held by a cookie: an index in memory, written through to hall.db. Only hashes are kept.
/// Runs on: any worker. One mutex guards the index: it is taken once for a request or an upgrade,
/// for a look-up, never for a frame and never across a suspension.
class logins {
public:
    /// Loads what has not ended at `now`.
    logins(store::hall_store& kept, store::job_worker& writer, sessions::instant now,
           login_lifetimes lasting = {});

    /// Whom the cookie's secret stands for at `now`; notes that it was used.
    std::optional<signed_in> find(std::string_view secret, sessions::instant now);

    /// Signs in under a new secret, which takes over what the old one (if any) stood for; the old one
    /// ends. Resumes when it is durable. Errors: throws store_error.
    base::task<opened_login> sign_in(std::optional<std::string> old_secret, proof proved,
                                     sessions::instant now);

    /// Ends one login. Resumes when it is durable. Errors: throws store_error.
    base::task<> sign_out(std::string secret);

    /// Ends every login as one of these people in this jam: their tokens were renewed, or they were removed.
    void end_logins_of(const sessions::slug& jam, std::vector<sessions::person_id> people);

private:
    struct digest_hash {
        std::size_t operator()(const base::sha256_digest& digest) const;
    };

    void put_in_index(const store::login& l);
    void take_from_index(const base::sha256_digest& hash);
    bool has_ended(const store::login& l, sessions::instant now) const;
    store::login make(const base::sha256_digest& hash, signed_in who, sessions::instant now) const;

    store::hall_store& kept_;
    store::job_worker& writer_;
    const login_lifetimes lasting_;
    std::mutex guard_;
    boost::unordered_flat_map<base::sha256_digest, store::login, digest_hash> by_hash_;
};

}  // namespace jamhall::identity
