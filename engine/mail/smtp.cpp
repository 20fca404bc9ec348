// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/smtp.hpp"

#include "engine/codec/email_in.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace jamhall::mail {
namespace {

constexpr long connect_timeout_s = 10;
constexpr long whole_timeout_s = 30;

constexpr long code_permanent = 500;
/// Answers that say something about us and the server, not about this mail: not signed in, no encryption.
constexpr long code_not_signed_in = 530;
constexpr long code_not_accepted = 535;

struct reading {
    const std::string& message;
    std::size_t sent = 0;
};

std::size_t read_on(char* into, std::size_t size, std::size_t count, void* of)
{
    auto& from = *static_cast<reading*>(of);
    const std::size_t piece = std::min(size * count, from.message.size() - from.sent);
    std::memcpy(into, from.message.data() + from.sent, piece);
    from.sent += piece;
    return piece;
}

int look_up(void* gives_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(gives_up)->load() ? 1 : 0;
}

bool is_for_good(CURLcode result, long answered)
{
    const bool is_about_the_mail = result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY ||
                                   result == CURLE_RECV_ERROR || result == CURLE_UPLOAD_FAILED;
    return is_about_the_mail && answered >= code_permanent && answered != code_not_signed_in &&
           answered != code_not_accepted;
}

struct recipients {
    explicit recipients(const std::string& address)
        : list{curl_slist_append(nullptr, ('<' + address + '>').c_str())}
    {
    }
    recipients(const recipients&) = delete;
    recipients& operator=(const recipients&) = delete;
    ~recipients() { curl_slist_free_all(list); }

    curl_slist* list;
};

}  // namespace

struct smtp_line::handle {
    handle() : curl{curl_easy_init()}
    {
        if (curl == nullptr)
            throw std::runtime_error{"libcurl cannot start"};
    }
    handle(const handle&) = delete;
    handle& operator=(const handle&) = delete;
    ~handle() { curl_easy_cleanup(curl); }

    CURL* curl;
};

smtp_line::smtp_line(const mail_settings& to, const std::atomic<bool>& gives_up)
    : to_{to}, gives_up_{gives_up}, handle_{std::make_unique<handle>()}
{
}

smtp_line::~smtp_line() = default;

sending smtp_line::send(const std::string& recipient, const std::string& message)
{
    if (!codec::is_email(recipient))
        return {sending::fate::refused, "it is to something that is no address"};
    CURL* const curl = handle_->curl;
    prepare();
    reading from{message};
    const recipients to{recipient};
    const std::string sender = '<' + to_.from.address + '>';
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to.list);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_on);
    curl_easy_setopt(curl, CURLOPT_READDATA, &from);
    return perform();
}

sending smtp_line::probe()
{
    prepare();
    curl_easy_setopt(handle_->curl, CURLOPT_CONNECT_ONLY, 1L);
    return perform();
}

void smtp_line::prepare()
{
    CURL* const curl = handle_->curl;
    curl_easy_reset(curl);  // keeps the connection
    curl_easy_setopt(curl, CURLOPT_URL, to_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");  // no proxy of the environment
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_timeout_s);
    switch (to_.encryption) {
    case mail_settings::tls::required: curl_easy_setopt(curl, CURLOPT_USE_SSL, long{CURLUSESSL_ALL}); break;
    case mail_settings::tls::if_offered: curl_easy_setopt(curl, CURLOPT_USE_SSL, long{CURLUSESSL_TRY}); break;
    case mail_settings::tls::off: break;
    }
    if (!to_.ca_file.empty()) {
        // Instead of the system's, whose folder libcurl would go on looking into.
        curl_easy_setopt(curl, CURLOPT_CAINFO, to_.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    if (!to_.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, to_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, to_.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&gives_up_));
}

sending smtp_line::perform()
{
    CURL* const curl = handle_->curl;
    const CURLcode result = curl_easy_perform(curl);
    if (result == CURLE_OK)
        return {sending::fate::taken, ""};
    long answered = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answered);
    std::string why = curl_easy_strerror(result);
    if (answered > 0)
        why += " (the mail server answered " + std::to_string(answered) + ')';
    return {is_for_good(result, answered) ? sending::fate::refused : sending::fate::failed, std::move(why)};
}

}  // namespace jamhall::mail
