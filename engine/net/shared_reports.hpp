// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/jam_view.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace jamhall::net {

/// A report of one jam as of one place of its log, made once for all who asked for it meanwhile.
class shared_report {
public:
    using maker = std::string (*)(const sessions::jam_state&, sessions::instant as_of);

    shared_report(std::shared_ptr<const sessions::jam_state> of, maker how, sessions::instant as_of)
        : state_{std::move(of)}, how_{how}, as_of_{as_of}
    {
    }

    /// Runs on: the background worker, which does one thing at a time.
    void make_once();

    /// What make_once() made. Runs on: whoever waited for that.
    const std::string& text() const { return text_; }

private:
    std::shared_ptr<const sessions::jam_state> state_;  ///< null once it is made
    const maker how_;
    const sessions::instant as_of_;
    std::string text_;
};

/// The reports that somebody waits for or is being sent, so that many slow readers of a large one hold it once.
/// A report says the same to every reader and follows from the log, the standing of the jam and the time it was asked
/// for; nothing is kept for those who come later, so that an erasure leaves no text behind here.
/// Runs on: any worker. One mutex guards the table: it is taken once for a report.
class shared_reports {
public:
    using clock = std::chrono::steady_clock;

    /// A report says as of when it is: then the next reader gets a fresh one, though nothing happened. Longer than a
    /// slow reader of a large one may take, so that there are two of them at most.
    static constexpr std::chrono::minutes shared_for{10};

    /// Different ones at a time, of all jams.
    static constexpr std::size_t held_max = 16;

    /// The report that this makes of a copy of this state, which is taken when there is none yet; null when very many
    /// different ones are held and it is not for staff.
    std::shared_ptr<shared_report> of(const sessions::jam_state& state, shared_report::maker how,
                                      sessions::instant now, bool is_for_staff,
                                      clock::time_point at = clock::now());

private:
    struct version {
        sessions::slug jam;
        sessions::log_offset offset;
        sessions::jam_standing standing;
        shared_report::maker how;

        friend bool operator==(const version&, const version&) = default;
    };
    struct held {
        version what;
        clock::time_point since;
        std::weak_ptr<shared_report> report;
    };

    std::mutex guard_;
    std::vector<held> held_;
};

}  // namespace jamhall::net
