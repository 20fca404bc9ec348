// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/mail/letter.hpp"
#include "engine/mail/smtp.hpp"
#include "engine/store/mail_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/core/instant.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace jamhall::mail {

/// How mail is doing, for the checklist.
struct mail_news {
    bool is_configured = false;
    std::optional<sessions::instant> tested_at;  ///< when a mail was last taken, or up to an hour before
    std::optional<sessions::instant> failed_at;  ///< when sending last failed, unless it worked since
    std::string failure;
};

/// The worker that sends what is in the outbox: asks for each letter when it is due, hands it to the mail server, and
/// tries again later where that makes sense. A mail leaves the outbox once the server has it, so that none is lost by a
/// restart; one may be sent twice when the server took it and could not say so.
/// Runs on: members on any worker; the sending on its own.
class post_office {
public:
    using give_letter = std::function<void(std::optional<letter>)>;
    /// Writes the letter of a queued mail and gives it, there and then or later, on any worker. Nothing: it is not to be
    /// sent any more. Not giving it at all counts as a failure.
    using composer = std::function<void(const store::queued_mail&, give_letter)>;

    post_office(mail_settings settings, store::mail_store& outbox, store::job_worker& writer);
    ~post_office();
    post_office(const post_office&) = delete;
    post_office& operator=(const post_office&) = delete;

    /// Begins to send; without it, mails wait.
    void open(composer compose);

    /// Something was put into the outbox.
    void wake();

    /// Sends nothing more and ends the transfer under way.
    void close();

    bool is_configured() const { return !settings_.url.empty(); }
    mail_news news() const;

private:
    void work();
    bool send_next(smtp_line& line);
    std::optional<letter> compose(const store::queued_mail& mail);
    void settle(const store::queued_mail& mail, const sending& done);
    /// Stores what became of a mail. When that cannot be, waits long: the same mail would go out again at once.
    void keep_fate(std::function<void()> job);
    /// Has the store worker do something and waits for it; false when that failed.
    bool stored(std::function<void()> job);
    void rest();

    const mail_settings settings_;
    store::mail_store& outbox_;
    store::job_worker& writer_;
    composer compose_;
    std::atomic<bool> is_closing_ = false;
    mutable std::mutex guard_;
    std::condition_variable changed_;
    bool is_woken_ = false;
    mail_news news_;
    std::thread thread_;
};

/// How long to wait before trying a mail again that failed this many times before.
sessions::duration wait_before_retry(std::uint32_t attempts);

}  // namespace jamhall::mail
