// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/hall_roles.hpp"

#include "engine/identity/stored.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
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

std::optional<std::string> hall_roles::known_holder(const std::string& address,
                                                    const std::string& subject) const
{
    const auto is_its = [&](const auto& each) { return each.second.subject == subject; };
    const auto its = std::ranges::find_if(by_email_, is_its);
    if (!subject.empty() && its != by_email_.end())
        return its->first;
    const auto found = by_email_.find(address);
    if (address.empty() || found == by_email_.end())
        return std::string{};
    if (subject.empty())
        return found->first;
    // Of one provider only one account has it; another provider's comes when the first no longer vouches for the address.
    const std::string& holder = found->second.subject;
    if (!holder.empty() && provider_of(holder) == provider_of(subject))
        return std::string{};
    return std::nullopt;
}

std::string hall_roles::bind(const std::string& address, const std::string& subject)
{
    store::hall_role_row bound;
    {
        const std::lock_guard lock{guard_};
        if (auto known = known_holder(address, subject))
            return *std::move(known);
        bound = by_email_.find(address)->second;
    }
    bound.subject = subject;
    kept_.put_role(bound);
    const std::lock_guard lock{guard_};
    const auto found = by_email_.find(address);
    if (found == by_email_.end())
        return {};  // taken meanwhile; the file hears of it next
    found->second.subject = subject;
    return address;
}

base::task<std::string> hall_roles::held_by(std::string email, std::string subject)
{
    const std::string address = lowered(email);
    {
        const std::lock_guard lock{guard_};
        if (auto known = known_holder(address, subject))
            co_return *std::move(known);
    }
    const auto holder = std::make_shared<std::string>();
    const stored_job put{[this, address, subject, holder] { *holder = bind(address, subject); }};
    co_await stored(writer_, put);
    co_return *holder;
}

base::task<> hall_roles::give(store::hall_role_row row)
{
    const auto on = co_await boost::asio::this_coro::executor;
    const std::string address = lowered(row.email);
    const bool is_taken = row.role == store::hall_role::none;
    submitted_job done;
    {
        // What is taken stops counting at once, what is given counts once it is durable.
        const std::lock_guard lock{guard_};
        if (is_taken)
            by_email_.erase(address);
        const stored_job put{[this, address, is_taken, row] {
            is_taken ? kept_.remove_role(row.email) : kept_.put_role(row);
            const std::lock_guard in_order{guard_};
            if (is_taken)
                by_email_.erase(address);
            else
                by_email_.insert_or_assign(address, row);
        }};
        done = submit(writer_, put, on);
    }
    co_await until_stored(done);
}

}  // namespace jamhall::identity
