// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

namespace jamhall::identity {

/// The brakes on codes that are typed. An address has five wrong tries; from then on each wrong one doubles the wait, up to
/// a quarter of an hour. Quiet time gives tries back, and so does everybody new who gets in from there: a whole hall may sit
/// behind one address. Over all addresses, 600 wrong tries a minute are looked at, whoever sends them. A code counts as
/// wrong while it is looked up, so that many sent at once get no more looks than the same one after the other.
/// Runs on: any worker; a mutex guards the table, which is bounded. Time is monotonic.
class code_tries {
public:
    using clock = std::chrono::steady_clock;

    static constexpr double free_tries = 5;
    static constexpr double free_tries_max = 100;  ///< with those given by people who got in
    static constexpr std::chrono::minutes try_comes_back{2};
    static constexpr std::chrono::minutes strike_goes{10};
    static constexpr std::chrono::seconds first_wait{12};
    static constexpr std::chrono::minutes longest_wait{15};
    static constexpr std::chrono::seconds wait_for_others{1};  ///< while as many as may be wrong are open
    static constexpr double wrong_per_minute_max = 600;
    static constexpr std::size_t addresses_max = 100'000;

    /// How long to wait before a code from there is looked at; nothing: it may be now, and `end` is called once that is
    /// done. `address` is whatever tells clients apart, nothing when they cannot be.
    std::optional<clock::duration> begin(std::optional<std::uint64_t> address, clock::time_point now);
    void end(std::optional<std::uint64_t> address);

    /// What was found of a code, between its begin and its end.
    void note_wrong(std::optional<std::uint64_t> address, clock::time_point now);
    /// Right: it let in somebody who was not in yet.
    void note_right(std::optional<std::uint64_t> address, clock::time_point now);

private:
    struct source {
        double tries = free_tries;
        std::uint32_t strikes = 0;
        clock::time_point filled_at;
        clock::time_point struck_at;
        clock::time_point shut_until;
    };

    std::optional<clock::duration> wait(std::optional<std::uint64_t> address, clock::time_point now);
    source& source_of(std::uint64_t address, clock::time_point now);
    void fill(clock::time_point now);
    void forget_quiet(clock::time_point now);

    std::mutex guard_;
    boost::unordered_flat_map<std::uint64_t, source> by_address_;
    source rest_;  ///< all addresses there is no more room for
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> looked_up_by_address_;
    std::uint32_t looked_up_ = 0;  ///< now, from all addresses
    double wrong_left_ = wrong_per_minute_max;
    clock::time_point filled_at_;
};

}  // namespace jamhall::identity
