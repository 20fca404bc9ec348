// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

namespace jamhall::sessions {

/// A value that follows from others and takes a while to work out: worked out when it is first asked for, then
/// kept. Copies share it. Whoever changes what it follows from forgets it. It equals every other one, since it
/// says nothing that is not said already.
/// Runs on: anybody; copies on different workers may ask at the same time.
template <class T>
class worked_out {
public:
    template <class Work>
    const T& get(Work work) const
    {
        std::call_once(kept_->once, [&] { kept_->value = work(); });
        return kept_->value;
    }

    void forget() { kept_ = std::make_shared<kept>(); }

    friend bool operator==(const worked_out&, const worked_out&) { return true; }

private:
    struct kept {
        std::once_flag once;
        T value;
    };

    std::shared_ptr<kept> kept_ = std::make_shared<kept>();
};

}  // namespace jamhall::sessions
