// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/token_buckets.hpp"
#include "engine/net/client.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

namespace jamhall::net {

/// What one address, one person and one jam may ask of the outside of a hall in a minute; nothing lifts a limit. An
/// address is generous, for 500 people may sit behind it: each opens six lines, loads some thirty files, signs in and
/// joins within the opening minute. Source: docs/operating.md, docs/security/doors.md.
struct client_limits {
    using count = std::optional<std::uint32_t>;

    count requests_per_address = 30'000;
    count sign_ins_per_address = 600;  ///< a failed one counts as failed_sign_in_cost
    count upgrades_per_address = 3'000;
    count lines_per_address = 12'000;      ///< accepted
    count open_lines_per_address = 3'000;  ///< at a time, until they become sockets of somebody
    count requests_per_person = 1'200;
    count requests_per_jam = 600'000;
    count messages_per_socket = 6'000;
    bool spares_loopback = true;  ///< requests of this machine itself are not counted
};

/// What a sign-in that fails takes out of its address's bucket, all told.
inline constexpr std::uint32_t failed_sign_in_cost = 10;

/// What a request takes out of its person's bucket, all told, whose answer goes through many people or posts: a copy of the
/// jam waits for it, and those of all jams wait for each other.
inline constexpr std::uint32_t made_beside_cost = 5;

/// The brakes at the doors of a hall: token buckets for each address, person and jam, and the count of lines that an
/// address holds open. What passes here the jam brakes again by its plan (live::brakes).
/// Runs on: any worker. One mutex guards the tables: it is taken a few times for a request, never for a frame.
class client_brakes {
public:
    using clock = std::chrono::steady_clock;

    explicit client_brakes(client_limits limits);

    /// One request, before anything is looked up for it. Errors, of all: rate_limited with the wait.
    sessions::outcome<void> take_request(const client& from, clock::time_point now = clock::now());

    /// Whether this client is braked at all, and its sockets watched for floods.
    bool counts(const client& from) const { return !(from.is_local && limits_.spares_loopback); }

    /// How many messages a socket may send; lifted, as many as nobody can.
    base::rate messages_per_socket() const { return {limits_.messages_per_socket.value_or(1'000'000'000)}; }

    sessions::outcome<void> take_upgrade(const client& from, clock::time_point now = clock::now());

    /// One try to sign in, right or wrong.
    sessions::outcome<void> take_sign_in(const client& from, clock::time_point now = clock::now());

    /// One mail to sign in with, to whomever: as many in ten minutes as sign-ins in one.
    sessions::outcome<void> take_sign_in_mail(const client& from, clock::time_point now = clock::now());

    /// The try was wrong.
    void note_failed_sign_in(const client& from, clock::time_point now = clock::now());

    /// One request of somebody who may ask; no person for the administrator, who is not counted by name.
    sessions::outcome<void> take_in_jam(const client& from, const sessions::slug& jam,
                                        sessions::person_id person, clock::time_point now = clock::now());

    /// It is one of those that cost more than others: made_beside_cost all told.
    sessions::outcome<void> take_beside(const client& from, const sessions::slug& jam,
                                        sessions::person_id person, clock::time_point now = clock::now());

    /// A line that an address holds open, until it ends.
    class place {
    public:
        place() = default;
        place(place&& other) noexcept : of_{std::exchange(other.of_, nullptr)}, at_{other.at_} {}
        place& operator=(place&& other) noexcept
        {
            std::swap(of_, other.of_);
            std::swap(at_, other.at_);
            return *this;
        }
        ~place()
        {
            if (of_ != nullptr)
                of_->give_back(at_);
        }

    private:
        friend class client_brakes;
        place(client_brakes& of, address_key at) : of_{&of}, at_{at} {}

        client_brakes* of_ = nullptr;
        address_key at_;
    };

    /// A place for a line of this peer; nothing when it has too many, or opens them too fast.
    std::optional<place> take_line(const ip_address& peer, clock::time_point now = clock::now());

private:
    struct person_key {
        sessions::slug jam;
        std::uint32_t person = 0;  ///< 0: the jam itself

        friend bool operator==(const person_key&, const person_key&) = default;
    };
    struct person_key_hash {
        std::size_t operator()(const person_key& key) const;
    };
    using address_buckets = base::token_buckets<address_key, address_key_hash>;

    bool counts_address(const client& from) const;
    sessions::outcome<void> take(address_buckets& from, const client& by, client_limits::count allowed,
                                 clock::time_point now, std::chrono::minutes per = std::chrono::minutes{1});
    void give_back(const address_key& at);

    const client_limits limits_;
    std::mutex guard_;
    address_buckets requests_;
    address_buckets sign_ins_;
    address_buckets sign_in_mails_;
    address_buckets upgrades_;
    address_buckets lines_;
    base::token_buckets<person_key, person_key_hash> in_jams_;
    boost::unordered_flat_map<address_key, std::uint32_t, address_key_hash> open_lines_;
};

}  // namespace jamhall::net
