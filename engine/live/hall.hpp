// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/identity/hall_roles.hpp"
#include "engine/identity/join_codes.hpp"
#include "engine/identity/logins.hpp"
#include "engine/live/jam_runner.hpp"
#include "engine/live/workers.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/model/plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::live {

struct jam_setting;

/// How long a clock that was set wrong has to be set right before anything is erased by it (rule RT1).
inline constexpr std::chrono::hours retention_hesitates_usually{1};

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
    /// `retention_hesitates`: see jam_setting.
    hall(std::filesystem::path folder, workers& on,
         std::chrono::milliseconds retention_hesitates = retention_hesitates_usually);

    /// Runs on: the main worker, once no worker runs.
    ~hall();

    /// The running jam of that name, or null. Runs on: any worker.
    std::shared_ptr<jam_runner> find(std::string_view jam) const;

    /// All jams that run, but those in quarantine, in the order they were made. Runs on: any worker.
    std::vector<std::shared_ptr<jam_runner>> jams() const;

    const std::vector<damaged_jam>& damaged() const { return damaged_; }

    /// Makes a jam of a checked plan, durable when it resumes; its id comes from the title. `rehearses`: the jam that it
    /// is a rehearsal of. Errors: throws store_error.
    boost::asio::awaitable<std::shared_ptr<jam_runner>> create(
        sessions::plan planned, std::optional<sessions::slug> rehearses = std::nullopt);

    /// The jams that were made to rehearse this one. Runs on: any worker.
    std::vector<std::shared_ptr<jam_runner>> rehearsals_of(const sessions::slug& jam) const;

    /// What an arrival proves: everybody they are in the jams of the hall; in the jam named here they may be new. Resumes
    /// once that is durable. Errors: as jam_runner::admit, when they get into no jam at all.
    boost::asio::awaitable<sessions::outcome<identity::proof>> arrive(arrival who,
                                                                      std::optional<sessions::slug> jam);

    /// Whether this is the hash of the hall's admin token. Runs on: any worker; constant time.
    bool is_admin(const token_hash& token) const;

    /// The key that signs heads of the logs. Runs on: any worker.
    const store::hall_key& key() const { return *key_; }

    /// False after a failed write until one succeeds again, after a failed sync for good. Runs on: any worker.
    bool is_ready() const;

    /// Stops every jam (see jam_runner::stop).
    boost::asio::awaitable<void> stop_jams();

    /// Who has a role in the hall itself. Runs on: any worker.
    identity::hall_roles& roles() { return *roles_; }

    /// The codes by which newcomers join its jams. Runs on: any worker.
    identity::join_codes& join_codes() { return *join_codes_; }

    /// Called when people were erased from a jam. Runs on: before the workers run; called on the jam's worker.
    void tell_erasures(std::function<void(const sessions::slug&, const std::vector<sessions::person_id>&)> to)
    {
        erased_ = std::move(to);
    }

    workers& on() { return on_; }
    const store::data_folder& folder() const { return folder_; }

    /// hall.db, for jobs of storing().writer.
    store::hall_store& file() { return file_; }
    store::store_workers& storing() { return *storing_; }

private:
    std::vector<std::shared_ptr<jam_runner>> all_jams() const;  ///< those in quarantine too
    void make_admin_token();
    void open_jam(const store::hall_jam& listed);
    void add(std::shared_ptr<jam_runner> runner, const std::optional<sessions::slug>& rehearses);
    std::uint32_t take_number();
    jam_setting setting_of(std::uint32_t number, std::string epoch);

    workers& on_;
    const std::chrono::milliseconds retention_hesitates_;
    store::data_folder folder_;
    store::hall_store file_;
    std::shared_ptr<const store::hall_key> key_;
    token_hash admin_token_{};
    std::unique_ptr<store::store_workers> storing_;
    std::unique_ptr<identity::hall_roles> roles_;
    std::unique_ptr<identity::join_codes> join_codes_;
    std::vector<damaged_jam> damaged_;
    std::function<void(const sessions::slug&, const std::vector<sessions::person_id>&)> erased_;

    /// Guards jams_ and rehearsals_, which change only when a jam is made; cold on the path of a frame.
    mutable std::shared_mutex guard_;
    std::vector<std::shared_ptr<jam_runner>> jams_;
    std::vector<std::pair<sessions::slug, std::shared_ptr<jam_runner>>> rehearsals_;  ///< of what, which
    std::uint32_t next_number_ = 1;

    std::vector<sessions::slug>
        given_;  ///< ids of jams made since the start; only in jobs of the writing worker
};

/// The id of a jam called `title`: its letters and digits in lower case, "jam" when it has none.
sessions::slug slug_of_title(std::string_view title);

}  // namespace jamhall::live
