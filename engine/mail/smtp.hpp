// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/mail/message.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace jamhall::mail {

/// How mails leave. Source: docs/operating.md, section Mail.
struct mail_settings {
    /// Whether the line to the mail server is encrypted: always, if it can be, or never (a server on this machine).
    enum class tls : std::uint8_t { required, if_offered, off };

    std::string url;  ///< smtp://HOST:PORT or smtps://HOST:PORT; empty: no mail is sent
    sender from;
    std::string user;  ///< empty: without signing in
    std::string password;
    tls encryption = tls::required;
    std::string ca_file;  ///< authorities trusted instead of the system's
};

/// What became of a mail.
struct sending {
    enum class fate : std::uint8_t { taken, refused, failed };

    fate how = fate::failed;  ///< refused: by the server and for good; failed: worth trying again
    std::string why;          ///< for the log and the organizer: no address and no text
};

/// A connection to the mail server, kept between mails.
/// Runs on: one worker; send() waits for the server, 30 s at most.
class smtp_line {
public:
    /// `gives_up` ends a transfer under way soon after it becomes true.
    smtp_line(const mail_settings& to, const std::atomic<bool>& gives_up);
    ~smtp_line();
    smtp_line(const smtp_line&) = delete;
    smtp_line& operator=(const smtp_line&) = delete;

    sending send(const std::string& recipient, const std::string& message);

    /// Connects, encrypts and signs in as for a mail, and sends none.
    sending probe();

private:
    struct handle;
    void prepare();
    sending perform();

    const mail_settings& to_;
    const std::atomic<bool>& gives_up_;
    std::unique_ptr<handle> handle_;
};

}  // namespace jamhall::mail
