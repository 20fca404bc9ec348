// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/database.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::store {

/// A jam of the hall's directory.
struct hall_jam {
    sessions::slug id;
    std::string title;
    std::string file;  ///< name within the folder `jams`
    sessions::instant created_at;

    friend bool operator==(const hall_jam&, const hall_jam&) = default;
};

/// A sign-in held by a cookie, of which only the hash is kept.
struct login {
    base::sha256_digest cookie_hash{};
    bool is_admin = false;
    sessions::instant created_at;
    sessions::instant used_at;
    sessions::instant expires_at;
    std::vector<std::pair<sessions::slug, sessions::person_id>> people;  ///< who it is in which jam

    friend bool operator==(const login&, const login&) = default;
};

/// hall.db: the directory of jams, logins and settings. Small: read whole at the start, then written
/// through. All members throw store_error.
/// Runs on: the store worker; construction and reading anywhere before the workers run.
class hall_store {
public:
    /// Opens the hall's file, makes it when there is none, migrates an older one.
    explicit hall_store(const std::filesystem::path& file);

    std::vector<hall_jam> jams();  ///< in the order they were made
    void add_jam(const hall_jam& jam);

    std::optional<std::string> setting(std::string_view name);
    void set_setting(std::string_view name, std::string_view value);

    /// The admin token's hash; nothing before the hall has one.
    std::optional<base::sha256_digest> admin_token_hash();
    void set_admin_token_hash(const base::sha256_digest& hash);

    /// Logins that have not expired at `now`.
    std::vector<login> logins(sessions::instant now);
    /// Adds or replaces a login with its people.
    void put_login(const login& l);
    void touch_logins(std::span<const std::pair<base::sha256_digest, sessions::instant>> used);
    void remove_login(const base::sha256_digest& cookie_hash);
    /// Signs a person out of a jam everywhere; logins left without anybody go too.
    void remove_logins_of(const sessions::slug& jam, sessions::person_id person);
    void remove_expired_logins(sessions::instant now);

private:
    database on_;
};

}  // namespace jamhall::store
