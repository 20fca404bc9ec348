// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/jam_state.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace jamhall::live {

class jam_core;

/// Crosses to the jam's worker. Runs on: any.
void post_to(const std::shared_ptr<jam_core>& core, std::function<void(jam_core&)> work);

/// Told why there will be no answer.
using failure_handler = std::function<void(std::exception_ptr)>;

/// Calls `question` with the committed state, now or once the batch under way is durable; `failed` with what it throws, or
/// when there will be no committed state any more. Runs on: the jam's worker.
void when_idle(jam_core& core, std::function<void(const sessions::jam_state&)> question,
               failure_handler failed);

/// Where the answer to a question goes, or why there is none: one of them, once.
template <class Answer>
class reply_with {
public:
    using finish = std::function<void(std::exception_ptr, std::optional<Answer>)>;

    explicit reply_with(finish to) : finish_{std::move(to)} {}

    void operator()(Answer given) const { finish_(nullptr, std::move(given)); }

    failure_handler failing() const
    {
        return [finish = finish_](std::exception_ptr why) { finish(std::move(why), std::nullopt); };
    }

private:
    finish finish_;
};

/// Asks a jam something on its worker and resumes with the answer on the asker's own executor. `work`
/// replies once, there and then or later. What `work` throws at once is thrown here.
template <class Answer>
boost::asio::awaitable<Answer> ask(std::shared_ptr<jam_core> core,
                                   std::function<void(jam_core&, reply_with<Answer>)> work)
{
    namespace asio = boost::asio;
    auto start = [](auto handler, std::shared_ptr<jam_core> to,
                    std::function<void(jam_core&, reply_with<Answer>)> doing) {
        auto executor = asio::get_associated_executor(handler);
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        auto finish = [waiting, executor](std::exception_ptr failed, std::optional<Answer> given) {
            asio::post(executor, [waiting, failed, given = std::move(given)]() mutable {
                (*waiting)(failed, std::move(given));
            });
        };
        post_to(to, [doing = std::move(doing), finish](jam_core& there) {
            try {
                doing(there, reply_with<Answer>{finish});
            } catch (...) {
                finish(std::current_exception(), std::nullopt);
            }
        });
    };
    std::optional<Answer> given =
        co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                      void(std::exception_ptr, std::optional<Answer>)>(
            start, asio::use_awaitable, std::move(core), std::move(work));
    co_return std::move(*given);
}

}  // namespace jamhall::live
