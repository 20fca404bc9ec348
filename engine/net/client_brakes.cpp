// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client_brakes.hpp"

#include <string_view>

namespace jamhall::net {
namespace {

using sessions::reject_code;

/// Keys that each table remembers; 40 bytes each.
constexpr std::size_t addresses_max = 65'536;
constexpr std::size_t people_max = 262'144;

/// A mail is work for others, and a hall asks for fewer than it signs in.
constexpr std::chrono::minutes mails_counted_over{10};

constexpr std::string_view of_address =
    "Very many requests come from your address just now. Please wait a moment and try again.";
constexpr std::string_view of_person = "That was very quick. Please wait a moment and try again.";
constexpr std::string_view of_jam =
    "Very many people use this jam just now. Please wait a moment and try again.";

sessions::outcome<void> refused_for(std::chrono::nanoseconds wait, std::string_view why)
{
    auto refused = sessions::refuse(reject_code::rate_limited, "", std::string{why});
    refused.retry_after = sessions::duration{std::chrono::ceil<std::chrono::milliseconds>(wait).count()};
    return refused;
}

}  // namespace

std::size_t client_brakes::person_key_hash::operator()(const person_key& key) const
{
    return address_key_hash{}({std::hash<std::string_view>{}(key.jam.view()) + key.person, true});
}

client_brakes::client_brakes(client_limits limits)
    : limits_{limits},
      requests_{addresses_max},
      sign_ins_{addresses_max},
      sign_in_mails_{addresses_max},
      upgrades_{addresses_max},
      lines_{addresses_max},
      in_jams_{people_max}
{
}

/// Everybody behind a proxy that does not say for whom it asks would count as one; the log says so loudly instead.
bool client_brakes::counts_address(const client& from) const
{
    return from.is_known && counts(from);
}

sessions::outcome<void> client_brakes::take(address_buckets& from, const client& by,
                                            client_limits::count allowed, clock::time_point now,
                                            std::chrono::minutes per)
{
    if (!allowed || !counts_address(by))
        return {};
    const std::lock_guard guarded{guard_};
    if (const auto wait = from.take(by.address, {*allowed, per}, now))
        return refused_for(*wait, of_address);
    return {};
}

sessions::outcome<void> client_brakes::take_request(const client& from, clock::time_point now)
{
    return take(requests_, from, limits_.requests_per_address, now);
}

sessions::outcome<void> client_brakes::take_upgrade(const client& from, clock::time_point now)
{
    return take(upgrades_, from, limits_.upgrades_per_address, now);
}

sessions::outcome<void> client_brakes::take_sign_in(const client& from, clock::time_point now)
{
    return take(sign_ins_, from, limits_.sign_ins_per_address, now);
}

sessions::outcome<void> client_brakes::take_sign_in_mail(const client& from, clock::time_point now)
{
    return take(sign_in_mails_, from, limits_.sign_ins_per_address, now, mails_counted_over);
}

void client_brakes::note_failed_sign_in(const client& from, clock::time_point now)
{
    if (!limits_.sign_ins_per_address || !counts_address(from))
        return;
    const std::lock_guard guarded{guard_};
    sign_ins_.charge(from.address, {*limits_.sign_ins_per_address}, now, failed_sign_in_cost - 1);
}

sessions::outcome<void> client_brakes::take_in_jam(const client& from, const sessions::slug& jam,
                                                   sessions::person_id person, clock::time_point now)
{
    if (!counts(from))
        return {};
    const std::lock_guard guarded{guard_};
    if (person && limits_.requests_per_person) {
        if (const auto wait = in_jams_.take({jam, person.value}, {*limits_.requests_per_person}, now))
            return refused_for(*wait, of_person);
    }
    if (limits_.requests_per_jam) {
        if (const auto wait = in_jams_.take({jam, 0}, {*limits_.requests_per_jam}, now))
            return refused_for(*wait, of_jam);
    }
    return {};
}

sessions::outcome<void> client_brakes::take_beside(const client& from, const sessions::slug& jam,
                                                   sessions::person_id person, clock::time_point now)
{
    if (!counts(from) || !person || !limits_.requests_per_person)
        return {};
    const std::lock_guard guarded{guard_};
    const std::uint32_t count = *limits_.requests_per_person;
    const std::uint32_t more =
        std::min(made_beside_cost - 1, count / 2);  // or a low limit would let none through
    if (const auto wait = in_jams_.take({jam, person.value}, {count}, now, more))
        return refused_for(*wait + std::chrono::nanoseconds{std::chrono::minutes{1}} / count,
                           of_person);  // with the request itself
    return {};
}

std::optional<client_brakes::place> client_brakes::take_line(const ip_address& peer, clock::time_point now)
{
    if (as_itself(peer).is_loopback() && limits_.spares_loopback)
        return place{};
    const auto key = address_key::of(peer);
    const std::lock_guard guarded{guard_};
    if (limits_.lines_per_address && lines_.take(key, {*limits_.lines_per_address}, now))
        return std::nullopt;
    if (!limits_.open_lines_per_address)
        return place{};
    std::uint32_t& open = open_lines_[key];
    if (open >= *limits_.open_lines_per_address)
        return std::nullopt;
    ++open;
    return place{*this, key};
}

void client_brakes::give_back(const address_key& at)
{
    const std::lock_guard guarded{guard_};
    const auto found = open_lines_.find(at);
    if (found != open_lines_.end() && --found->second == 0)
        open_lines_.erase(found);
}

}  // namespace jamhall::net
