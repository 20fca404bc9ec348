// SPDX-License-Identifier: Apache-2.0
#include "engine/outbound/fetcher.hpp"

#include "engine/outbound/address.hpp"
#include "engine/outbound/transfer.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/throw_exception.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <pthread.h>

#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace jamhall::outbound {
namespace asio = boost::asio;
namespace {

constexpr long connections_max = 64;
constexpr long connections_to_one_host_max = 16;
constexpr int look_again_after_ms = 10'000;

struct multi_closer {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};

}  // namespace

/// The thread and what is under way on it.
struct fetcher::line {
    line();
    ~line() { stop(); }

    void send(fetch_request asked, std::function<void(fetched)> done);
    void stop();

private:
    using asked_one = std::pair<fetch_request, std::function<void(fetched)>>;

    void work();
    bool take_in();  ///< false: stop
    void begin(asked_one one);
    void hand_out();
    void end_all();

    std::unique_ptr<CURLM, multi_closer> multi_;
    boost::unordered_flat_map<CURL*, std::unique_ptr<transfer>> under_way_;  ///< only the thread touches it

    std::mutex guard_;
    std::vector<asked_one> waiting_;
    std::size_t taken_ = 0;  ///< waiting and under way
    bool is_stopping_ = false;
    std::thread thread_;
};

fetcher::line::line()
{
    start_curl();
    multi_.reset(curl_multi_init());
    if (!multi_)
        throw std::bad_alloc{};
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, connections_max);
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections_to_one_host_max);
    thread_ = std::thread{[this] { work(); }};
    pthread_setname_np(thread_.native_handle(), "outbound");
}

void fetcher::line::send(fetch_request asked, std::function<void(fetched)> done)
{
    if (!may_be_asked(asked.url))
        return done(fetch_fault::not_allowed);
    std::optional<fetch_fault> refused;
    {
        const std::lock_guard held{guard_};
        if (is_stopping_)
            refused = fetch_fault::stopping;
        else if (taken_ >= under_way_max)
            refused = fetch_fault::busy;
        else {
            waiting_.emplace_back(std::move(asked), std::move(done));
            ++taken_;
        }
    }
    if (refused)
        return done(*refused);
    curl_multi_wakeup(multi_.get());
}

void fetcher::line::stop()
{
    {
        const std::lock_guard held{guard_};
        is_stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    if (thread_.joinable())
        thread_.join();
}

void fetcher::line::work()
{
    while (take_in()) {
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        hand_out();
        curl_multi_poll(multi_.get(), nullptr, 0, look_again_after_ms, nullptr);
    }
    end_all();
}

bool fetcher::line::take_in()
{
    std::vector<asked_one> arrived;
    {
        const std::lock_guard held{guard_};
        if (is_stopping_)
            return false;
        arrived.swap(waiting_);
    }
    for (asked_one& one : arrived)
        begin(std::move(one));
    return true;
}

void fetcher::line::begin(asked_one one)
{
    auto made = std::make_unique<transfer>(std::move(one.first), std::move(one.second));
    CURL* const handle = made->handle();
    curl_multi_add_handle(multi_.get(), handle);
    under_way_.emplace(handle, std::move(made));
}

void fetcher::line::hand_out()
{
    int left = 0;
    while (const CURLMsg* const told = curl_multi_info_read(multi_.get(), &left)) {
        if (told->msg != CURLMSG_DONE)
            continue;
        const CURLcode result = told->data.result;
        const auto found = under_way_.find(told->easy_handle);
        curl_multi_remove_handle(multi_.get(), found->first);
        const auto ended = std::move(found->second);
        under_way_.erase(found);
        {
            const std::lock_guard held{guard_};
            --taken_;
        }
        ended->finish(result);
    }
}

void fetcher::line::end_all()
{
    for (auto& [handle, one] : under_way_) {
        curl_multi_remove_handle(multi_.get(), handle);
        one->give_up(fetch_fault::stopping);
    }
    under_way_.clear();
    const std::lock_guard held{guard_};
    for (auto& [asked, done] : waiting_)
        done(fetch_fault::stopping);
    waiting_.clear();
}

fetcher::fetcher() : line_{std::make_unique<line>()} {}

fetcher::~fetcher() = default;

void fetcher::send(fetch_request asked, std::function<void(fetched)> done)
{
    line_->send(std::move(asked), std::move(done));
}

void fetcher::stop()
{
    line_->stop();
}

std::string_view name_of(fetch_fault fault)
{
    switch (fault) {
    case fetch_fault::not_allowed: return "not_allowed";
    case fetch_fault::busy: return "busy";
    case fetch_fault::stopping: return "stopping";
    case fetch_fault::unreachable: return "unreachable";
    case fetch_fault::not_trusted: return "not_trusted";
    case fetch_fault::timed_out: return "timed_out";
    case fetch_fault::too_long: return "too_long";
    case fetch_fault::broken: return "broken";
    }
    return "broken";
}

void throw_exception_from_error(fetch_fault fault, const boost::source_location&)
{
    throw std::logic_error{"no answer was fetched: " + std::string{name_of(fault)}};
}

base::task<fetched> fetch(fetcher& by, fetch_request asked)
{
    auto start = [](auto handler, fetcher* through, fetch_request sent) {
        auto executor = asio::get_associated_executor(handler);
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        through->send(std::move(sent), [waiting, executor](fetched answer) {
            asio::post(executor, [waiting, answer = std::move(answer)]() mutable {
                (*waiting)(std::exception_ptr{}, std::make_shared<fetched>(std::move(answer)));
            });
        });
    };
    const auto answer = co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                                      void(std::exception_ptr, std::shared_ptr<fetched>)>(
        start, asio::use_awaitable, &by, std::move(asked));
    co_return std::move(*answer);
}

}  // namespace jamhall::outbound
