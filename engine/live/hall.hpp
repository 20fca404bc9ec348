// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/jam_runner.hpp"
#include "engine/live/workers.hpp"
#include "sessions/model/plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::live {

/// One installation: the directory of jams and the jams that run. Opening it takes the data folder
/// (mode 0700), creates it with an admin token when empty, and applies the bells missed while down.
class hall {
public:
    /// Errors: throws with one sentence for people when the folder cannot be written, is in use by
    /// another server, or holds files of a newer version. A damaged jam file does not stop the hall:
    /// that jam is listed as damaged and refuses everything.
    hall(std::filesystem::path folder, workers& on);
    ~hall();

    /// The running jam of that name, or null. Runs on: any worker.
    std::shared_ptr<jam_runner> find(std::string_view jam) const;

    /// All jams that run, in the order they were made. Runs on: any worker.
    std::vector<std::shared_ptr<jam_runner>> jams() const;

    /// Makes a jam of a checked plan, durable when it resumes; its id comes from the title.
    boost::asio::awaitable<std::shared_ptr<jam_runner>> create(sessions::plan planned);

    /// Whether this is the hall's admin token. Runs on: any worker; constant time.
    bool is_admin(const token_hash& token) const;

    /// Consistent copies of all files while serving. Errors: throws store_error.
    boost::asio::awaitable<void> backup(std::filesystem::path into);

    /// Whether the store takes writes: false after a failed append until one succeeds again.
    bool is_ready() const;

    /// Stops every jam (see jam_runner::stop) and the store.
    boost::asio::awaitable<void> stop();

    struct parts;
    parts& inside() { return *parts_; }

private:
    std::unique_ptr<parts> parts_;
};

}  // namespace jamhall::live
