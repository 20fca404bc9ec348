// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace jamhall::oidc {

/// Has something asked for once for all who want it while that is under way: each gets the same answer, on the executor of
/// its own coroutine.
/// Runs on: any worker. One mutex guards who waits, never across a suspension.
template <class Answer>
class shared_request {
public:
    using request = std::function<base::task<Answer>()>;

    /// The answer to `ask`, or to what somebody else is asking already. Errors: throws what `ask` throws; that of another
    /// has it asked again.
    base::task<Answer> answer_to(request ask)
    {
        const auto on = co_await boost::asio::this_coro::executor;
        while (const auto mine = seat_beside_other(on)) {
            while (!mine->is_over)
                co_await mine->over.async_wait(base::as_result);
            if (mine->answer)
                co_return *mine->answer;
        }
        std::optional<Answer> got;
        try {
            auto asking = ask();
            got = co_await std::move(asking);
        } catch (...) {
            tell(std::nullopt);
            throw;
        }
        tell(got);
        co_return *std::move(got);
    }

private:
    struct seat {
        explicit seat(const boost::asio::any_io_executor& place)
            : on{place}, over{place, boost::asio::steady_timer::time_point::max()}
        {
        }

        boost::asio::any_io_executor on;
        boost::asio::steady_timer over;
        bool is_over = false;
        std::optional<Answer> answer;
    };

    /// Where to wait for whoever asks already; null: nobody does, and from now on the caller.
    std::shared_ptr<seat> seat_beside_other(const boost::asio::any_io_executor& on)
    {
        const std::lock_guard held{guard_};
        if (!std::exchange(is_under_way_, true))
            return nullptr;
        const auto made = std::make_shared<seat>(on);
        waiting_.push_back(made);
        return made;
    }

    void tell(const std::optional<Answer>& answer)
    {
        std::vector<std::weak_ptr<seat>> told;
        {
            const std::lock_guard held{guard_};
            is_under_way_ = false;
            told.swap(waiting_);
        }
        for (const auto& each : told)
            if (auto there = each.lock()) {
                const auto place = there->on;
                boost::asio::post(place, [there = std::move(there), answer] {
                    there->answer = answer;
                    there->is_over = true;
                    there->over.cancel();
                });
            }
    }

    std::mutex guard_;
    bool is_under_way_ = false;
    std::vector<std::weak_ptr<seat>> waiting_;  ///< their timers must not outlast the places they are of
};

}  // namespace jamhall::oidc
