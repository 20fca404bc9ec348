// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>

namespace jamhall::sessions {

/// A value that follows from others and takes a while to work out: worked out when it is first asked for, then
/// kept. Copies share it. Whoever changes what it follows from forgets it. It equals every other one, since it
/// says nothing that is not said already.
/// Runs on: anybody; copies on different workers may ask at the same time, and both work it out then.
template <class T>
class worked_out {
public:
    template <class Work>
    const T& get(Work work) const
    {
        auto found = kept_->load();
        if (!found) {
            auto made = std::make_shared<const T>(work());
            if (kept_->compare_exchange_strong(found, made))
                found = std::move(made);
        }
        return *found;  // stays while it is kept
    }

    void forget() { kept_ = std::make_shared<slot>(); }

    friend bool operator==(const worked_out&, const worked_out&) { return true; }

private:
    using slot = std::atomic<std::shared_ptr<const T>>;

    std::shared_ptr<slot> kept_ = std::make_shared<slot>();
};

}  // namespace jamhall::sessions
