// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/scenes.hpp"

#include "engine/live/jam_core.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>

namespace jamhall::torture {

using namespace jamhall::store;

std::uint32_t seed()
{
    const char* given = std::getenv("JAMHALL_TEST_SEED");
    return given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : 20'261'126U;
}

std::size_t effort()
{
    const char* given = std::getenv("JAMHALL_TORTURE");
    return given != nullptr ? std::max<std::size_t>(1, std::strtoul(given, nullptr, 10)) : 1;
}

line::~line()
{
    text_ << '\n';
    std::fputs(text_.str().c_str(), stdout);
    std::fflush(stdout);
}

scratch::scratch()
{
    const std::filesystem::path memory = "/dev/shm";
    const auto below =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    auto pattern = (below / "jamhall-torture-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

scratch::~scratch()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

namespace {

bool is_moment(const disk_recorder::step& step)
{
    return std::holds_alternative<disk_recorder::synced>(step) ||
           std::holds_alternative<disk_recorder::folder_synced>(step) ||
           std::holds_alternative<disk_recorder::promised>(step) ||
           std::holds_alternative<disk_recorder::renamed>(step);
}

std::string judged_safely(const judge& judged, std::uint64_t promised, const std::filesystem::path& left)
{
    try {
        return judged(promised, left);
    } catch (const std::exception& error) {
        return error.what();
    }
}

void judge_moment(const disk_at& disk, const judge& judged, std::mt19937& chance,
                  std::set<std::uint64_t>& seen, image_count& count)
{
    ++count.moments;
    for (std::size_t round = 0; round < 3 * effort(); ++round)
        for (const auto luck : disk_at::lucks) {
            const scratch image;
            bool is_new = false;
            disk.write(image.path(), luck, chance,
                       [&](std::uint64_t fingerprint) { return is_new = seen.insert(fingerprint).second; });
            if (!is_new)
                continue;
            ++count.images;
            const auto wrong = judged_safely(judged, disk.promise(), image.path());
            if (wrong.empty())
                continue;
            if (count.bad++ == 0)
                count.first_bad = wrong + " (promised " + std::to_string(disk.promise()) + ", luck " +
                                  std::to_string(static_cast<int>(luck)) + ")";
        }
}

}  // namespace

image_count judge_power_cuts(const disk_recorder& recorded, const judge& judged, std::mt19937& chance)
{
    image_count count;
    std::set<std::uint64_t> seen;
    disk_at disk{recorded};
    const auto& steps = recorded.steps();
    for (std::size_t next = 0; next < steps.size(); ++next) {
        if (is_moment(steps[next]))
            judge_moment(disk, judged, chance, seen, count);
        disk.advance();
        if (is_moment(steps[next]))
            judge_moment(disk, judged, chance, seen, count);
    }
    return count;
}

std::string judge_jam(const std::vector<sessions::event>& log, std::uint64_t promised,
                      const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        return promised == 0 ? "" : "the file is gone";
    // A file without events is made anew, as the hall does with one that an end left half made.
    auto writer = promised == 0 ? [&] {
        try {
            return jam_store::create(file);
        } catch (const store_error& error) {
            if (error.fault() != store_fault::conflict)
                throw;
            return jam_store::open(file);
        }
    }()
                                : jam_store::open(file);
    const auto head = writer.head().offset.value;
    if (head < promised)
        return "event " + std::to_string(promised) + " was acknowledged; the log ends at " +
               std::to_string(head);
    if (const auto found = verify_jam_file(file); !found.is_sound)
        return found.first_difference;
    auto expected = played_batch(log, 0, head);
    for (auto& event : expected.events)
        std::ranges::sort(event.texts, {}, &codec::stored_text::field);
    jam_reader reader{file};
    if (reader.events({}, {UINT32_MAX}, log.size() + 1) != expected.events)
        return "the bytes of an event are others";
    if (head > 0 && live::load_jam(reader).state != sessions::replay(std::span{log}.first(head)))
        return "it loads as another state";
    if (head < log.size())
        writer.append(played_batch(log, head, 1));
    return "";
}

void live_a_jam(const std::vector<sessions::event>& log, const std::filesystem::path& file,
                disk_recorder& disk, std::size_t batch_events)
{
    std::optional<jam_store> writer;
    std::optional<database> mover;
    const auto open = [&](bool is_new) {
        writer.emplace(is_new ? jam_store::create(file) : jam_store::open(file));
        writer->epoch();
        mover.emplace(database::open(file, access::write));
    };
    try {
        open(true);
        sessions::jam_state state;
        for (std::size_t at = 0, batch = 0; at < log.size(); at += batch_events, ++batch) {
            const auto count = std::min(batch_events, log.size() - at);
            writer->append(played_batch(log, at, count));
            for (const auto& happened : std::span{log}.subspan(at, count))
                sessions::evolve(state, happened);
            disk.promise(at + count);
            if (batch % 4 == 2)
                mover->checkpoint_passively();
            if (batch % 5 == 3)
                live::keep_snapshot(file, state);
            if (batch % 7 == 6) {
                mover.reset();
                writer.reset();
                open(false);
            }
        }
    } catch (const store_error&) {
        // The disk has failed: whoever runs this looks at what is left.
    }
}

}  // namespace jamhall::torture
