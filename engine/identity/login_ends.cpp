// SPDX-License-Identifier: Apache-2.0
// How logins end: here at once, and in the file in the order in which it happened here.
#include "engine/identity/logins.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace jamhall::identity {
namespace {

using std::chrono::steady_clock;

/// Longer than anybody is being looked up.
constexpr std::chrono::minutes ends_remembered{10};

}  // namespace

base::task<> logins::sign_out(std::string secret)
{
    const auto on = co_await boost::asio::this_coro::executor;
    const auto hash = hash_of(secret);
    login_id id = 0;
    submitted_job removed;
    {
        const std::lock_guard lock{guard_};
        std::vector<base::sha256_digest> gone{hash};
        const auto found = by_hash_.find(hash);
        if (found != by_hash_.end()) {
            id = found->second.id;
            gone = hashes_of(id);
        }
        for (const auto& each : gone)
            put_aside(each);
        removed = submit(writer_, removal_of(std::move(gone)), on);
    }
    if (id != 0)
        tell({id});
    co_await until_stored(removed);
}

base::task<bool> logins::end(signed_in owner, login_id login)
{
    const auto on = co_await boost::asio::this_coro::executor;
    submitted_job removed;
    {
        const std::lock_guard lock{guard_};
        put_own_aside(owner, login);
        // Also what was ended before, when the file did not take it.
        std::vector<base::sha256_digest> gone;
        for (const store::login& l : unremoved_->all())
            if (l.id == login && is_own(owner, l))
                gone.push_back(l.cookie_hash);
        if (gone.empty())
            co_return false;
        removed = submit(writer_, removal_of(std::move(gone)), on);
    }
    tell({login});
    co_await until_stored(removed);
    co_return true;
}

base::task<> logins::end_others(signed_in owner, login_id but, sessions::instant now)
{
    const auto on = co_await boost::asio::this_coro::executor;
    std::vector<login_id> ids;
    submitted_job removed;
    {
        const std::lock_guard lock{guard_};
        for (const listed_login& l : own_logins(owner, now))
            if (l.id != but)
                ids.push_back(l.id);
        for (const login_id id : ids)
            put_own_aside(owner, id);
        // Nobody lists any more what was ended before, when the file did not take it.
        std::vector<base::sha256_digest> gone;
        for (const store::login& l : unremoved_->all())
            if (is_own(owner, l))
                gone.push_back(l.cookie_hash);
        if (gone.empty())
            co_return;
        removed = submit(writer_, removal_of(std::move(gone)), on);
    }
    tell(std::move(ids));
    co_await until_stored(removed);
}

void logins::end_expired(sessions::instant now)
{
    std::vector<login_id> ids;
    std::vector<base::sha256_digest> over;
    {
        const std::lock_guard lock{guard_};
        follow_clock(now);
        for (const auto& [hash, l] : by_hash_)
            if (has_ended(l, now)) {
                ids.push_back(l.id);
                over.push_back(hash);
            }
        for (const auto& hash : over)
            put_aside(hash);
        keep_less_again();
    }
    std::vector<base::sha256_digest> gone;
    for (const store::login& l : unremoved_->all())
        gone.push_back(l.cookie_hash);
    if (!gone.empty())
        remove_later(std::move(gone));
    tell(std::move(ids));
}

void logins::end_logins_of(const sessions::slug& jam, std::vector<sessions::person_id> people)
{
    std::ranges::sort(people);
    std::vector<login_id> less;
    {
        const std::lock_guard lock{guard_};
        stored_job removal;
        std::tie(less, removal) = take_out(jam, people);
        writer_.submit(std::move(removal), log_failure{"ending logins"});
    }
    tell(std::move(less));
}

base::task<> logins::end_logins_for_good(sessions::slug jam, std::vector<sessions::person_id> people)
{
    const auto on = co_await boost::asio::this_coro::executor;
    std::ranges::sort(people);
    std::vector<login_id> less;
    submitted_job removed;
    {
        const std::lock_guard lock{guard_};
        stored_job removal;
        std::tie(less, removal) = take_out(jam, people);
        removed = submit(writer_, std::move(removal), on);
    }
    tell(std::move(less));
    co_await until_stored(removed);
}

std::uint64_t logins::ends_so_far() const
{
    const std::lock_guard lock{guard_};
    return ends_;
}

std::pair<std::vector<login_id>, stored_job> logins::take_out(const sessions::slug& jam,
                                                              const std::vector<sessions::person_id>& people)
{
    const auto now = steady_clock::now();
    while (!ended_lately_.empty() && now - ended_lately_.front().at > ends_remembered)
        ended_lately_.pop_front();
    ended_lately_.push_back({++ends_, now, jam, people});
    const auto is_one_of_them = [&](const auto& member) {
        return member.first == jam && std::ranges::binary_search(people, member.second);
    };
    std::vector<owner_key> owners;
    for (const sessions::person_id person : people)
        owners.push_back(owner_of_person(jam, person));
    std::vector<login_id> less;
    std::vector<base::sha256_digest> gone;
    std::vector<base::sha256_digest> kept_for_others;
    for (const login_id id : owners_.logins_of(owners))
        for (store::login* const l : with_id(id)) {
            if (std::ranges::none_of(l->people, is_one_of_them))
                continue;
            less.push_back(id);
            if (std::ranges::all_of(l->people, is_one_of_them) && !l->is_admin && l->email.empty()) {
                gone.push_back(l->cookie_hash);
                put_aside(gone.back());
                continue;
            }
            owners_.forget(*l);
            std::erase_if(l->people, is_one_of_them);
            owners_.note(*l);
            kept_for_others.push_back(l->cookie_hash);
        }
    if (!kept_for_others.empty())
        unremoved_->add_less(ends_, std::move(kept_for_others));
    stored_job removal = [&kept = kept_, unremoved = unremoved_, jam, people, gone = std::move(gone),
                          end = ends_] {
        kept.remove_logins_of(jam, people);
        for (const auto& hash : gone)
            unremoved->forget(hash);
        unremoved->forget_less(end, end);
    };
    return {std::move(less), std::move(removal)};
}

/// As they are now: what ended or was replaced meanwhile is seen to elsewhere.
void logins::keep_less_again()
{
    const auto less = unremoved_->all_less();
    if (less.empty())
        return;
    std::vector<store::login> now_are;
    for (const auto& hash : less)
        if (const auto found = by_hash_.find(hash); found != by_hash_.end())
            now_are.push_back(found->second);
    writer_.submit(
        [&kept = kept_, unremoved = unremoved_, now_are = std::move(now_are), end = ends_] {
            for (const store::login& l : now_are)
                kept.put_login(l);
            unremoved->forget_less(0, end);
        },
        log_failure{"ending logins"});
}

bool logins::drop_ended(proof& proved) const
{
    if (!proved.as_of)
        return true;
    std::size_t dropped = 0;
    for (const ended_people& ended : ended_lately_)
        if (ended.number > *proved.as_of)
            dropped += std::erase_if(proved.people, [&](const auto& member) {
                return member.first == ended.jam && std::ranges::binary_search(ended.people, member.second);
            });
    return dropped == 0 || !proved.people.empty() || proved.is_admin || !proved.email.empty();
}

void logins::put_aside(const base::sha256_digest& hash)
{
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end())
        return;
    unremoved_->add(found->second);
    take_from_index(base::sha256_digest{hash});
}

void logins::put_own_aside(const signed_in& owner, login_id login)
{
    for (const auto& hash : hashes_of(login))
        if (is_own(owner, by_hash_.find(hash)->second))
            put_aside(hash);
}

/// The store goes on when the server and its logins have ended.
stored_job logins::removal_of(std::vector<base::sha256_digest> gone) const
{
    return [&kept = kept_, unremoved = unremoved_, gone = std::move(gone)] {
        for (const auto& hash : gone) {
            kept.remove_login(hash);
            unremoved->forget(hash);
        }
    };
}

void logins::remove_later(std::vector<base::sha256_digest> gone)
{
    writer_.submit(removal_of(std::move(gone)), log_failure{"ending a login"});
}

}  // namespace jamhall::identity
