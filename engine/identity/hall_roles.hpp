// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/store_workers.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::identity {

/// Who has a role in the hall, by e-mail address and the account that came with it: in memory, written through to hall.db.
/// What comes is put into memory by the worker that writes, when the file has it, so that both agree about the order.
/// Runs on: any worker; a mutex guards the map. Outlives the worker's jobs.
class hall_roles {
public:
    hall_roles(store::hall_store& kept, store::job_worker& writer);

    /// What the address may do in the hall; addresses compare without regard to ASCII case.
    store::hall_role role_of(std::string_view email) const;
    /// What somebody with a role is called; empty: nothing, or no role.
    std::string name_of(std::string_view email) const;

    std::vector<store::hall_role_row> all() const;

    /// The address of the role that somebody holds who shows this address, this account of a provider (empty: came
    /// otherwise), or both; empty: they hold none. A role belongs to the first account that comes with its address, also when
    /// that account comes with another address later, until it is given anew. Resumes when what is new of that is durable.
    /// Errors: throws store_error.
    base::task<std::string> held_by(std::string email, std::string subject);

    /// Gives a role instead of the one before; `none` takes it. Resumes when it is durable. Errors: throws store_error.
    base::task<> give(store::hall_role_row row);

private:
    /// held_by() where nothing new is to be stored for it; nothing: the role of this address is free for the account.
    std::optional<std::string> known_holder(const std::string& address, const std::string& subject) const;
    /// Gives the role of this address to the account, if it is free still. Runs on: the worker that writes.
    std::string bind(const std::string& address, const std::string& subject);

    store::hall_store& kept_;
    store::job_worker& writer_;
    mutable std::mutex guard_;
    std::map<std::string, store::hall_role_row, std::less<>> by_email_;
};

}  // namespace jamhall::identity
