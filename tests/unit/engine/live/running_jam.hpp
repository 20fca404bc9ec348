// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/live/jam_core.hpp"
#include "engine/live/jam_runner.hpp"
#include "tests/support/sessions/builders.hpp"
#include "tests/unit/engine/live/line.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::test {

/// A jam with a real file and a real loop of one worker, which runs only inside settle().
class running_jam {
public:
    using adjustment = std::function<void(live::jam_setting&)>;

    /// A jam of this plan with the usual cast on its roster, on a setting that a test may change.
    explicit running_jam(const sessions::plan& planned, adjustment adjust = {});
    ~running_jam();

    /// Runs the loop until `holds`; fails the test when that takes too long.
    void settle(const std::function<bool()>& holds);

    /// Asks a command as a person and waits for the answer.
    live::answer ask(sessions::person_id who, const sessions::command& what, std::string_view key = {});

    /// Opens a socket and waits for its hello.
    live::attendee enter(sessions::person_id who);

    /// Sends one frame from a socket.
    void send(const live::attendee& from, std::string_view text);

    /// Waits until the socket got `count` frames of this type, and returns the last.
    std::string await_frame(const live::attendee& at, std::string_view type, std::size_t count = 1);

    static std::vector<std::string> frames_of(const live::attendee& at, std::string_view type);

    /// Ends the jam as kill -9 would, and opens its file again.
    void reopen();

    std::filesystem::path file() const { return folder_ / "jam.jam"; }
    live::jam_core& core() { return *core_; }

private:
    void open(bool is_new);
    void rest();  ///< until nothing is being stored

    adjustment adjust_;
    store::temporary_folder folder_;
    std::unique_ptr<store::store_workers> storing_;
    std::unique_ptr<live::workers> on_;
    std::shared_ptr<live::jam_core> core_;
};

/// A plan that runs now: ideas are open and ballots are cast, for an hour.
sessions::plan plan_for_now(sessions::ballot_switch ballot, sessions::tallies_switch tallies);

}  // namespace jamhall::test
