// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/logins.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/identity/merged_login.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>
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

/// What a login from before they had names is called.
login_id id_of(const store::login& l)
{
    if (l.id != 0)
        return l.id;
    login_id made = 0;
    std::memcpy(&made, l.cookie_hash.data(), sizeof made);
    return made >> 1U | 1U;
}

login_id make_id()
{
    // A signed column holds it; 0 is none.
    return base::random_number() >> 1U | 1U;
}

}  // namespace

std::string written(login_id id)
{
    return fmt::format("{:016x}", id);
}

std::optional<sessions::person_id> signed_in::person_in(const sessions::slug& jam) const
{
    for (const auto& [in, person] : people) {
        if (in == jam)
            return person;
    }
    return std::nullopt;
}

logins::logins(store::hall_store& kept, store::job_worker& writer, sessions::instant now,
               login_lifetimes lasting, const hall_roles* roles)
    : kept_{kept}, writer_{writer}, lasting_{lasting}, roles_{roles}
{
    kept_.follow_clock(now);
    latest_ = now;
    kept_.remove_expired_logins(now);
    for (store::login& l : kept_.logins(now)) {
        l.id = id_of(l);
        if (!has_ended(l, now))
            put_in_index(l);
    }
}

bool logins::is_admin(const store::login& l) const
{
    return l.is_admin || (roles_ != nullptr && roles_->role_of(l.email) == store::hall_role::administrator);
}

signed_in logins::who_is(const store::login& l) const
{
    signed_in who;
    who.is_admin = is_admin(l);
    who.people = l.people;
    who.id = l.id;
    who.email = l.email;
    who.subject = l.subject;
    if (who.is_admin)
        who.role = store::hall_role::administrator;
    else if (roles_ != nullptr)
        who.role = roles_->role_of(l.email);
    return who;
}

std::optional<signed_in> logins::find(std::string_view secret, sessions::instant now, std::string_view named)
{
    const auto hash = hash_of(secret);
    std::optional<signed_in> who;
    bool is_worth_noting = false;
    login_id over = 0;
    {
        const std::lock_guard lock{guard_};
        const auto found = by_hash_.find(hash);
        if (found == by_hash_.end())
            return std::nullopt;
        store::login& l = found->second;
        const bool is_bound = !l.account.empty() && l.account != named;
        if (is_bound && named.empty())
            return std::nullopt;
        if (is_bound || has_ended(l, now)) {
            over = l.id;
            put_aside(hash);
        } else {
            who = who_is(l);
            is_worth_noting = now - l.used_at >= in_ms(use_noted_every);
            if (is_worth_noting)
                l.used_at = now;
        }
    }
    if (!who) {
        remove_later({hash});
        tell({over});
    }
    if (is_worth_noting)
        keep_use({{hash, now}});
    return who;
}

void logins::keep_use(std::vector<std::pair<base::sha256_digest, sessions::instant>> used)
{
    writer_.submit([&kept = kept_, used = std::move(used)] { kept.touch_logins(used); },
                   log_failure{"noting the use of a login"});
}

void logins::note_use(login_id login, sessions::instant now)
{
    std::vector<std::pair<base::sha256_digest, sessions::instant>> used;
    {
        const std::lock_guard lock{guard_};
        for (store::login* const l : with_id(login))
            if (now - l->used_at >= in_ms(use_noted_every)) {
                l->used_at = now;
                used.emplace_back(l->cookie_hash, now);
            }
    }
    if (!used.empty())
        keep_use(std::move(used));
}

std::pair<store::login, bool> logins::next_of(const store::login* before, const proof& proved,
                                              sessions::instant now) const
{
    merged_login next = merged(before != nullptr ? *before : store::login{}, proved);
    store::login& l = next.what;
    l.used_at = now;
    if (next.is_proven_anew)
        l.created_at = now;
    const auto at_the_latest = l.created_at + whole_of(l);
    l.expires_at = next.is_proven_anew ? at_the_latest : std::min(l.expires_at, at_the_latest);
    if (proved.lasts)
        l.expires_at = std::min(l.expires_at, now + in_ms(*proved.lasts));
    if (!next.is_proven_anew && has_ended(l, now))
        return {next_of(nullptr, proved, now).first, true};
    if (l.id == 0)
        l.id = make_id();
    return {std::move(l), next.is_somebody_else};
}

base::task<std::optional<opened_login>> logins::sign_in(std::optional<std::string> old_secret, proof proved,
                                                        sessions::instant now, std::string device,
                                                        std::string named)
{
    const std::string secret = base::base64url_of(base::random_bytes<login_secret_bytes>());
    const auto old_hash = old_secret ? std::optional{hash_of(*old_secret)} : std::nullopt;
    const auto on = co_await boost::asio::this_coro::executor;
    store::login made;
    login_id to_look_at = 0;
    submitted_job put;
    {
        // In the index at once, so that whatever ends the old one finds this one too while it is being stored; and to be
        // stored at once, before what ends it is.
        const std::lock_guard lock{guard_};
        if (!drop_ended(proved))
            co_return std::nullopt;
        const auto known = old_hash ? by_hash_.find(*old_hash) : by_hash_.end();
        const auto is_good = [&](const store::login& l) {
            return !has_ended(l, now) && (l.account.empty() || l.account == named);
        };
        const bool is_before = known != by_hash_.end() && is_good(known->second);
        auto [next, is_changed] = next_of(is_before ? &known->second : nullptr, proved, now);
        made = std::move(next);
        made.cookie_hash = hash_of(secret);
        made.device = std::move(device);
        if (known != by_hash_.end() && (is_changed || !is_before))
            to_look_at = known->second.id;
        put_in_index(made);
        stored_job keep = [&kept = kept_, made, old_hash] {
            kept.put_login(made);
            if (old_hash)
                kept.remove_login(*old_hash);
        };
        put = submit(writer_, std::move(keep), on);
    }
    try {
        co_await until_stored(put);
    } catch (...) {
        const std::lock_guard lock{guard_};
        take_from_index(made.cookie_hash);
        throw;
    }
    std::vector<login_id> to_tell;
    std::vector<base::sha256_digest> gone;
    {
        const std::lock_guard lock{guard_};
        // Somebody who was put into a jam meanwhile may have it in the file once more.
        if (old_hash && by_hash_.contains(*old_hash)) {
            put_aside(*old_hash);
            gone.push_back(*old_hash);
        }
        to_tell = take_beyond_limit(proved, made, gone);
    }
    if (!gone.empty())
        remove_later(std::move(gone));
    if (to_look_at != 0)
        to_tell.push_back(to_look_at);
    tell(std::move(to_tell));
    co_return opened_login{secret,
                           std::chrono::duration_cast<std::chrono::seconds>(end_of(made) - made.used_at)};
}

base::task<> logins::join(login_id login, sessions::slug jam, sessions::person_id person)
{
    const auto on = co_await boost::asio::this_coro::executor;
    submitted_job put;
    {
        std::vector<store::login> now_are;
        const std::lock_guard lock{guard_};
        for (store::login* const l : with_id(login)) {
            owners_.forget(*l);
            l->people.emplace_back(jam, person);
            owners_.note(*l);
            now_are.push_back(*l);
        }
        if (now_are.empty())
            co_return;
        stored_job keep = [&kept = kept_, now_are] {
            for (const store::login& l : now_are)
                kept.put_login(l);
        };
        put = submit(writer_, std::move(keep), on);
    }
    co_await until_stored(put);
}

std::vector<store::login> logins::logins_of(const sessions::slug& jam, sessions::person_id person)
{
    std::vector<store::login> found;
    const std::lock_guard lock{guard_};
    for (const store::login* const l : that_may_be_of({owner_of_person(jam, person)}))
        if (std::ranges::find(l->people, std::pair{jam, person}) != l->people.end())
            found.push_back(*l);
    for (auto& each : found)
        each.cookie_hash = {};
    return found;
}

std::vector<store::login*> logins::with_id(login_id login)
{
    std::vector<store::login*> found;
    for (const auto& hash : hashes_of(login))
        found.push_back(&by_hash_.find(hash)->second);
    return found;
}

std::vector<base::sha256_digest> logins::hashes_of(login_id login) const
{
    const auto named = by_id_.find(login);
    return named == by_id_.end() ? std::vector<base::sha256_digest>{} : named->second;
}

void logins::tell(std::vector<login_id> ids) const
{
    if (!changed_ || ids.empty())
        return;
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    changed_(std::move(ids));
}

void logins::put_in_index(const store::login& l)
{
    by_hash_.emplace(l.cookie_hash, l);
    by_id_[l.id].push_back(l.cookie_hash);
    owners_.note(l);
}

void logins::take_from_index(const base::sha256_digest& hash)
{
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end())
        return;
    take_name(found->second);
    by_hash_.erase(found);
}

/// A login whose secret was renewed keeps its name.
void logins::take_name(const store::login& l)
{
    owners_.forget(l);
    const auto named = by_id_.find(l.id);
    std::erase(named->second, l.cookie_hash);
    if (named->second.empty())
        by_id_.erase(named);
}

sessions::duration logins::whole_of(const store::login& l) const
{
    return in_ms(is_admin(l) ? lasting_.admin_whole : lasting_.whole);
}

/// Who became administrator later ends as early as those who were from the beginning.
sessions::instant logins::end_of(const store::login& l) const
{
    return std::min(l.expires_at, l.created_at + whole_of(l));
}

bool logins::has_ended(const store::login& l, sessions::instant now) const
{
    const auto idle = in_ms(is_admin(l) ? lasting_.admin_idle : lasting_.idle);
    return now >= end_of(l) || now - l.used_at >= idle;
}

std::size_t logins::digest_hash::operator()(const base::sha256_digest& digest) const
{
    std::size_t head = 0;
    std::memcpy(&head, digest.data(), sizeof head);
    return head;
}

}  // namespace jamhall::identity
