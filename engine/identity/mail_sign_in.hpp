// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/base/sha256.hpp"
#include "engine/store/mail_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::identity {

/// How long the link and the code of a sign-in mail are good for.
inline constexpr std::chrono::minutes mail_lasts{15};

/// What goes out with a sign-in mail and is kept nowhere.
struct mail_secrets {
    std::string link;  ///< 128 random bits, as a token
    std::string code;  ///< six digits
};

/// Signing in by a mail: a link and a six-digit code, once, within mail_lasts, in the browser that asked, which a
/// short-lived cookie tells. Only hashes are kept; those of the codes are made with a key that is not in hall.db, since
/// six digits are soon tried.
/// Runs on: any worker; what is stored is stored on the store worker. Errors: all members throw store_error.
class mail_sign_in {
public:
    mail_sign_in(store::mail_store& kept, store::job_worker& writer, const base::sha256_digest& key,
                 store::mail_limits limits = {})
        : kept_{kept}, writer_{writer}, key_{key}, limits_{limits}
    {
    }

    /// Takes a request and puts its mail into the outbox; what the same address was sent before ends. Gives the secret of
    /// the browser's cookie, a new one each time, so that none that was planted is of use. Nothing when the address was
    /// asked for too often, or very many mails wait. The same work is done whether anybody has this address or not.
    base::task<std::optional<std::string>> ask(std::string email, std::optional<sessions::slug> jam,
                                               sessions::instant now);

    /// Draws the secrets of a request whose mail is about to go out. Nothing when it was spent or has expired.
    base::task<std::optional<mail_secrets>> draw(std::int64_t request, sessions::instant now);

    /// Spends a link, once. Nothing when it is not good, here or now.
    base::task<std::optional<store::mail_request>> spend_link(std::string link, std::string browser,
                                                              sessions::instant now);
    /// The same with the code; five wrong ones spend the request.
    base::task<std::optional<store::mail_request>> spend_code(std::string code, std::string browser,
                                                              sessions::instant now);

    /// Opens again what was spent for nothing because the newcomer's name was missing.
    base::task<> put_back(std::int64_t request);

private:
    base::sha256_digest code_hash(const base::sha256_digest& browser, std::string_view code) const;

    store::mail_store& kept_;
    store::job_worker& writer_;
    const base::sha256_digest key_;
    const store::mail_limits limits_;
};

/// Six digits, each number as likely as any other.
std::string make_mail_code();

}  // namespace jamhall::identity
