// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/workers.hpp"

#include <boost/asio/post.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace jamhall::live {

/// What a jam has for the connections of all workers, in order for each. What is for its own worker is done at once;
/// what is for another gathers while the turn of the loop runs and crosses in one piece, because each crossing costs a
/// lock and may have to wake somebody.
/// Runs on: the jam's worker, every member.
class outbox : public std::enable_shared_from_this<outbox> {
public:
    outbox(workers& on, std::size_t home) : on_{on}, home_{home}, waiting_(on.size()) {}

    template <class Action>
    void to(std::size_t worker, Action action)
    {
        if (worker == home_)
            return action();
        waiting_.at(worker).emplace_back(std::move(action));
        if (!std::exchange(is_posted_, true))
            boost::asio::post(on_.at(home_).loop, [self = shared_from_this()] { self->hand_over(); });
    }

private:
    using actions = std::vector<std::function<void()>>;

    void hand_over()
    {
        is_posted_ = false;
        for (std::size_t i = 0; i < waiting_.size(); ++i)
            if (!waiting_[i].empty())
                boost::asio::post(on_.at(i).loop, [all = std::exchange(waiting_[i], {})] {
                    for (const auto& action : all)
                        action();
                });
    }

    workers& on_;
    std::size_t home_;
    std::vector<actions> waiting_;  ///< by worker
    bool is_posted_ = false;
};

}  // namespace jamhall::live
