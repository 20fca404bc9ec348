// SPDX-License-Identifier: Apache-2.0
#include "engine/live/erasure_replay.hpp"

#include "engine/store/backup.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/told_story.hpp"

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::test;

namespace {

/// A hall's folder with one jam that was backed up before something was erased from it.
struct backed_up {
    temporary_folder hall, vault;
    told jam;

    std::filesystem::path file() const { return hall / "jams/a.jam"; }

    explicit backed_up(told from = busy_story()) : jam{std::move(from)}
    {
        std::filesystem::create_directory(hall / "jams");
        auto writer = jam_store::create(file());
        writer.list_erasures_in(erasure_list_of(file()));
        play(writer, jam.of.log);
        (void)writer.epoch();
        backup_file(file(), vault / "a.jam", "DELETE FROM epoch");
    }

    /// Appends what the story told since.
    void go_on(std::size_t from)
    {
        auto writer = jam_store::open(file());
        writer.list_erasures_in(erasure_list_of(file()));
        writer.append(played_batch(jam.of.log, from, jam.of.log.size()));
    }

    void restore() const
    {
        for (const auto* beside : {"", "-wal", "-shm", "-snapshot"})
            std::filesystem::remove(file().string() + beside);
        std::filesystem::copy_file(vault / "a.jam", file());
    }

    void check_nothing_left() const
    {
        for (const auto& text : jam.adas)
            CHECK(left_of(text, hall.path()) == std::vector<std::string>{});
    }
};

}  // namespace

TEST_CASE("ER5: an old backup with the list holds nothing that was erased since, and its chain verifies")
{
    backed_up kept;
    const auto until = kept.jam.of.log.size();
    erase_ada(kept.jam.of);
    kept.go_on(until);
    kept.check_nothing_left();
    kept.restore();
    CHECK_FALSE(left_of(kept.jam.adas.front(), kept.hall.path()).empty());
    {
        auto copy = jam_store::open(kept.file());
        CHECK(copy.is_copy());
        CHECK(live::apply_erasures(copy, erasure_list_of(kept.file())) == 1);
    }
    kept.check_nothing_left();
    for (const auto& text : kept.jam.others)
        CHECK_FALSE(left_of(text, kept.hall.path()).empty());
    CHECK(verify_jam_file(kept.file()).first_difference == "");
    jam_reader reader{kept.file()};
    CHECK(reader.head().offset.value > until);
    // Once more changes nothing.
    const auto head = reader.head();
    CHECK(live::apply_all_erasures(kept.hall.path()) == 0);
    CHECK(jam_reader{kept.file()}.head() == head);
}

TEST_CASE("ER5: what the backup does not know yet, and what is of another history, is passed over")
{
    backed_up kept;
    auto& s = kept.jam.of;
    const auto until = s.log.size();
    const auto later = s.post(ada, secret("laterthought", 200));
    s.add(rosa, gone(later));
    kept.go_on(until);
    kept.restore();
    CHECK(live::apply_all_erasures(kept.hall.path()) == 0);
    {
        // In this life the same number is somebody else's post.
        story other = busy_story().of;
        other.post(ben, secret("anotherlife", 200));
        auto writer = jam_store::open(kept.file());
        writer.append(played_batch(other.log, until, 1));
    }
    CHECK(live::apply_all_erasures(kept.hall.path()) == 0);
    CHECK_FALSE(left_of(secret("anotherlife", 200), kept.hall.path()).empty());
    CHECK(verify_jam_file(kept.file()).first_difference == "");
}

TEST_CASE(
    "ER5: a file that was put back with its epoch is behind its list, and one that knows the list is not")
{
    backed_up kept;
    const auto list = erasure_list_of(kept.file());
    CHECK_FALSE(live::is_behind_list(kept.file(), list));
    std::filesystem::copy_file(kept.file(), kept.vault / "with_epoch.jam");
    const auto until = kept.jam.of.log.size();
    erase_ada(kept.jam.of);
    kept.go_on(until);
    CHECK_FALSE(live::is_behind_list(kept.file(), list));
    kept.restore();
    std::filesystem::remove(kept.file());
    std::filesystem::copy_file(kept.vault / "with_epoch.jam", kept.file());
    {
        auto writer = jam_store::open(kept.file());
        CHECK_FALSE(writer.is_copy());
        CHECK(live::is_behind_list(kept.file(), list));
        CHECK(live::apply_erasures(writer, list) == 1);
    }
    kept.check_nothing_left();
}

TEST_CASE("ER5: an identity that was erased is erased again, and the posts stay")
{
    backed_up kept;
    const auto until = kept.jam.of.log.size();
    kept.jam.of.add(rosa, gone(ada, erasure_scope::identity));
    kept.go_on(until);
    kept.restore();
    CHECK(live::apply_all_erasures(kept.hall.path()) == 1);
    CHECK(left_of(kept.jam.adas[0], kept.hall.path()) == std::vector<std::string>{});
    CHECK(left_of(kept.jam.adas[1], kept.hall.path()) == std::vector<std::string>{});
    CHECK_FALSE(left_of(kept.jam.adas[2], kept.hall.path()).empty());
    CHECK(verify_jam_file(kept.file()).first_difference == "");
}

TEST_CASE("ER5: an erasure that could not be stored waits for a legal hold, but not in a restored file")
{
    backed_up kept;
    const auto list = erasure_list_of(kept.file());
    const auto until = kept.jam.of.log.size();
    erase_ada(kept.jam.of);
    kept.go_on(until);
    kept.restore();
    const bool is_held = GENERATE(true, false);
    if (is_held) {
        story other = busy_story().of;
        other.add(rosa, legal_hold_set{"A court asks."});
        auto writer = jam_store::open(kept.file());
        writer.append(played_batch(other.log, until, other.log.size()));
    }
    CHECK(live::is_behind_list(kept.file(), list));
    {
        auto file = jam_store::open(kept.file());
        CHECK((live::apply_erasures(file, list, live::on_hold::wait) == 0) == is_held);
        if (is_held)
            CHECK(live::apply_erasures(file, list) == 1);
    }
    kept.check_nothing_left();
}

TEST_CASE(
    "ER5: a note about somebody who has no text of their own left in the backup goes too, nobody else's")
{
    told before;
    auto& s = before.of;
    const auto muted = secret("gitamuted", 300), kept_note = secret("bensnote", 300);
    s.add({}, phase_began{1, clock_cause::clock});
    s.add(olga, person_muted{gita, start + hours{1}, muted})
        .add(olga, person_muted{ben, start + hours{1}, kept_note});
    s.add(rosa, gone(gita, erasure_scope::identity));
    backed_up kept{before};
    const auto until = kept.jam.of.log.size();
    kept.jam.of.add(rosa, gone(gita, erasure_scope::everything));
    kept.go_on(until);
    REQUIRE(left_of(muted, kept.hall.path()) == std::vector<std::string>{});
    kept.restore();
    CHECK(live::apply_all_erasures(kept.hall.path()) == 1);
    CHECK(left_of(muted, kept.hall.path()) == std::vector<std::string>{});
    CHECK_FALSE(left_of(kept_note, kept.hall.path()).empty());
    CHECK(verify_jam_file(kept.file()).first_difference == "");
}
