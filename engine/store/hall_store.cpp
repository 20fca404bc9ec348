// SPDX-License-Identifier: Apache-2.0
#include "engine/store/hall_store.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/log.hpp"
#include "engine/store/blob.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/schema.hpp"

#include <algorithm>

namespace jamhall::store {
namespace {

constexpr std::string_view admin_token_setting = "admin_token_sha256";

/// There while rows with an address are deleted, and the file not yet gone over for what is left of them: all of it, or
/// only its write-ahead log. See needs_scrub().
constexpr std::string_view scrub_setting = "scrub_is_due";
constexpr std::string_view scrub_file = "1";
constexpr std::string_view scrub_log = "2";

sessions::slug slug_of(std::string_view column)
{
    const auto read = sessions::slug::parse(column);
    if (!read)
        throw store_error{store_fault::damaged, "hall.db names a jam that is no id"};
    return *read;
}

std::optional<std::string_view> text_or_null(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional<std::string_view>{text};
}

/// Takes people of a jam out of all logins; those that are left without anybody go. Inside a transaction.
void take_out_of_logins(database& on, const sessions::slug& jam, std::span<const sessions::person_id> people)
{
    for (const sessions::person_id person : people)
        on.prepare("DELETE FROM login_person WHERE jam = ? AND person = ?")
            .bind_all(jam.view(), person.value)
            .run();
    on.prepare(
          "DELETE FROM login WHERE NOT is_admin AND email IS NULL AND NOT EXISTS "
          "(SELECT 1 FROM login_person WHERE login_person.cookie_hash = login.cookie_hash)")
        .run();
}

/// A hall still opens, if only for reading, while its disk is full or another program reads the file; nor do jams wait
/// until that is over.
template <class Work>
void if_possible(Work work)
{
    try {
        work();
    } catch (const store_error& failed) {
        if (failed.fault() != store_fault::full && failed.fault() != store_fault::in_use)
            throw;
        base::log(base::log_level::warning,
                  "addresses that were forgotten may still stand in free pages of hall.db or its write-ahead "
                  "log; this is tried again",
                  {{"why", failed.what()}});
    }
}

}  // namespace

hall_store::hall_store(const std::filesystem::path& file)
    : on_{database::open(file, access::create, {.cache_kib = 1'024})}
{
    migrate(on_, hall_schema(), true);
    on_.execute("PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 1000");
    if_possible([this] {
        on_.settle_log();
        scrub();
    });
}

bool hall_store::needs_scrub()
{
    return setting(scrub_setting).has_value();
}

std::vector<hall_jam> hall_store::jams()
{
    auto rows = on_.prepare("SELECT id, title, file, created_at_ms, rehearses FROM jam ORDER BY number");
    std::vector<hall_jam> read;
    while (rows.step())
        read.push_back({.id = slug_of(rows.text(0)),
                        .title = std::string{rows.text(1)},
                        .file = std::string{rows.text(2)},
                        .created_at = {rows.integer(3)},
                        .rehearses = rows.is_null(4) ? std::nullopt : std::optional{slug_of(rows.text(4))}});
    return read;
}

void hall_store::add_jam(const hall_jam& jam)
{
    const auto rehearses = jam.rehearses ? std::optional{jam.rehearses->view()} : std::nullopt;
    on_.prepare("INSERT INTO jam (id, title, file, created_at_ms, rehearses) VALUES (?, ?, ?, ?, ?)")
        .bind_all(jam.id.view(), jam.title, jam.file, jam.created_at.ms, rehearses)
        .run();
}

std::optional<std::string> hall_store::setting(std::string_view name)
{
    auto row = on_.prepare("SELECT value FROM setting WHERE name = ?");
    if (!row.bind(1, name).step())
        return std::nullopt;
    return std::string{row.text(0)};
}

void hall_store::set_setting(std::string_view name, std::string_view value)
{
    on_.prepare("REPLACE INTO setting (name, value) VALUES (?, ?)").bind_all(name, value).run();
}

std::optional<base::sha256_digest> hall_store::admin_token_hash()
{
    const auto hex = setting(admin_token_setting);
    if (!hex)
        return std::nullopt;
    const auto bytes = base::bytes_of_hex(*hex);
    if (!bytes || bytes->size() != base::sha256_size)
        throw store_error{store_fault::damaged, "hall.db holds an admin token hash that is none"};
    base::sha256_digest read{};
    std::ranges::copy(*bytes, read.begin());
    return read;
}

void hall_store::set_admin_token_hash(const base::sha256_digest& hash)
{
    transaction all{on_};
    set_setting(admin_token_setting, base::hex_of(hash));
    on_.prepare("UPDATE login SET is_admin = 0 WHERE is_admin AND subject IS NULL").run();
    take_out_of_logins(on_, {}, {});
    all.commit();
}

std::vector<login> hall_store::logins(sessions::instant now)
{
    const read_view view{on_};
    std::vector<login> read;
    auto rows = on_.prepare(
        "SELECT cookie_hash, is_admin, created_at_ms, used_at_ms, expires_at_ms, id, device, email, "
        "subject, account FROM login WHERE expires_at_ms > ? ORDER BY created_at_ms, cookie_hash");
    rows.bind(1, now.ms);
    while (rows.step()) {
        auto& l = read.emplace_back();
        l.cookie_hash = bytes_of<base::sha256_size>(rows.blob(0));
        l.is_admin = rows.integer(1) != 0;
        l.created_at = {rows.integer(2)};
        l.used_at = {rows.integer(3)};
        l.expires_at = {rows.integer(4)};
        l.id = static_cast<std::uint64_t>(rows.integer(5));
        l.device = rows.text(6);
        if (!rows.is_null(7))
            l.email = rows.text(7);
        if (!rows.is_null(8))
            l.subject = rows.text(8);
        if (!rows.is_null(9))
            l.account = rows.text(9);
        auto people = on_.prepare("SELECT jam, person FROM login_person WHERE cookie_hash = ? ORDER BY jam");
        people.bind(1, blob_of(l.cookie_hash));
        while (people.step())
            l.people.emplace_back(slug_of(people.text(0)), id_of<sessions::person_id>(people.integer(1)));
    }
    return read;
}

void hall_store::put_login(const login& l)
{
    transaction all{on_};
    on_.prepare(
           "INSERT INTO login (cookie_hash, is_admin, created_at_ms, used_at_ms, expires_at_ms, id, device, "
           "email, subject, account) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET is_admin = excluded.is_admin, "
           "created_at_ms = excluded.created_at_ms, used_at_ms = excluded.used_at_ms, "
           "expires_at_ms = excluded.expires_at_ms, id = excluded.id, device = excluded.device, "
           "email = excluded.email, subject = excluded.subject, account = excluded.account")
        .bind_all(blob_of(l.cookie_hash), l.is_admin, l.created_at.ms, l.used_at.ms, l.expires_at.ms,
                  static_cast<std::int64_t>(l.id), l.device, text_or_null(l.email), text_or_null(l.subject),
                  text_or_null(l.account))
        .run();
    on_.prepare("DELETE FROM login_person WHERE cookie_hash = ?").bind_all(blob_of(l.cookie_hash)).run();
    for (const auto& [jam, person] : l.people)
        on_.prepare("INSERT INTO login_person (cookie_hash, jam, person) VALUES (?, ?, ?)")
            .bind_all(blob_of(l.cookie_hash), jam.view(), person.value)
            .run();
    all.commit();
}

void hall_store::touch_logins(std::span<const std::pair<base::sha256_digest, sessions::instant>> used)
{
    transaction all{on_};
    for (const auto& [cookie_hash, at] : used)
        on_.prepare("UPDATE login SET used_at_ms = ? WHERE cookie_hash = ?")
            .bind_all(at.ms, blob_of(cookie_hash))
            .run();
    all.commit();
}

void hall_store::remove_login(const base::sha256_digest& cookie_hash)
{
    on_.prepare("DELETE FROM login WHERE cookie_hash = ?").bind_all(blob_of(cookie_hash)).run();
}

void hall_store::remove_logins_of(const sessions::slug& jam, std::span<const sessions::person_id> people)
{
    transaction all{on_};
    take_out_of_logins(on_, jam, people);
    all.commit();
}

void hall_store::forget_people(const sessions::slug& jam,
                               std::span<const std::pair<sessions::person_id, std::string>> people)
{
    std::vector<sessions::person_id> numbers;
    numbers.reserve(people.size());
    for (const auto& [person, email] : people)
        numbers.push_back(person);
    transaction all{on_};
    take_out_of_logins(on_, jam, numbers);
    bool has_address = false;
    for (const auto& [person, email] : people)
        if (!email.empty()) {
            mail_.forget(email, jam);
            has_address = true;
        }
    // Also where no row is left: those that went before, as of a mail that was sent, may have left the address behind.
    if (has_address)
        set_setting(scrub_setting, scrub_file);
    all.commit();
    if_possible([this] { scrub(); });
}

void hall_store::forget_mails()
{
    transaction all{on_};
    on_.execute("DELETE FROM queued_mail; DELETE FROM mail_request");
    set_setting(scrub_setting, scrub_file);
    all.commit();
    scrub();
}

void hall_store::end_links_and_codes()
{
    on_.execute("DELETE FROM one_time_link; DELETE FROM join_code");
}

/// Deleted rows are overwritten, but pages that were split or joined before may still show parts of them. What a death or a
/// full disk left undone, a later call does.
void hall_store::scrub()
{
    const auto due = setting(scrub_setting);
    if (!due)
        return;
    if (*due != scrub_log) {
        on_.execute("VACUUM");
        set_setting(scrub_setting, scrub_log);
    }
    empty_log(on_, patience::moment);
    on_.prepare("DELETE FROM setting WHERE name = ?").bind_all(scrub_setting).run();
}

void hall_store::remove_expired_logins(sessions::instant now)
{
    mail_.remove_old(now);
    on_.prepare("DELETE FROM login WHERE expires_at_ms <= ?").bind_all(now.ms).run();
}

void hall_store::move_logins_back(sessions::duration by)
{
    on_.prepare(
           "UPDATE login SET created_at_ms = created_at_ms - ?1, used_at_ms = used_at_ms - ?1, "
           "expires_at_ms = expires_at_ms - ?1")
        .bind_all(by.count())
        .run();
}

void hall_store::follow_clock(sessions::instant now)
{
    const sessions::instant latest{on_.query_integer("SELECT coalesce(max(used_at_ms), 0) FROM login")};
    if (latest - now > clock_slack)
        move_logins_back(latest - now);
}

std::vector<hall_role_row> hall_store::roles()
{
    auto rows = on_.prepare("SELECT email, role, name, given_at_ms, subject FROM hall_role ORDER BY email");
    std::vector<hall_role_row> read;
    while (rows.step())
        read.push_back(
            {.email = std::string{rows.text(0)},
             .role = rows.text(1) == "administrator" ? hall_role::administrator : hall_role::organizer,
             .name = std::string{rows.text(2)},
             .given_at = {rows.integer(3)},
             .subject = std::string{rows.text(4)}});
    return read;
}

void hall_store::put_role(const hall_role_row& row)
{
    on_.prepare("REPLACE INTO hall_role (email, role, name, given_at_ms, subject) VALUES (?, ?, ?, ?, ?)")
        .bind_all(row.email,
                  std::string_view{row.role == hall_role::administrator ? "administrator" : "organizer"},
                  row.name, row.given_at.ms, text_or_null(row.subject))
        .run();
}

void hall_store::remove_role(std::string_view email)
{
    on_.prepare("DELETE FROM hall_role WHERE email = ?").bind_all(email).run();
}

std::vector<join_code> hall_store::join_codes()
{
    auto rows = on_.prepare("SELECT jam, code, made_at_ms, ends_at_ms FROM join_code ORDER BY jam");
    std::vector<join_code> read;
    while (rows.step())
        read.push_back({.jam = slug_of(rows.text(0)),
                        .code = std::string{rows.text(1)},
                        .made_at = {rows.integer(2)},
                        .ends_at = {rows.integer(3)}});
    return read;
}

void hall_store::put_join_code(const join_code& code)
{
    on_.prepare(
           "INSERT INTO join_code (jam, code, made_at_ms, ends_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (jam) "
           "DO UPDATE "
           "SET code = excluded.code, made_at_ms = excluded.made_at_ms, ends_at_ms = excluded.ends_at_ms")
        .bind_all(code.jam.view(), code.code, code.made_at.ms, code.ends_at.ms)
        .run();
}

void hall_store::remove_join_code(const sessions::slug& jam)
{
    on_.prepare("DELETE FROM join_code WHERE jam = ?").bind_all(jam.view()).run();
}

void hall_store::add_one_time_link(const base::sha256_digest& hash, sessions::instant expires_at)
{
    on_.prepare("INSERT INTO one_time_link (hash, expires_at_ms) VALUES (?, ?)")
        .bind_all(blob_of(hash), expires_at.ms)
        .run();
}

bool hall_store::spend_one_time_link(const base::sha256_digest& hash, sessions::instant now)
{
    on_.prepare("DELETE FROM one_time_link WHERE expires_at_ms <= ?").bind_all(now.ms).run();
    on_.prepare("DELETE FROM one_time_link WHERE hash = ?").bind_all(blob_of(hash)).run();
    return on_.changes() > 0;
}

}  // namespace jamhall::store
