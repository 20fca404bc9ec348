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

/// Calls `question` with the committed state, now or once the batch under way is durable.
/// Runs on: the jam's worker.
void when_idle(jam_core& core, std::function<void(const sessions::jam_state&)> question);

template <class Answer>
using reply_with = std::function<void(Answer)>;

/// Asks a jam something on its worker and resumes with the answer on the asker's own executor. `work`
/// calls its second argument once, there and then or later. What `work` throws at once is thrown here.
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
                doing(there, [finish](Answer given) { finish(nullptr, std::move(given)); });
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
