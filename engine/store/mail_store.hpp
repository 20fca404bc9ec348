// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/store/database.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jamhall::store {

/// How far the clock may go back before that counts as its having been set back.
inline constexpr sessions::duration clock_slack{60 * 1'000};

/// One browser's request for a sign-in mail to an address.
struct mail_request {
    std::int64_t number = 0;  ///< given by the store
    std::string email;
    std::optional<sessions::slug> jam;
    base::sha256_digest browser_hash{};
    sessions::instant asked_at;
    sessions::instant expires_at;

    friend bool operator==(const mail_request&, const mail_request&) = default;
};

enum class mail_kind : std::uint8_t { sign_in, personal_link, renewed_link, test };

/// A mail that is still to be written and sent.
struct queued_mail {
    std::int64_t number = 0;  ///< given by the store
    mail_kind kind{};
    std::string recipient;
    std::optional<sessions::slug> jam;
    std::int64_t about = 0;  ///< the mail request, or the person of the jam
    std::uint32_t attempts = 0;
    sessions::instant due_at;
    sessions::instant expires_at;

    friend bool operator==(const queued_mail&, const queued_mail&) = default;
};

/// From a test mail that was taken to the next one.
inline constexpr sessions::duration between_test_mails{10 * 1'000};

/// How often mails may be asked for to one address, and how often a code may be wrong.
struct mail_limits {
    sessions::duration counted_over{10 * 60 * 1'000};
    std::int64_t requests_max = 5;            ///< to one address within that time
    std::int64_t requests_a_day_max = 20;     ///< to one address
    std::int64_t wrong_codes_max = 5;         ///< of one request
    std::int64_t wrong_codes_a_day_max = 20;  ///< of one address; after that only links are taken
    std::int64_t waiting_max = 2'000;         ///< sign-in mails in the outbox, to whomever
};

/// The tables of sign-in mails and of the outbox in hall.db. All members throw store_error.
/// Runs on: the store worker.
class mail_store {
public:
    explicit mail_store(database& on) : on_{on} {}

    /// Takes a request and puts its mail into the outbox; requests for the same address before it are spent. False, and
    /// nothing done, when the address was asked for too often, or very many mails wait.
    bool ask(const mail_request& asked, const mail_limits& limits);

    /// Gives a request the hashes of the secrets that go out with its mail. Nothing when it was spent or has expired.
    std::optional<mail_request> arm(std::int64_t request, const base::sha256_digest& link_hash,
                                    const base::sha256_digest& code_hash, sessions::instant now);

    /// Spends the request this link belongs to, if it is the browser's that asked, open and not expired.
    std::optional<mail_request> spend_link(const base::sha256_digest& link_hash,
                                           const base::sha256_digest& browser_hash, sessions::instant now);

    /// Spends the open request of this browser if the code is its; counts it against the request if not, also one whose
    /// mail never goes out, so that both take the same time.
    std::optional<mail_request> spend_code(const base::sha256_digest& code_hash,
                                           const base::sha256_digest& browser_hash, sessions::instant now,
                                           const mail_limits& limits);

    /// Opens a request that was spent for nothing, because something else was missing, as long as no other took its place.
    void put_back(std::int64_t request);

    void queue(const queued_mail& mail);
    /// Queues a test mail. False, and nothing done, while another one is on its way or was taken just now.
    bool queue_test(const std::string& recipient, sessions::instant now);
    /// Queues mails with links, all or none. Who is to get one already is not sent a second one: its link would end that
    /// of the first, which may be on its way.
    void queue_all(std::span<const queued_mail> mails);

    /// The mail to send next at `now`: sign-in mails before others, first come first.
    std::optional<queued_mail> next_due(sessions::instant now);
    /// When the next mail is due.
    std::optional<sessions::instant> next_due_at();
    std::int64_t queued_count();

    /// When the mail server last took a mail, as far as it was noted.
    std::optional<sessions::instant> tested_at();
    void note_test(sessions::instant at);

    /// Removes what says that this address asked for mails, and the mails on their way to it about this jam. In a
    /// transaction of the caller's, for it is asked for many at a time.
    void forget(std::string_view email, const sessions::slug& jam);
    /// Removes requests that no longer count.
    void remove_old(sessions::instant now);

    void take_out(std::int64_t mail);
    void put_off(std::int64_t mail, sessions::instant due_at);

private:
    std::optional<mail_request> open_request(statement& row, sessions::instant now);
    void spend(std::int64_t request);

    database& on_;
};

std::string_view name_of(mail_kind kind);

}  // namespace jamhall::store
