// SPDX-License-Identifier: Apache-2.0
#include "engine/store/hall_store.hpp"

#include "engine/base/encoding.hpp"
#include "engine/store/blob.hpp"
#include "engine/store/schema.hpp"

#include <algorithm>

namespace jamhall::store {
namespace {

constexpr std::string_view admin_token_setting = "admin_token_sha256";

sessions::slug slug_of(std::string_view column)
{
    const auto read = sessions::slug::parse(column);
    if (!read)
        throw store_error{store_fault::damaged, "hall.db names a jam that is no id"};
    return *read;
}

/// A hall whose disk is full still opens, for reading.
void settle(database& on)
{
    try {
        on.settle_log();
    } catch (const store_error& failed) {
        if (failed.fault() != store_fault::full)
            throw;
    }
}

}  // namespace

hall_store::hall_store(const std::filesystem::path& file)
    : on_{database::open(file, access::create, {.cache_kib = 1'024})}
{
    migrate(on_, hall_schema(), true);
    settle(on_);
    on_.execute("PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 1000");
}

std::vector<hall_jam> hall_store::jams()
{
    auto rows = on_.prepare("SELECT id, title, file, created_at_ms FROM jam ORDER BY number");
    std::vector<hall_jam> read;
    while (rows.step())
        read.push_back({.id = slug_of(rows.text(0)),
                        .title = std::string{rows.text(1)},
                        .file = std::string{rows.text(2)},
                        .created_at = {rows.integer(3)}});
    return read;
}

void hall_store::add_jam(const hall_jam& jam)
{
    on_.prepare("INSERT INTO jam (id, title, file, created_at_ms) VALUES (?, ?, ?, ?)")
        .bind_all(jam.id.view(), jam.title, jam.file, jam.created_at.ms)
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
    set_setting(admin_token_setting, base::hex_of(hash));
}

std::vector<login> hall_store::logins(sessions::instant now)
{
    const read_view view{on_};
    std::vector<login> read;
    auto rows = on_.prepare(
        "SELECT cookie_hash, is_admin, created_at_ms, used_at_ms, expires_at_ms FROM login "
        "WHERE expires_at_ms > ? ORDER BY created_at_ms, cookie_hash");
    rows.bind(1, now.ms);
    while (rows.step()) {
        auto& l = read.emplace_back();
        l.cookie_hash = bytes_of<base::sha256_size>(rows.blob(0));
        l.is_admin = rows.integer(1) != 0;
        l.created_at = {rows.integer(2)};
        l.used_at = {rows.integer(3)};
        l.expires_at = {rows.integer(4)};
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
           "INSERT INTO login (cookie_hash, is_admin, created_at_ms, used_at_ms, expires_at_ms) "
           "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET is_admin = excluded.is_admin, "
           "created_at_ms = excluded.created_at_ms, used_at_ms = excluded.used_at_ms, "
           "expires_at_ms = excluded.expires_at_ms")
        .bind_all(blob_of(l.cookie_hash), l.is_admin, l.created_at.ms, l.used_at.ms, l.expires_at.ms)
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

void hall_store::remove_logins_of(const sessions::slug& jam, sessions::person_id person)
{
    transaction all{on_};
    on_.prepare("DELETE FROM login_person WHERE jam = ? AND person = ?")
        .bind_all(jam.view(), person.value)
        .run();
    on_.prepare(
           "DELETE FROM login WHERE NOT is_admin AND NOT EXISTS "
           "(SELECT 1 FROM login_person WHERE login_person.cookie_hash = login.cookie_hash)")
        .run();
    all.commit();
}

void hall_store::remove_expired_logins(sessions::instant now)
{
    on_.prepare("DELETE FROM login WHERE expires_at_ms <= ?").bind_all(now.ms).run();
}

}  // namespace jamhall::store
