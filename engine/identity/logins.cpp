// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/logins.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>

namespace jamhall::identity {
namespace {

constexpr std::size_t login_secret_bytes = 32;

/// How far what hall.db says about the last use may lag: it is written once an hour, not per request.
constexpr std::chrono::hours use_noted_every{1};

sessions::duration in_ms(std::chrono::hours span)
{
    return std::chrono::duration_cast<sessions::duration>(span);
}

void merge(signed_in& into, const proof& proved)
{
    into.is_admin = into.is_admin || proved.is_admin;
    if (!proved.person)
        return;
    const auto same_jam =
        std::ranges::find(into.people, proved.person->first, &decltype(into.people)::value_type::first);
    if (same_jam == into.people.end())
        into.people.push_back(*proved.person);
    else
        same_jam->second = proved.person->second;
}

}  // namespace

std::optional<sessions::person_id> signed_in::person_in(const sessions::slug& jam) const
{
    for (const auto& [in, person] : people) {
        if (in == jam)
            return person;
    }
    return std::nullopt;
}

logins::logins(store::hall_store& kept, store::job_worker& writer, sessions::instant now,
               login_lifetimes lasting)
    : kept_{kept}, writer_{writer}, lasting_{lasting}
{
    kept_.remove_expired_logins(now);
    for (store::login& l : kept_.logins(now)) {
        if (!has_ended(l, now))
            by_hash_.emplace(l.cookie_hash, std::move(l));
    }
}

std::optional<signed_in> logins::find(std::string_view secret, sessions::instant now)
{
    const auto hash = hash_of(secret);
    std::optional<signed_in> who;
    bool is_worth_noting = false;
    {
        const std::lock_guard lock{guard_};
        const auto found = by_hash_.find(hash);
        if (found == by_hash_.end())
            return std::nullopt;
        store::login& l = found->second;
        if (has_ended(l, now)) {
            by_hash_.erase(found);
            return std::nullopt;
        }
        who = signed_in{l.is_admin, l.people};
        if (now - l.used_at >= in_ms(use_noted_every)) {
            l.used_at = now;
            is_worth_noting = true;
        }
    }
    if (is_worth_noting) {
        const std::array used{std::pair{hash, now}};
        writer_.submit([&kept = kept_, used] { kept.touch_logins(used); },
                       log_failure{"noting the use of a login"});
    }
    return who;
}

base::task<opened_login> logins::sign_in(std::optional<std::string> old_secret, proof proved,
                                         sessions::instant now)
{
    signed_in who;
    std::optional<base::sha256_digest> old_hash;
    if (old_secret) {
        if (auto before = find(*old_secret, now)) {
            who = std::move(*before);
            old_hash = hash_of(*old_secret);
        }
    }
    merge(who, proved);

    const std::string secret = base::base64url_of(base::random_bytes<login_secret_bytes>());
    const store::login made = make(hash_of(secret), std::move(who), now);
    const stored_job put{[&kept = kept_, made, old_hash] {
        kept.put_login(made);
        if (old_hash)
            kept.remove_login(*old_hash);
    }};
    // In the index first, so that end_logins_of() finds it even while it is being stored.
    put_in_index(made);
    try {
        co_await stored(writer_, put);
    } catch (...) {
        take_from_index(made.cookie_hash);
        throw;
    }
    if (old_hash)
        take_from_index(*old_hash);
    co_return opened_login{
        secret, std::chrono::duration_cast<std::chrono::seconds>(made.expires_at - made.created_at)};
}

base::task<> logins::sign_out(std::string secret)
{
    const auto hash = hash_of(secret);
    take_from_index(hash);
    const stored_job remove{[&kept = kept_, hash] { kept.remove_login(hash); }};
    co_await stored(writer_, remove);
}

void logins::end_logins_of(const sessions::slug& jam, std::vector<sessions::person_id> people)
{
    std::ranges::sort(people);
    const auto is_one_of_them = [&](const auto& member) {
        return member.first == jam && std::ranges::binary_search(people, member.second);
    };
    {
        const std::lock_guard lock{guard_};
        boost::unordered::erase_if(by_hash_, [&](auto& entry) {
            store::login& l = entry.second;
            return std::erase_if(l.people, is_one_of_them) > 0 && l.people.empty() && !l.is_admin;
        });
    }
    // The store goes on when the server and its logins have ended.
    const auto remove = [&kept = kept_, jam, people = std::move(people)] {
        for (const sessions::person_id person : people)
            kept.remove_logins_of(jam, person);
    };
    writer_.submit(remove, log_failure{"ending logins"});
}

void logins::put_in_index(const store::login& l)
{
    const std::lock_guard lock{guard_};
    by_hash_.emplace(l.cookie_hash, l);
}

void logins::take_from_index(const base::sha256_digest& hash)
{
    const std::lock_guard lock{guard_};
    by_hash_.erase(hash);
}

bool logins::has_ended(const store::login& l, sessions::instant now) const
{
    const auto idle = in_ms(l.is_admin ? lasting_.admin_idle : lasting_.idle);
    return now >= l.expires_at || now - l.used_at >= idle;
}

store::login logins::make(const base::sha256_digest& hash, signed_in who, sessions::instant now) const
{
    store::login made;
    made.cookie_hash = hash;
    made.is_admin = who.is_admin;
    made.created_at = now;
    made.used_at = now;
    made.expires_at = now + in_ms(who.is_admin ? lasting_.admin_whole : lasting_.whole);
    made.people = std::move(who.people);
    return made;
}

std::size_t logins::digest_hash::operator()(const base::sha256_digest& digest) const
{
    std::size_t head = 0;
    std::memcpy(&head, digest.data(), sizeof head);
    return head;
}

}  // namespace jamhall::identity
