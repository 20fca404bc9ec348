// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/database.hpp"
#include "engine/store/mail_store.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
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
    std::optional<sessions::slug> rehearses{};  ///< the jam that this one was made to rehearse

    friend bool operator==(const hall_jam&, const hall_jam&) = default;
};

/// A sign-in held by a cookie, of which only the hash is kept.
struct login {
    base::sha256_digest cookie_hash{};
    bool is_admin = false;
    sessions::instant created_at;
    sessions::instant used_at;
    sessions::instant expires_at;
    std::vector<std::pair<sessions::slug, sessions::person_id>> people{};  ///< who it is in which jam
    std::uint64_t id = 0;   ///< what it is called where it is listed; stays when the secret is renewed
    std::string device{};   ///< roughly, in words of our own
    std::string email{};    ///< verified, of somebody who has a role in the hall; empty: none
    std::string subject{};  ///< the account that a provider calls administrator; empty: none
    std::string account{};  ///< of a trusted proxy, without which it is worth nothing; empty: none is needed

    friend bool operator==(const login&, const login&) = default;
};

/// What somebody may do in the hall, apart from its jams.
enum class hall_role : std::uint8_t { none, organizer, administrator };

struct hall_role_row {
    std::string email;
    hall_role role = hall_role::none;
    std::string name;
    sessions::instant given_at;
    std::string
        subject{};  ///< the account of a provider that holds it, as live::arrival has it; empty: none yet

    friend bool operator==(const hall_role_row&, const hall_role_row&) = default;
};

/// The code by which newcomers join a jam.
struct join_code {
    sessions::slug jam;
    std::string code;
    sessions::instant made_at;
    sessions::instant ends_at;

    friend bool operator==(const join_code&, const join_code&) = default;
};

/// hall.db: the directory of jams, logins and settings. Small: read whole at the start, then written
/// through. All members throw store_error.
/// Runs on: the store worker; construction and reading anywhere before the workers run.
class hall_store {
public:
    /// Opens the hall's file, makes it when there is none, migrates an older one.
    explicit hall_store(const std::filesystem::path& file);
    hall_store(const hall_store&) = delete;
    hall_store& operator=(const hall_store&) = delete;

    std::vector<hall_jam> jams();  ///< in the order they were made
    void add_jam(const hall_jam& jam);

    std::optional<std::string> setting(std::string_view name);
    void set_setting(std::string_view name, std::string_view value);

    /// The admin token's hash; nothing before the hall has one.
    std::optional<base::sha256_digest> admin_token_hash();
    /// Also ends the sign-ins by the one before, which stand for nobody else.
    void set_admin_token_hash(const base::sha256_digest& hash);

    /// Logins that have not expired at `now`.
    std::vector<login> logins(sessions::instant now);
    /// Adds or replaces a login with its people.
    void put_login(const login& l);
    void touch_logins(std::span<const std::pair<base::sha256_digest, sessions::instant>> used);
    void remove_login(const base::sha256_digest& cookie_hash);
    /// Signs people out of a jam everywhere; logins left without anybody go too.
    void remove_logins_of(const sessions::slug& jam, std::span<const sessions::person_id> people);
    void remove_expired_logins(sessions::instant now);
    /// Moves all times of all logins, because the clock was set back.
    void move_logins_back(sessions::duration by);
    /// The same when a login was used later than it is now.
    void follow_clock(sessions::instant now);

    /// Removes the sign-ins of people who are erased from a jam and what says that their addresses (empty: none) asked for
    /// mails. Where there was any, no byte of it is left in the file or beside it.
    void forget_people(const sessions::slug& jam,
                       std::span<const std::pair<sessions::person_id, std::string>> people);

    /// The same for everybody who asked for mails or is to get one.
    void forget_mails();
    /// Whether bytes of an address that was forgotten may still stand in the file or beside it, because another program read
    /// it or its disk was full. forget_people() tries again, also of nobody.
    bool needs_scrub();
    /// Links of init and join codes get nobody in any more.
    void end_links_and_codes();

    std::vector<hall_role_row> roles();  ///< by address
    void put_role(const hall_role_row& row);
    void remove_role(std::string_view email);

    std::vector<join_code> join_codes();
    /// Instead of the jam's code before. Errors: throws store_error, `conflict` when another jam has this code.
    void put_join_code(const join_code& code);
    void remove_join_code(const sessions::slug& jam);

    void add_one_time_link(const base::sha256_digest& hash, sessions::instant expires_at);
    /// True once, before it expires.
    bool spend_one_time_link(const base::sha256_digest& hash, sessions::instant now);

    /// Sign-in mails and the outbox. Runs on: as this.
    mail_store& mail() { return mail_; }

private:
    void scrub();

    database on_;
    mail_store mail_{on_};
};

}  // namespace jamhall::store
