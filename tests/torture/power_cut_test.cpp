// SPDX-License-Identifier: Apache-2.0
// T2: whatever of the unsynced writes reached the disk when the power went, nothing that was promised is lost. A seed is
// JAMHALL_TEST_SEED, JAMHALL_TORTURE is how many times as many images to make.
#include "engine/identity/tokens.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/files.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/restore.hpp"
#include "engine/store/verify.hpp"
#include "tests/torture/scenes.hpp"

#include <sqlite3.h>

using namespace jamhall;
using namespace jamhall::store;
using namespace jamhall::torture;

namespace {

void tell(std::string_view what, const image_count& count)
{
    line{} << what << ": " << count.moments << " moments, " << count.images << " images, " << count.bad
           << " bad, seed " << seed() << (count.first_bad.empty() ? "" : "; ") << count.first_bad;
}

/// While it lives, connections stay at this value of a pragma, whatever they ask for.
class pragma_held_at {
public:
    pragma_held_at(const char* pragma, const char* value)
    {
        name = pragma;
        wanted = value;
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(hold));
    }
    pragma_held_at(const pragma_held_at&) = delete;
    pragma_held_at& operator=(const pragma_held_at&) = delete;
    ~pragma_held_at() { sqlite3_reset_auto_extension(); }

private:
    static int hold(sqlite3* opened, char**, const sqlite3_api_routines*)
    {
        const auto asked = std::string{"PRAGMA "} + name + " = " + wanted;
        sqlite3_exec(opened, asked.c_str(), nullptr, nullptr, nullptr);
        return sqlite3_set_authorizer(
            opened,
            [](void*, int action, const char* pragma, const char* value, const char*, const char*) {
                const bool asks =
                    action == SQLITE_PRAGMA && value != nullptr && std::string_view{pragma} == name;
                return asks ? SQLITE_IGNORE : SQLITE_OK;
            },
            nullptr);
    }

    static inline const char* name = nullptr;
    static inline const char* wanted = nullptr;
};

image_count cut_the_power_of_a_jam(std::size_t batch_events)
{
    const auto log = small_jam();
    std::mt19937 chance{seed()};
    const scratch folder;
    disk_recorder disk{folder.path()};
    live_a_jam(log, folder / "a.jam", disk, batch_events);
    return judge_power_cuts(
        disk, [&](auto promised, const auto& left) { return judge_jam(log, promised, left / "a.jam"); },
        chance);
}

std::uint64_t last_promise(const disk_recorder& disk)
{
    disk_at end{disk};
    while (end.advance()) {
    }
    return end.promise();
}

/// Everything hall.db holds, as one text.
std::string told_by(hall_store& hall)
{
    std::string all;
    for (const auto& jam : hall.jams())
        all += "jam " + jam.id.str() + " " + jam.title + "\n";
    for (const auto& held : hall.logins({}))
        all += "login " + std::to_string(held.cookie_hash[0]) + " " + std::to_string(held.people.size()) +
               " " + std::to_string(held.used_at.ms) + "\n";
    for (const auto* name : {"theme", "place"})
        all += std::string{name} + " " + hall.setting(name).value_or("-") + "\n";
    return all;
}

login login_of(std::uint8_t number)
{
    login made{.cookie_hash = {},
               .is_admin = false,
               .created_at = {1},
               .used_at = {1},
               .expires_at = {1'000'000},
               .people = {}};
    made.cookie_hash.fill(number);
    made.people = {{*sessions::slug::parse("jam-1"), {number}}};
    return made;
}

/// One after the other, what a hall writes about itself.
std::vector<std::function<void(hall_store&)>> life_of_a_hall()
{
    std::vector<std::function<void(hall_store&)>> life;
    for (int round = 1; round <= 4; ++round) {
        life.emplace_back([round](hall_store& hall) {
            const auto id = *sessions::slug::parse("jam-" + std::to_string(round));
            hall.add_jam({id, "Jam " + std::to_string(round), id.str() + ".jam", {round}});
        });
        for (int n = 0; n < 3; ++n)
            life.emplace_back([number = static_cast<std::uint8_t>(round * 10 + n)](hall_store& hall) {
                hall.put_login(login_of(number));
            });
        life.emplace_back([round](hall_store& hall) {
            hall.set_setting("theme", std::string(900, static_cast<char>('a' + round)));
        });
        life.emplace_back([round](hall_store& hall) {
            const std::pair<base::sha256_digest, sessions::instant> used[] = {
                {login_of(static_cast<std::uint8_t>(round * 10)).cookie_hash, {5'000 + round}}};
            hall.touch_logins(used);
        });
        life.emplace_back([round](hall_store& hall) {
            hall.remove_login(login_of(static_cast<std::uint8_t>(round * 10 + 1)).cookie_hash);
        });
    }
    return life;
}

/// Long enough, and unlike enough in length, that pages of them are split and joined.
std::string address_of(std::size_t person)
{
    return "person" + std::to_string(person * 7'919 % 997) + std::string(person * 13 % 90, 'x') + "." +
           std::to_string(person) + "@forgotten.example";
}

constexpr std::size_t written_to = 40;
constexpr std::size_t forgotten_max = 4;

/// A link is to be sent to everybody, and those who are forgotten asked for a mail.
void write_to_everybody(hall_store& hall)
{
    std::vector<queued_mail> mails(written_to);
    for (std::size_t n = 0; n < written_to; ++n) {
        mails[n].kind = mail_kind::personal_link;
        mails[n].recipient = address_of(n);
        mails[n].jam = sessions::slug::parse("one");
        mails[n].expires_at = {900'000};
    }
    hall.mail().queue_all(mails);
    for (std::size_t n = 0; n < forgotten_max; ++n)
        hall.mail().ask({.email = address_of(n), .jam = {}, .asked_at = {1'000}, .expires_at = {900'000}},
                        {});
    while (const auto mail = hall.mail().next_due({1'000}))
        if (mail->kind == mail_kind::sign_in)
            hall.mail().take_out(mail->number);
        else
            break;
}

void forget(hall_store& hall, std::size_t person)
{
    const std::vector<std::pair<sessions::person_id, std::string>> gone{
        {{static_cast<std::uint32_t>(person + 1)}, address_of(person)}};
    hall.forget_people(*sessions::slug::parse("one"), gone);
}

/// Whose address stands in hall.db or beside it although it was forgotten; in the order of the people, who were forgotten so.
std::string remembered(const std::filesystem::path& folder)
{
    const auto forgotten =
        written_to - static_cast<std::size_t>(hall_store{folder / "hall.db"}.mail().queued_count());
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator{folder})
        bytes += read_file(file.path());
    for (std::size_t n = 0; n < forgotten; ++n)
        if (bytes.find(address_of(n)) != std::string::npos)
            return address_of(n);
    return {};
}

}  // namespace

TEST_CASE(
    "T2: A power cut at any sync of a jam's life loses nothing acknowledged, and every image opens and "
    "verifies")
{
    for (const std::size_t batch : {1U, 4U}) {
        const auto count = cut_the_power_of_a_jam(batch);
        tell("a jam in batches of " + std::to_string(batch), count);
        INFO("seed " << seed() << ": " << count.first_bad);
        CHECK(count.bad == 0);
        CHECK(count.images > 100);
    }
}

TEST_CASE("T2: The images find a loss where commits are not synced")
{
    for (const auto* setting : {"OFF", "NORMAL"}) {
        const pragma_held_at held{"synchronous", setting};
        const auto count = cut_the_power_of_a_jam(1);
        tell(std::string{"control, synchronous = "} + setting, count);
        CHECK(count.bad > 0);
    }
}

TEST_CASE("T2: What was shown after a kill is still there after a power cut that follows")
{
    const auto log = small_jam();
    std::mt19937 chance{seed()};
    std::size_t images = 0;
    std::size_t lost_unsettled = 0;
    // Killed right before a sync: what was written is there for whoever opens the file, and on no disk.
    std::vector<std::size_t> syncs;
    {
        const scratch folder;
        disk_recorder disk{folder.path()};
        live_a_jam(log, folder / "a.jam", disk, 2);
        syncs = disk.syncs();
    }
    const std::size_t step = std::max<std::size_t>(1, syncs.size() / (40 * effort()));
    for (std::size_t nth = syncs.size() / 8; nth < syncs.size(); nth += step) {
        const std::size_t killed_at = syncs[nth];
        for (const bool settles : {true, false}) {
            const scratch folder;
            disk_recorder disk{folder.path()};
            disk.die_at(killed_at);
            live_a_jam(log, folder / "a.jam", disk, 2);
            disk.heal();
            if (!std::filesystem::exists(folder / "a.jam"))
                continue;
            std::uint64_t shown = 0;
            std::optional<jam_store> opened;
            std::optional<database> unsettled;
            if (settles) {
                try {
                    opened.emplace(jam_store::open(folder / "a.jam"));
                } catch (const store_error&) {
                    CHECK(last_promise(disk) == 0);  // killed before it was a jam
                    continue;
                }
                shown = opened->head().offset.value;
            } else {
                // As it was before opening moved the log: whatever is in memory counts as kept.
                unsettled.emplace(database::open(folder / "a.jam", access::write));
                try {
                    shown = static_cast<std::uint64_t>(
                        unsettled->query_integer("SELECT coalesce(max(offset), 0) FROM event"));
                } catch (const store_error&) {
                    continue;  // killed before there was a log
                }
            }
            disk.promise(shown);
            disk_at left{disk};
            while (left.advance()) {
            }
            for (const auto luck : disk_at::lucks) {
                const scratch image;
                left.write(image.path(), luck, chance, [](std::uint64_t) { return true; });
                ++images;
                const auto wrong = judge_jam(log, left.promise(), image / "a.jam");
                INFO("seed " << seed() << ", killed at call " << killed_at << ", luck "
                             << static_cast<int>(luck));
                if (settles)
                    CHECK(wrong == "");
                else if (!wrong.empty())
                    ++lost_unsettled;
            }
        }
    }
    line{} << "a kill, a start, a power cut: " << images << " images; without settling the log "
           << lost_unsettled << " lost something, seed " << seed();
    CHECK(images > 200);
    CHECK(lost_unsettled > 0);
}

TEST_CASE(
    "T2: hall.db and the token beside it are after a power cut as after one of the steps, none acknowledged "
    "lost")
{
    const auto life = life_of_a_hall();
    std::vector<std::string> told;
    std::mt19937 chance{seed()};
    const scratch folder;
    {
        disk_recorder disk{folder.path()};
        std::optional<hall_store> hall{folder / "hall.db"};
        told.push_back(told_by(*hall));
        hall->set_admin_token_hash(identity::write_admin_token(folder / "admin.token"));
        disk.promise(1);
        for (std::size_t at = 0; at < life.size(); ++at) {
            life[at](*hall);
            told.push_back(told_by(*hall));
            disk.promise(at + 2);
            if (at % 9 == 8)
                hall.emplace(folder / "hall.db");
        }
        const auto count = judge_power_cuts(
            disk,
            [&](std::uint64_t promised, const std::filesystem::path& left) -> std::string {
                hall_store image{left / "hall.db"};
                const auto hash = image.admin_token_hash();
                if (promised > 0 && !hash)
                    return "the administrator's token is gone";
                if (hash) {
                    const auto token = identity::read_token_file(left / "admin.token");
                    if (!token || identity::hash_of(*token) != *hash)
                        return "the file of the administrator's token does not fit";
                }
                const auto now = told_by(image);
                const std::size_t least = promised == 0 ? 0 : promised - 1;
                for (std::size_t at = least; at < std::min(least + 2, told.size()); ++at)
                    if (now == told[at])
                        return "";
                return "hall.db holds what it never held then: " + now;
            },
            chance);
        tell("hall.db", count);
        INFO("seed " << seed() << ": " << count.first_bad);
        CHECK(count.bad == 0);
        CHECK(count.images > 100);
    }
}

TEST_CASE("T2, ER4: An address that was forgotten is in no page of hall.db, whenever the power went")
{
    // Where deleted rows are not even overwritten, it is what the next start does that leaves nothing.
    for (const auto* overwriting : {"ON", "OFF"}) {
        const pragma_held_at held{"secure_delete", overwriting};
        std::mt19937 chance{seed()};
        const scratch folder;
        disk_recorder disk{folder.path()};
        {
            hall_store hall{folder / "hall.db"};
            hall.add_jam({*sessions::slug::parse("one"), "One", "one.jam", {1}});
            write_to_everybody(hall);
            REQUIRE(hall.mail().queued_count() == written_to);
            disk.promise(1);
            for (std::size_t n = 0; n < forgotten_max; ++n)
                forget(hall, n);
        }
        const auto count = judge_power_cuts(
            disk,
            [](std::uint64_t promised, const std::filesystem::path& left) -> std::string {
                const auto found = promised == 0 ? std::string{} : remembered(left);
                return found.empty() ? "" : "hall.db remembers " + found;
            },
            chance);
        tell(std::string{"forgotten addresses, secure_delete = "} + overwriting, count);
        INFO("seed " << seed() << ": " << count.first_bad);
        CHECK(count.bad == 0);
        CHECK(count.images > 50);
    }
}

TEST_CASE("T2: A backup and a restore take their place whole or not at all, also when the power goes")
{
    std::mt19937 chance{seed()};
    const scratch source;
    create_private_folder(source / "data/jams");
    make_jam_file(source / "data/jams/one.jam");
    {
        hall_store hall{source / "data/hall.db"};
        hall.add_jam({*sessions::slug::parse("one"), "One", "one.jam", {1}});
    }
    const scratch folder;
    disk_recorder disk{folder.path()};
    const backup_order order{.data = source / "data", .out = folder / "copy", .program = "", .keep_days = {}};
    make_backup(order);
    disk.promise(1);
    restore_backup({.from = folder / "copy", .data = folder / "again", .forget = nullptr});
    disk.promise(2);
    make_backup(order);
    disk.promise(3);
    const auto count = judge_power_cuts(
        disk,
        [&](std::uint64_t promised, const std::filesystem::path& left) -> std::string {
            if (promised >= 1 && !std::filesystem::exists(left / "copy"))
                return "the backup is gone";
            if (std::filesystem::exists(left / "copy"))
                restore_backup({.from = left / "copy", .data = left / "checked", .forget = nullptr});
            if (promised >= 2 && !std::filesystem::exists(left / "again"))
                return "the restored hall is gone";
            if (!std::filesystem::exists(left / "again"))
                return "";
            if (hall_store{left / "again/hall.db"}.jams().size() != 1)
                return "the restored hall has lost its jam";
            return verify_jam_file(left / "again/jams/one.jam").first_difference;
        },
        chance);
    tell("backup and restore", count);
    INFO("seed " << seed() << ": " << count.first_bad);
    CHECK(count.bad == 0);
    CHECK(count.images > 50);
}
