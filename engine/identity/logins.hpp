// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/base/sha256.hpp"
#include "engine/identity/hall_roles.hpp"
#include "engine/identity/login_owners.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/unremoved_logins.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::identity {

/// Characters of a login's secret: 256 random bits in base64url.
inline constexpr std::size_t login_secret_size = 43;

/// Logins that somebody may have at a time. At one more, the one that was not used for the longest ends.
/// Source: docs/security/sign_in.md.
inline constexpr std::size_t logins_per_person_max = 20;

/// When a login ends: after not being used, and in any case. A login that may act as administrator
/// ends sooner.
struct login_lifetimes {
    std::chrono::hours idle{24 * 30};
    std::chrono::hours whole{24 * 90};
    std::chrono::hours admin_idle{24};
    std::chrono::hours admin_whole{24 * 7};
};

/// What one way of signing in proved. Every way in (personal token, admin token, OpenID Connect, mail link, code) ends
/// in one of these; what follows does not depend on the way.
struct proof {
    bool is_admin = false;
    std::vector<std::pair<sessions::slug, sessions::person_id>> people{};  ///< who it is in which jam
    std::string email{};    ///< verified, of somebody who has a role in the hall; empty: none
    std::string subject{};  ///< the account that a provider calls administrator; empty: none
    std::string account{};  ///< that a trusted proxy named, and the login needs from now on; empty: none
    /// Whom this does not show to be administrator, or to have a role in the hall, is so no longer: a provider knows.
    bool says_who_is_admin = false;
    std::optional<std::chrono::hours> lasts{};  ///< at most, whatever the lifetimes say
    /// logins::ends_so_far() before anybody was looked up; nothing: nobody's login can have been ended since.
    std::optional<std::uint64_t> as_of{};
};

/// A login as it is called where its owner sees it; 0 is none. It says nothing about the secret, and stays when that is
/// renewed.
using login_id = std::uint64_t;

/// As lists and the log write it.
std::string written(login_id id);

/// Whom a login stands for.
struct signed_in {
    bool is_admin = false;  ///< by the admin token, or by a role in the hall
    std::vector<std::pair<sessions::slug, sessions::person_id>> people{};  ///< who it is in which jam
    login_id id = 0;
    std::string email{};  ///< see proof
    store::hall_role role = store::hall_role::none;
    std::string subject{};  ///< see proof

    std::optional<sessions::person_id> person_in(const sessions::slug& jam) const;
};

/// A login as its owner sees it.
struct listed_login {
    login_id id = 0;
    std::string device;
    sessions::instant signed_in_at;
    sessions::instant used_at;
    sessions::instant ends_at;  ///< at the latest
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
    /// Called when logins have ended or stand for less than before, so that what was opened under them can be looked at
    /// again; with each of them once, in order. Runs on: whoever ended them.
    using changed = std::function<void(std::vector<login_id>)>;

    /// Loads what has not ended at `now`. Who is administrator by address, `roles` says where given.
    logins(store::hall_store& kept, store::job_worker& writer, sessions::instant now,
           login_lifetimes lasting = {}, const hall_roles* roles = nullptr);

    /// Runs on: before the workers run.
    void tell_changes(changed to) { changed_ = std::move(to); }

    /// Whom the cookie's secret stands for at `now`, on a request for which a trusted proxy names this account (empty: none);
    /// notes that it was used. A login that is bound to another account ends when one is named, and is not found without.
    std::optional<signed_in> find(std::string_view secret, sessions::instant now,
                                  std::string_view named = {});

    /// Signs in under a new secret, which takes over what the old one (if any) stood for; the old one ends. Where not all
    /// of that was proven anew, it goes on to its own end; what that would end at once, as an administrator ends sooner, is
    /// not taken over, nor what is bound to another account than the one `named`. Ends what is beyond
    /// logins_per_person_max. Resumes when it is durable. Nothing: those who were proved were ended meanwhile and nobody is
    /// left, so all is as if nothing had been proved. Errors: throws store_error.
    base::task<std::optional<opened_login>> sign_in(std::optional<std::string> old_secret, proof proved,
                                                    sessions::instant now, std::string device = {},
                                                    std::string named = {});

    /// From now on the login stands for this person too: they were put into a jam that it made.
    /// Resumes when it is durable. Errors: throws store_error.
    base::task<> join(login_id login, sessions::slug jam, sessions::person_id person);

    /// Ends the login of one browser. Resumes when it is durable. Errors: throws store_error.
    base::task<> sign_out(std::string secret);

    /// The logins that stand for this person in this jam, without their secrets.
    std::vector<store::login> logins_of(const sessions::slug& jam, sessions::person_id person);

    /// The logins that belong to whoever this is: those that stand for one of the same people, or hold the same role in the
    /// hall. Newest use first.
    std::vector<listed_login> logins_of(const signed_in& owner, sessions::instant now);

    /// Ends one of the owner's logins. False: there is none of theirs by that name. Resumes when it is durable.
    /// Errors: throws store_error.
    base::task<bool> end(signed_in owner, login_id login);

    /// Ends all of the owner's logins but this one. Resumes when it is durable. Errors: throws store_error; then it is to be
    /// asked again.
    base::task<> end_others(signed_in owner, login_id but, sessions::instant now);

    /// Whether the login still stands for this person there, or for the administrator where no person is named.
    bool stands_for(login_id login, const sessions::slug& jam, sessions::person_id person) const;

    /// Something came from a socket opened under it.
    void note_use(login_id login, sessions::instant now);

    /// Ends what was not used for too long, or has lasted long enough. Found out here, too: that the clock was set back,
    /// which makes nothing last longer.
    void end_expired(sessions::instant now);

    /// Tells of every login that holds a role in the hall by this address, because the role was taken.
    void role_was_taken(std::string_view email);

    /// Ends every login as one of these people in this jam: their tokens were renewed, or they were removed. Who was looked
    /// up before and signs in after it does not get in as one of them. What the file does not take is tried again by
    /// end_expired().
    void end_logins_of(const sessions::slug& jam, std::vector<sessions::person_id> people);

    /// The same. Resumes when it is durable; where it fails they are ended here, and it is to be asked again, so that
    /// whoever asks knows.
    /// Errors: throws store_error.
    base::task<> end_logins_for_good(sessions::slug jam, std::vector<sessions::person_id> people);

    /// How often logins of people were ended: see proof::as_of.
    std::uint64_t ends_so_far() const;

private:
    struct digest_hash {
        std::size_t operator()(const base::sha256_digest& digest) const;
    };

    signed_in who_is(const store::login& l) const;
    bool is_admin(const store::login& l) const;
    bool is_own(const signed_in& owner, const store::login& l) const;
    std::vector<listed_login> own_logins(const signed_in& owner, sessions::instant now) const;
    /// Takes from the index what those who were proved have too many of, but not the one just `made`; puts what is to be
    /// removed from the file into `gone`.
    std::vector<login_id> take_beyond_limit(const proof& proved, const store::login& made,
                                            std::vector<base::sha256_digest>& gone);
    /// Usually one; two while a secret is renewed, and more when a browser renewed it several times at once.
    std::vector<store::login*> with_id(login_id login);
    std::vector<base::sha256_digest> hashes_of(login_id login) const;
    /// All logins that may belong to any of these owners, beside those of others.
    std::vector<const store::login*> that_may_be_of(const std::vector<owner_key>& owners) const;
    void tell(std::vector<login_id> ids) const;
    void put_in_index(const store::login& l);
    void take_from_index(const base::sha256_digest& hash);
    void take_name(const store::login& l);
    /// Ends it here; it is known as one that may still stand in the file until that was told to remove it, and did.
    void put_aside(const base::sha256_digest& hash);
    void put_own_aside(const signed_in& owner, login_id login);
    stored_job removal_of(std::vector<base::sha256_digest> gone) const;
    /// Takes these people, in order, out of the index: the logins that stand for less now, and what does it in the file.
    std::pair<std::vector<login_id>, stored_job> take_out(const sessions::slug& jam,
                                                          const std::vector<sessions::person_id>& people);
    /// Tells the file once more of the logins that stand for fewer people, where it did not take it.
    void keep_less_again();
    /// Whoever's logins were ended while they were being looked up is not proved by that any more. False: nobody is left.
    bool drop_ended(proof& proved) const;
    void remove_later(std::vector<base::sha256_digest> gone);
    void keep_use(std::vector<std::pair<base::sha256_digest, sessions::instant>> used);
    void follow_clock(sessions::instant now);
    sessions::duration whole_of(const store::login& l) const;
    sessions::instant end_of(const store::login& l) const;
    bool has_ended(const store::login& l, sessions::instant now) const;
    /// What follows on a login (nothing: on none) at another sign-in, and whether that one is to be looked at again.
    std::pair<store::login, bool> next_of(const store::login* before, const proof& proved,
                                          sessions::instant now) const;

    store::hall_store& kept_;
    store::job_worker& writer_;
    const login_lifetimes lasting_;
    const hall_roles* roles_;
    changed changed_;
    mutable std::mutex guard_;
    boost::unordered_flat_map<base::sha256_digest, store::login, digest_hash> by_hash_;
    boost::unordered_flat_map<login_id, std::vector<base::sha256_digest>> by_id_;
    login_owners owners_;
    sessions::instant latest_;  ///< that was ever looked at
    std::shared_ptr<unremoved_logins> unremoved_ = std::make_shared<unremoved_logins>();
    struct ended_people {
        std::uint64_t number;
        std::chrono::steady_clock::time_point at;
        sessions::slug jam;
        std::vector<sessions::person_id> people;  ///< in order
    };
    std::deque<ended_people> ended_lately_;
    std::uint64_t ends_ = 0;
};

}  // namespace jamhall::identity
