// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/join_codes.hpp"

#include "engine/identity/spoken_code.hpp"
#include "engine/identity/stored.hpp"

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
    const stored_job keep{[&kept = kept_, made] { kept.put_join_code(made); }};
    co_await stored(writer_, keep);
    const std::lock_guard lock{guard_};
    put(made);
    co_return made;
}

base::task<> join_codes::end(sessions::slug jam)
{
    {
        const std::lock_guard lock{guard_};
        const auto found = by_jam_.find(jam.view());
        if (found == by_jam_.end())
            co_return;
        jam_by_code_.erase(found->second.code);
        by_jam_.erase(found);
    }
    const stored_job remove{[&kept = kept_, jam] { kept.remove_join_code(jam); }};
    co_await stored(writer_, remove);
}

}  // namespace jamhall::identity
