// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/jam_runner.hpp"
#include "engine/live/workers.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/model/plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::live {

struct jam_setting;

/// A jam of the directory that could not be opened, and why, in one sentence.
struct damaged_jam {
    sessions::slug id;
    std::string why;
};

/// One installation: the directory of jams and the jams that run. Opening it takes the data folder
/// (mode 0700), creates it with an admin token when empty, and applies the bells missed while down.
class hall {
public:
    /// Errors: throws store_error with one sentence for people when the folder cannot be written, is in
    /// use by another server, or holds a directory of a newer version. A jam whose own file is damaged or
    /// newer does not stop the hall: it is listed by damaged() and not found.
    /// Runs on: the main worker, before the workers run.
    hall(std::filesystem::path folder, workers& on);

    /// Runs on: the main worker, once no worker runs.
    ~hall();

    /// The running jam of that name, or null. Runs on: any worker.
    std::shared_ptr<jam_runner> find(std::string_view jam) const;

    /// All jams that run, in the order they were made. Runs on: any worker.
    std::vector<std::shared_ptr<jam_runner>> jams() const;

    const std::vector<damaged_jam>& damaged() const { return damaged_; }

    /// Makes a jam of a checked plan, durable when it resumes; its id comes from the title.
    /// Errors: throws store_error.
    boost::asio::awaitable<std::shared_ptr<jam_runner>> create(sessions::plan planned);

    /// Whether this is the hash of the hall's admin token. Runs on: any worker; constant time.
    bool is_admin(const token_hash& token) const;

    /// False after a failed write until one succeeds again, after a failed sync for good. Runs on: any worker.
    bool is_ready() const;

    /// Stops every jam (see jam_runner::stop).
    boost::asio::awaitable<void> stop_jams();

    workers& on() { return on_; }
    const store::data_folder& folder() const { return folder_; }

    /// hall.db, for jobs of storing().writer.
    store::hall_store& file() { return file_; }
    store::store_workers& storing() { return *storing_; }

private:
    void make_admin_token();
    void open_jam(const store::hall_jam& listed);
    void add(std::shared_ptr<jam_runner> runner);
    std::uint32_t take_number();
    jam_setting setting_of(std::uint32_t number, std::string epoch);

    workers& on_;
    store::data_folder folder_;
    store::hall_store file_;
    token_hash admin_token_{};
    std::unique_ptr<store::store_workers> storing_;
    std::vector<damaged_jam> damaged_;

    /// Guards jams_, which changes only when a jam is made; cold on the path of a frame.
    mutable std::shared_mutex guard_;
    std::vector<std::shared_ptr<jam_runner>> jams_;
    std::uint32_t next_number_ = 1;

    std::vector<sessions::slug>
        given_;  ///< ids of jams made since the start; only in jobs of the writing worker
};

/// The id of a jam called `title`: its letters and digits in lower case, "jam" when it has none.
sessions::slug slug_of_title(std::string_view title);

}  // namespace jamhall::live
