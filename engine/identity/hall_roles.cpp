// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/hall_roles.hpp"

#include "engine/identity/stored.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::identity {
namespace {

std::string lowered(std::string_view email)
{
    std::string made{email};
    for (char& c : made)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return made;
}

/// Subjects begin with a short word for their provider.
std::string_view provider_of(std::string_view subject)
{
    return subject.substr(0, subject.find('.'));
}

}  // namespace

hall_roles::hall_roles(store::hall_store& kept, store::job_worker& writer) : kept_{kept}, writer_{writer}
{
    for (auto& row : kept_.roles())
        by_email_.emplace(lowered(row.email), std::move(row));
}

store::hall_role hall_roles::role_of(std::string_view email) const
{
    if (email.empty())
        return store::hall_role::none;
    const std::lock_guard lock{guard_};
    const auto found = by_email_.find(lowered(email));
    return found == by_email_.end() ? store::hall_role::none : found->second.role;
}

std::string hall_roles::name_of(std::string_view email) const
{
    const std::lock_guard lock{guard_};
    const auto found = by_email_.find(lowered(email));
    return found == by_email_.end() ? std::string{} : found->second.name;
}

std::vector<store::hall_role_row> hall_roles::all() const
{
    const std::lock_guard lock{guard_};
    std::vector<store::hall_role_row> rows;
    for (const auto& [email, row] : by_email_)
        rows.push_back(row);
    return rows;
}

base::task<std::string> hall_roles::held_by(std::string email, std::string subject)
{
    store::hall_role_row bound;
    {
        const std::lock_guard lock{guard_};
        const auto is_its = [&](const auto& each) { return each.second.subject == subject; };
        const auto its = std::ranges::find_if(by_email_, is_its);
        if (!subject.empty() && its != by_email_.end())
            co_return its->first;
        const auto found = by_email_.find(lowered(email));
        if (email.empty() || found == by_email_.end())
            co_return std::string{};
        if (subject.empty())
            co_return found->first;
        // Of one provider only one account has it; another provider's comes when the first no longer vouches for the address.
        std::string& holder = found->second.subject;
        if (!holder.empty() && provider_of(holder) == provider_of(subject))
            co_return std::string{};
        holder = subject;
        bound = found->second;
    }
    const stored_job put{[&kept = kept_, bound] { kept.put_role(bound); }};
    co_await stored(writer_, put);
    co_return lowered(email);
}

base::task<> hall_roles::give(store::hall_role_row row)
{
    // What is taken stops counting at once, what is given counts once it is durable.
    if (row.role == store::hall_role::none) {
        const std::lock_guard lock{guard_};
        by_email_.erase(lowered(row.email));
    }
    const stored_job put{[&kept = kept_, row] {
        if (row.role == store::hall_role::none)
            kept.remove_role(row.email);
        else
            kept.put_role(row);
    }};
    co_await stored(writer_, put);
    if (row.role == store::hall_role::none)
        co_return;
    const std::lock_guard lock{guard_};
    by_email_.insert_or_assign(lowered(row.email), std::move(row));
}

}  // namespace jamhall::identity
