// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/code_tries.hpp"

#include <algorithm>

namespace jamhall::identity {
namespace {

using clock = code_tries::clock;
using minutes = std::chrono::duration<double, std::ratio<60>>;

clock::duration wait_after(std::uint32_t strikes)
{
    clock::duration wait = code_tries::first_wait;
    for (std::uint32_t i = 0; i < strikes && wait < code_tries::longest_wait; ++i)
        wait *= 2;
    return std::min<clock::duration>(wait, code_tries::longest_wait);
}

}  // namespace

void code_tries::fill(clock::time_point now)
{
    wrong_left_ = std::min(wrong_per_minute_max,
                           wrong_left_ + minutes{now - filled_at_}.count() * wrong_per_minute_max);
    filled_at_ = now;
}

/// Addresses that are as if they had never tried.
void code_tries::forget_quiet(clock::time_point now)
{
    const auto quiet = longest_wait + strike_goes;
    erase_if(by_address_, [&](const auto& entry) {
        return now - entry.second.filled_at > quiet && now > entry.second.shut_until &&
               now - entry.second.struck_at > strike_goes * (entry.second.strikes + 1);
    });
}

code_tries::source& code_tries::source_of(std::uint64_t address, clock::time_point now)
{
    if (by_address_.size() >= addresses_max && !by_address_.contains(address))
        forget_quiet(now);
    const bool has_room = by_address_.size() < addresses_max || by_address_.contains(address);
    source& found = has_room ? by_address_.try_emplace(address, source{}).first->second : rest_;
    if (found.filled_at == clock::time_point{})
        found.filled_at = now;
    const auto quiet = std::max(now - found.filled_at, clock::duration{});
    const double back = minutes{quiet} / minutes{try_comes_back};
    found.tries = std::max(found.tries, std::min(free_tries, found.tries + back));
    found.filled_at = std::max(found.filled_at, now);
    while (found.strikes > 0 && now - found.struck_at >= strike_goes) {
        --found.strikes;
        found.struck_at += strike_goes;
    }
    return found;
}

std::optional<clock::duration> code_tries::wait(std::optional<std::uint64_t> address, clock::time_point now)
{
    if (wrong_left_ < 1)
        return std::chrono::duration_cast<clock::duration>(minutes{(1 - wrong_left_) / wrong_per_minute_max});
    if (wrong_left_ < looked_up_ + 1)
        return wait_for_others;
    if (!address)
        return std::nullopt;
    const source& from = source_of(*address, now);
    if (now < from.shut_until)
        return from.shut_until - now;
    const auto others = looked_up_by_address_.find(*address);
    // Who has no try left and has waited may send one.
    if (others != looked_up_by_address_.end() && others->second >= std::max(1.0, from.tries))
        return wait_for_others;
    return std::nullopt;
}

std::optional<clock::duration> code_tries::begin(std::optional<std::uint64_t> address, clock::time_point now)
{
    const std::lock_guard lock{guard_};
    fill(now);
    const auto before_next = wait(address, now);
    if (before_next)
        return before_next;
    ++looked_up_;
    if (address)
        ++looked_up_by_address_[*address];
    return std::nullopt;
}

void code_tries::end(std::optional<std::uint64_t> address)
{
    const std::lock_guard lock{guard_};
    --looked_up_;
    if (!address)
        return;
    const auto found = looked_up_by_address_.find(*address);
    if (--found->second == 0)
        looked_up_by_address_.erase(found);
}

void code_tries::note_wrong(std::optional<std::uint64_t> address, clock::time_point now)
{
    const std::lock_guard lock{guard_};
    fill(now);
    wrong_left_ = std::max(0.0, wrong_left_ - 1);
    if (!address)
        return;
    source& from = source_of(*address, now);
    from.tries = std::max(0.0, from.tries - 1);
    if (from.tries >= 1)
        return;
    from.shut_until = now + wait_after(from.strikes);
    from.filled_at = from.shut_until;  // waiting gives nothing back, only being quiet after it
    from.struck_at = now;
    ++from.strikes;
}

void code_tries::note_right(std::optional<std::uint64_t> address, clock::time_point now)
{
    if (!address)
        return;
    const std::lock_guard lock{guard_};
    source& from = source_of(*address, now);
    from.tries = std::min(free_tries_max, from.tries + 1);
    if (from.strikes > 0)
        --from.strikes;
}

}  // namespace jamhall::identity
