// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/join_codes.hpp"

#include "engine/identity/spoken_code.hpp"
#include "engine/identity/stored.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace jamhall::identity {

join_codes::join_codes(store::hall_store& kept, store::job_worker& writer) : kept_{kept}, writer_{writer}
{
    for (const auto& code : kept_.join_codes())
        put(code);
}

void join_codes::put(const store::join_code& made)
{
    const auto before = by_jam_.find(made.jam.view());
    if (before != by_jam_.end())
        jam_by_code_.erase(before->second.code);
    by_jam_.insert_or_assign(made.jam.str(), made);
    jam_by_code_.insert_or_assign(made.code, made.jam);
}

void join_codes::take(const sessions::slug& jam)
{
    const auto found = by_jam_.find(jam.view());
    if (found == by_jam_.end())
        return;
    jam_by_code_.erase(found->second.code);
    by_jam_.erase(found);
}

std::optional<sessions::slug> join_codes::jam_of(std::string_view code, sessions::instant now) const
{
    const std::lock_guard lock{guard_};
    const auto found = jam_by_code_.find(code);
    if (found == jam_by_code_.end() || now >= by_jam_.find(found->second.view())->second.ends_at)
        return std::nullopt;
    return found->second;
}

std::optional<store::join_code> join_codes::code_of(const sessions::slug& jam) const
{
    const std::lock_guard lock{guard_};
    const auto found = by_jam_.find(jam.view());
    return found == by_jam_.end() ? std::nullopt : std::optional{found->second};
}

base::task<store::join_code> join_codes::make(sessions::slug jam, sessions::instant now,
                                              sessions::duration lasts)
{
    const store::join_code made{std::move(jam), make_spoken_code(join_code_size), now, now + lasts};
    const stored_job keep{[this, made] {
        kept_.put_join_code(made);
        const std::lock_guard lock{guard_};
        put(made);
    }};
    co_await stored(writer_, keep);
    co_return made;
}

base::task<> join_codes::end(sessions::slug jam)
{
    const auto on = co_await boost::asio::this_coro::executor;
    submitted_job removed;
    {
        // What is ended counts no longer at once. The file is told in any case: an ending before may not have reached it.
        const std::lock_guard lock{guard_};
        take(jam);
        const stored_job remove{[this, jam] {
            kept_.remove_join_code(jam);
            const std::lock_guard in_order{guard_};
            take(jam);
        }};
        removed = submit(writer_, remove, on);
    }
    co_await until_stored(removed);
}

}  // namespace jamhall::identity
