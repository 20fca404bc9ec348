// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <memory>
#include <mutex>
#include <set>

namespace jamhall::live {

/// Lets everybody have one of something under way at a time. Runs on: any.
class one_each {
public:
    using turn = std::shared_ptr<const void>;

    /// To be held as long as it is under way; null: one of theirs is already.
    turn begin(sessions::person_id person)
    {
        const std::lock_guard held{taken_->guard};
        if (!taken_->people.insert(person).second)
            return nullptr;
        return {taken_.get(), [taken = taken_, person](const void*) {
                    const std::lock_guard held_too{taken->guard};
                    taken->people.erase(person);
                }};
    }

private:
    struct taken {
        std::mutex guard;
        std::set<sessions::person_id> people;
    };

    std::shared_ptr<taken> taken_ = std::make_shared<taken>();
};

}  // namespace jamhall::live
