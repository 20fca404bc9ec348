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

namespace jamhall::identity {

/// The codes by which newcomers join jams, one for each jam, with an end: in memory, written through to hall.db.
/// What comes is put into memory by the worker that writes, when the file has it, so that both agree about the order.
/// Runs on: any worker; a mutex guards the maps. Outlives the worker's jobs.
class join_codes {
public:
    join_codes(store::hall_store& kept, store::job_worker& writer);

    /// The jam whose code this is at `now`. Nothing for a code that is none or has ended.
    std::optional<sessions::slug> jam_of(std::string_view code, sessions::instant now) const;

    /// The jam's code, also one that has ended.
    std::optional<store::join_code> code_of(const sessions::slug& jam) const;

    /// Draws a new code; the one before ends. Resumes when it is durable. Errors: throws store_error.
    base::task<store::join_code> make(sessions::slug jam, sessions::instant now, sessions::duration lasts);

    /// Ends the jam's code. Resumes when that is durable. Errors: throws store_error.
    base::task<> end(sessions::slug jam);

private:
    void put(const store::join_code& made);
    void take(const sessions::slug& jam);

    store::hall_store& kept_;
    store::job_worker& writer_;
    mutable std::mutex guard_;
    std::map<std::string, sessions::slug, std::less<>> jam_by_code_;
    std::map<std::string, store::join_code, std::less<>> by_jam_;
};

}  // namespace jamhall::identity
