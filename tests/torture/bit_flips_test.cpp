// SPDX-License-Identifier: Apache-2.0
// T4: one random bit of a file is flipped. It is found, refused, or changes nothing that is shown; never a crash, never
// other data. A seed is JAMHALL_TEST_SEED.
#include "engine/live/jam_core.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/snapshot_file.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"
#include "tests/torture/scenes.hpp"

#include <algorithm>
#include <span>

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::torture;

namespace {

struct flips {
    std::size_t all = 0;
    std::size_t refused = 0;   ///< at opening or loading
    std::size_t verified = 0;  ///< found by verify alone
    std::size_t shorter = 0;   ///< a write-ahead log that ends before the flipped frame
    std::size_t harmless = 0;  ///< the same state and a sound file
    std::size_t unseen = 0;    ///< other data, and nothing noticed
};

void flip_a_bit(const std::filesystem::path& file, std::mt19937& chance)
{
    auto bytes = read_file(file);
    auto& byte = bytes[chance() % bytes.size()];
    byte = static_cast<char>(byte ^ (1 << (chance() % 8)));
    write_file(file, bytes);
}

/// Opens, loads and verifies what is left, as a start and `verify` do.
void look(const std::filesystem::path& file, const std::vector<sessions::event>& log, flips& count)
{
    ++count.all;
    std::optional<sessions::jam_state> state;
    bool is_same_log = false;
    std::size_t head = 0;
    try {
        auto opened = jam_store::open(file);
        head = opened.head().offset.value;
        jam_reader reader{file};
        state = live::load_jam(reader).state;
        const auto found = reader.events({}, {UINT32_MAX}, log.size() + 1);
        auto expected = played_batch(log, 0, std::min(head, log.size()));
        for (auto& event : expected.events)
            std::ranges::sort(event.texts, {}, &codec::stored_text::field);
        is_same_log = found == expected.events;
    } catch (const std::exception&) {
        ++count.refused;
        return;
    }
    bool is_sound = false;
    try {
        is_sound = verify_jam_file(file).is_sound;
    } catch (const std::exception&) {
        ++count.refused;
        return;
    }
    const bool is_same =
        is_same_log && head <= log.size() && *state == sessions::replay(std::span{log}.first(head));
    if (is_same && is_sound && head < log.size())
        ++count.shorter;
    else if (is_same && is_sound)
        ++count.harmless;
    else if (!is_sound)
        ++count.verified;
    else
        ++count.unseen;
}

void tell(std::string_view what, const flips& count)
{
    line{} << "flips in " << what << ": " << count.all << ", refused " << count.refused
           << ", found by verify " << count.verified << ", log shorter " << count.shorter << ", harmless "
           << count.harmless << ", unseen " << count.unseen << "; seed " << seed();
}

}  // namespace

TEST_CASE("T4: A bit flipped in a jam's file is refused or found by verify, or changes nothing")
{
    const auto log = small_jam();
    std::mt19937 chance{seed()};
    flips count;
    for (std::size_t run = 0; run < 200 * effort(); ++run) {
        const scratch folder;
        make_jam_file(folder / "a.jam");
        flip_a_bit(folder / "a.jam", chance);
        look(folder / "a.jam", log, count);
    }
    tell("a file", count);
    CHECK(count.unseen == 0);
    CHECK(count.refused + count.verified > 10);
}

TEST_CASE("T4: A bit flipped in a write-ahead log ends the log there or is refused")
{
    const auto log = small_jam();
    std::mt19937 chance{seed()};
    flips count;
    const scratch folder;
    auto writer = jam_store::create(folder / "a.jam");
    play(writer, log, 3);
    for (std::size_t run = 0; run < 150 * effort(); ++run) {
        const scratch image;
        std::filesystem::copy_file(folder / "a.jam", image / "a.jam");
        std::filesystem::copy_file(folder / "a.jam-wal", image / "a.jam-wal");
        flip_a_bit(image / "a.jam-wal", chance);
        look(image / "a.jam", log, count);
    }
    tell("a write-ahead log", count);
    CHECK(count.unseen == 0);
    CHECK(count.shorter + count.refused > 20);
}

TEST_CASE("T4: A bit flipped in a snapshot is noticed, and the log is read instead")
{
    const auto log = small_jam();
    std::mt19937 chance{seed()};
    flips count;
    const scratch folder;
    make_jam_file(folder / "a.jam");
    live::keep_snapshot(folder / "a.jam", sessions::replay(log));
    for (std::size_t run = 0; run < 150 * effort(); ++run) {
        const scratch image;
        for (const auto* name : {"a.jam", "a.jam-snapshot"})
            std::filesystem::copy_file(folder / name, image / name);
        flip_a_bit(image / "a.jam-snapshot", chance);
        look(image / "a.jam", log, count);
    }
    tell("a snapshot", count);
    CHECK(count.harmless == count.all);
}
