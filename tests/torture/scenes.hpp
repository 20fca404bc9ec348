// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/model/event.hpp"
#include "tests/torture/disk_recorder.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <functional>
#include <set>
#include <sstream>
#include <string>

namespace jamhall::torture {

/// JAMHALL_TEST_SEED, or a fixed one.
std::uint32_t seed();

/// 1, or JAMHALL_TORTURE: how many times as long as in short form.
std::size_t effort();

/// One line about what was counted, printed when it ends.
class line {
public:
    line() = default;
    line(const line&) = delete;
    line& operator=(const line&) = delete;
    ~line();

    template <class Value>
    line& operator<<(const Value& value)
    {
        text_ << value;
        return *this;
    }

private:
    std::ostringstream text_;
};

/// A folder in memory where the machine has that, else on disk; gone with it.
class scratch {
public:
    scratch();
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch();
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// How a recording is judged: what was promised when the power went, and the folder as it was left.
/// Gives a sentence about what is wrong, or nothing.
using judge = std::function<std::string(std::uint64_t promised, const std::filesystem::path& left)>;

struct image_count {
    std::size_t moments = 0;  ///< of which images were made: each sync, each promise, and just before them
    std::size_t images = 0;   ///< that differ
    std::size_t bad = 0;
    std::string first_bad;
};

/// Makes the images that the model allows at every sync point of a recording and judges each.
image_count judge_power_cuts(const disk_recorder& recorded, const judge& judged, std::mt19937& chance);

/// Says of a jam's file what is wrong with it, given that every event up to `promised` was acknowledged: nothing if it
/// opens, verifies, begins with the same bytes, loads as the same state (with its snapshot) and takes the next batch.
std::string judge_jam(const std::vector<sessions::event>& log, std::uint64_t promised,
                      const std::filesystem::path& file);

/// A jam's life: made, written in batches, its log moved into the file at times, snapshots, closed, opened, written on.
/// Promises each acknowledged offset to `disk`. Ends quietly when the disk does.
void live_a_jam(const std::vector<sessions::event>& log, const std::filesystem::path& file,
                disk_recorder& disk, std::size_t batch_events);

}  // namespace jamhall::torture
