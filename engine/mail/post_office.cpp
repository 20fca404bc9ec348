// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/post_office.hpp"

#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace jamhall::mail {
namespace {

using namespace std::chrono_literals;

/// A letter that takes longer to be written is tried again later.
constexpr auto compose_time = 20s;
/// Also without being woken it looks whether something is due.
constexpr auto sleep_time_max = 30s;
/// That mails are taken is noted no more often.
constexpr sessions::duration noted_every{60 * 60 * 1'000};
constexpr std::int64_t retry_first_ms = 5'000;
constexpr std::int64_t retry_most_ms = 15 * 60 * 1'000;

}  // namespace

sessions::duration wait_before_retry(std::uint32_t attempts)
{
    std::int64_t wait = retry_first_ms;
    for (std::uint32_t i = 0; i < attempts && wait < retry_most_ms; ++i)
        wait *= 3;
    return sessions::duration{std::min(wait, retry_most_ms)};
}

post_office::post_office(mail_settings settings, store::mail_store& outbox, store::job_worker& writer)
    : settings_{std::move(settings)}, outbox_{outbox}, writer_{writer}
{
    news_.is_configured = is_configured();
    stored([this] { news_.tested_at = outbox_.tested_at(); });
}

post_office::~post_office()
{
    close();
}

void post_office::open(composer compose)
{
    compose_ = std::move(compose);
    if (!is_configured() || thread_.joinable())
        return;
    static const bool is_begun = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    static_cast<void>(is_begun);
    thread_ = std::thread{[this] { work(); }};
    ::pthread_setname_np(thread_.native_handle(), "mail");
}

void post_office::wake()
{
    {
        const std::lock_guard lock{guard_};
        is_woken_ = true;
    }
    changed_.notify_all();
}

void post_office::close()
{
    {
        // Under the lock, or it could go unnoticed between a look at it and the sleep.
        const std::lock_guard lock{guard_};
        is_closing_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

mail_news post_office::news() const
{
    const std::lock_guard lock{guard_};
    return news_;
}

bool post_office::stored(std::function<void()> job)
{
    const auto done = std::make_shared<std::promise<bool>>();
    auto waiting = done->get_future();
    const bool is_taken = writer_.submit(std::move(job), [done](std::exception_ptr failed) {
        if (failed)
            try {
                std::rethrow_exception(failed);
            } catch (const std::exception& error) {
                base::log(base::log_level::warning, "the outbox cannot be used", {{"error", error.what()}});
            }
        done->set_value(failed == nullptr);
    });
    return is_taken && waiting.get();
}

void post_office::work()
{
    smtp_line line{settings_, is_closing_};
    while (!is_closing_)
        if (!send_next(line))
            rest();
}

void post_office::rest()
{
    std::optional<sessions::instant> next;
    stored([&] { next = outbox_.next_due_at(); });
    auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(sleep_time_max);
    if (next)
        wait = std::clamp(std::chrono::milliseconds{(*next - clock::now()).count()}, 50ms, wait);
    std::unique_lock lock{guard_};
    changed_.wait_for(lock, wait, [this] { return is_woken_ || is_closing_; });
    is_woken_ = false;
}

std::optional<letter> post_office::compose(const store::queued_mail& mail)
{
    struct meeting {
        std::mutex guard;
        std::condition_variable changed;
        bool is_given = false;
        std::optional<letter> made;
    };
    const auto at = std::make_shared<meeting>();
    compose_(mail, [at](std::optional<letter> given) {
        const std::lock_guard lock{at->guard};
        at->is_given = true;
        at->made = std::move(given);
        at->changed.notify_all();
    });
    std::unique_lock lock{at->guard};
    const auto deadline = std::chrono::steady_clock::now() + compose_time;
    while (!at->is_given && !is_closing_ && std::chrono::steady_clock::now() < deadline)
        at->changed.wait_for(lock, 100ms);
    if (!at->is_given)
        throw std::runtime_error{"the letter was not written in time"};
    return std::move(at->made);
}

/// False: nothing is due, or not even that can be found out.
bool post_office::send_next(smtp_line& line)
{
    std::optional<store::queued_mail> mail;
    const auto now = clock::now();
    if (!stored([&] { mail = outbox_.next_due(now); }) || !mail)
        return false;
    const auto take_out = [&] { outbox_.take_out(mail->number); };
    if (now >= mail->expires_at) {
        keep_fate(take_out);
        return true;
    }
    try {
        const auto written = compose(*mail);
        if (!written) {
            keep_fate(take_out);
            return true;
        }
        settle(*mail, line.send(written->to, message_of(*written, settings_.from, clock::now())));
    } catch (const std::exception& error) {
        settle(*mail, {sending::fate::failed, error.what()});
    }
    return true;
}

void post_office::settle(const store::queued_mail& mail, const sending& done)
{
    if (is_closing_ && done.how != sending::fate::taken)
        return;  // it stays as it was and is sent after the next start
    const auto now = clock::now();
    bool is_tested = done.how == sending::fate::taken;
    {
        const std::lock_guard lock{guard_};
        is_tested = is_tested && (mail.kind == store::mail_kind::test || !news_.tested_at ||
                                  now - *news_.tested_at >= noted_every);
        if (done.how == sending::fate::taken) {
            news_.failed_at.reset();
            news_.failure.clear();
        } else {
            news_.failed_at = now;
            news_.failure = done.why;
        }
        if (is_tested)
            news_.tested_at = now;
    }
    if (done.how != sending::fate::taken)
        base::log(base::log_level::warning, "a mail was not sent",
                  {{"mail", mail.number},
                   {"kind", store::name_of(mail.kind)},
                   {"why", std::string_view{done.why}},
                   {"for_good", done.how == sending::fate::refused}});
    keep_fate([&] {
        if (is_tested)
            outbox_.note_test(now);
        if (done.how == sending::fate::failed)
            outbox_.put_off(mail.number, now + wait_before_retry(mail.attempts));
        else
            outbox_.take_out(mail.number);
    });
}

void post_office::keep_fate(std::function<void()> job)
{
    if (stored(std::move(job)))
        return;
    std::unique_lock lock{guard_};
    changed_.wait_for(lock, std::chrono::milliseconds{retry_most_ms}, [this] { return is_closing_.load(); });
}

}  // namespace jamhall::mail
