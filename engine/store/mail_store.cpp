// SPDX-License-Identifier: Apache-2.0
#include "engine/store/mail_store.hpp"

#include "engine/store/blob.hpp"

#include <array>
#include <set>
#include <string>
#include <tuple>

namespace jamhall::store {
namespace {

constexpr sessions::duration test_lasts{10 * 60 * 1'000};

constexpr sessions::duration kept_for{24 * 60 * 60 * 1'000};

constexpr std::array<std::string_view, 4> kinds{"sign_in", "personal_link", "renewed_link", "test"};

mail_kind kind_named(std::string_view name)
{
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (kinds[i] == name)
            return static_cast<mail_kind>(i);
    throw store_error{store_fault::damaged, "hall.db holds a mail of no known kind"};
}

std::optional<sessions::slug> slug_or_none(const statement& row, int column)
{
    return row.is_null(column) ? std::nullopt : sessions::slug::parse(row.text(column));
}

std::optional<std::string_view> word_or_null(const std::optional<sessions::slug>& word)
{
    return word ? std::optional{word->view()} : std::nullopt;
}

}  // namespace

std::string_view name_of(mail_kind kind)
{
    return kinds[static_cast<std::size_t>(kind)];
}

bool mail_store::ask(const mail_request& asked, const mail_limits& limits)
{
    transaction all{on_};
    remove_old(asked.asked_at);
    if (on_.query_integer("SELECT count(*) FROM queued_mail WHERE kind = 'sign_in'") >= limits.waiting_max)
        return false;
    const auto since = [&](sessions::duration span) {
        auto count = on_.prepare("SELECT count(*) FROM mail_request WHERE email = ? AND asked_at_ms > ?");
        count.bind_all(asked.email, (asked.asked_at - span).ms);
        return count.step() ? count.integer(0) : 0;
    };
    if (since(limits.counted_over) >= limits.requests_max || since(kept_for) >= limits.requests_a_day_max)
        return false;
    on_.prepare("UPDATE mail_request SET is_spent = 1 WHERE email = ? AND is_spent = 0")
        .bind_all(asked.email)
        .run();
    on_.prepare(
           "INSERT INTO mail_request (email, jam, browser_hash, asked_at_ms, expires_at_ms) "
           "VALUES (?, ?, ?, ?, ?)")
        .bind_all(asked.email, word_or_null(asked.jam), blob_of(asked.browser_hash), asked.asked_at.ms,
                  asked.expires_at.ms)
        .run();
    queued_mail mail;
    mail.kind = mail_kind::sign_in;
    mail.recipient = asked.email;
    mail.jam = asked.jam;
    mail.about = on_.query_integer("SELECT last_insert_rowid()");
    mail.due_at = asked.asked_at;
    mail.expires_at = asked.expires_at;
    queue(mail);
    all.commit();
    return true;
}

std::optional<mail_request> mail_store::open_request(statement& row, sessions::instant now)
{
    if (!row.step())
        return std::nullopt;
    mail_request found;
    found.number = row.integer(0);
    found.email = row.text(1);
    found.jam = slug_or_none(row, 2);
    found.browser_hash = bytes_of<base::sha256_size>(row.blob(3));
    found.asked_at = {row.integer(4)};
    found.expires_at = {row.integer(5)};
    static_cast<void>(row.step());
    if (now >= found.expires_at || now < found.asked_at - clock_slack)
        return std::nullopt;
    return found;
}

void mail_store::spend(std::int64_t request)
{
    on_.prepare("UPDATE mail_request SET is_spent = 1 WHERE number = ?").bind_all(request).run();
}

std::optional<mail_request> mail_store::arm(std::int64_t request, const base::sha256_digest& link_hash,
                                            const base::sha256_digest& code_hash, sessions::instant now)
{
    auto row = on_.prepare(
        "SELECT number, email, jam, browser_hash, asked_at_ms, expires_at_ms FROM mail_request "
        "WHERE number = ? AND is_spent = 0");
    row.bind_all(request);
    auto found = open_request(row, now);
    if (found)
        on_.prepare("UPDATE mail_request SET link_hash = ?, code_hash = ? WHERE number = ?")
            .bind_all(blob_of(link_hash), blob_of(code_hash), request)
            .run();
    return found;
}

std::optional<mail_request> mail_store::spend_link(const base::sha256_digest& link_hash,
                                                   const base::sha256_digest& browser_hash,
                                                   sessions::instant now)
{
    transaction all{on_};
    auto row = on_.prepare(
        "SELECT number, email, jam, browser_hash, asked_at_ms, expires_at_ms FROM mail_request "
        "WHERE link_hash = ? AND browser_hash = ? AND is_spent = 0");
    row.bind_all(blob_of(link_hash), blob_of(browser_hash));
    auto found = open_request(row, now);
    if (found)
        spend(found->number);
    all.commit();
    return found;
}

std::optional<mail_request> mail_store::spend_code(const base::sha256_digest& code_hash,
                                                   const base::sha256_digest& browser_hash,
                                                   sessions::instant now, const mail_limits& limits)
{
    transaction all{on_};
    auto row = on_.prepare(
        "SELECT number, email, jam, browser_hash, asked_at_ms, expires_at_ms FROM mail_request "
        "WHERE browser_hash = ? AND is_spent = 0 ORDER BY number DESC LIMIT 1");
    row.bind_all(blob_of(browser_hash));
    auto found = open_request(row, now);
    if (!found)
        return std::nullopt;
    auto counted = on_.prepare(
        "SELECT code_hash IS NOT NULL AND code_hash = ?1, wrong_codes, (SELECT coalesce(sum(wrong_codes), 0) "
        "FROM mail_request AS "
        "other "
        "WHERE other.email = mail_request.email AND other.asked_at_ms > ?2) FROM mail_request WHERE number = "
        "?3");
    counted.bind_all(blob_of(code_hash), (now - kept_for).ms, found->number);
    const bool is_there = counted.step();
    const bool is_right = is_there && counted.integer(0) != 0;
    const auto wrong = is_there ? counted.integer(1) : 0;
    const bool is_closed = is_there && counted.integer(2) >= limits.wrong_codes_a_day_max;
    static_cast<void>(counted.step());
    if (is_closed)
        return std::nullopt;
    if (!is_right)
        on_.prepare("UPDATE mail_request SET wrong_codes = wrong_codes + 1 WHERE number = ?")
            .bind_all(found->number)
            .run();
    if (is_right || wrong + 1 >= limits.wrong_codes_max)
        spend(found->number);
    all.commit();
    return is_right ? found : std::nullopt;
}

void mail_store::put_back(std::int64_t request)
{
    on_.prepare(
           "UPDATE mail_request SET is_spent = 0 WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM "
           "mail_request AS "
           "later WHERE later.email = mail_request.email AND later.number > ?1)")
        .bind_all(request)
        .run();
}

void mail_store::queue(const queued_mail& mail)
{
    on_.prepare(
           "INSERT INTO queued_mail (kind, recipient, jam, about, attempts, due_at_ms, expires_at_ms) "
           "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind_all(name_of(mail.kind), mail.recipient, word_or_null(mail.jam), mail.about, mail.attempts,
                  mail.due_at.ms, mail.expires_at.ms)
        .run();
}

bool mail_store::queue_test(const std::string& recipient, sessions::instant now)
{
    const auto last = tested_at();
    if (on_.query_integer("SELECT count(*) FROM queued_mail WHERE kind = 'test'") > 0 ||
        (last && *last <= now && now - *last < between_test_mails))
        return false;
    queued_mail mail;
    mail.kind = mail_kind::test;
    mail.recipient = recipient;
    mail.due_at = now;
    mail.expires_at = now + test_lasts;
    queue(mail);
    return true;
}

void mail_store::queue_all(std::span<const queued_mail> mails)
{
    transaction all{on_};
    std::set<std::tuple<mail_kind, std::string, std::string>> waiting;
    auto rows = on_.prepare(
        "SELECT kind, recipient, coalesce(jam, '') FROM queued_mail WHERE kind IN ('personal_link', "
        "'renewed_link')");
    while (rows.step())
        waiting.emplace(kind_named(rows.text(0)), rows.text(1), rows.text(2));
    for (const auto& mail : mails) {
        const std::string jam{mail.jam ? mail.jam->view() : ""};
        if (mail.kind == mail_kind::personal_link &&
            waiting.contains({mail_kind::renewed_link, mail.recipient, jam}))
            continue;
        if (waiting.emplace(mail.kind, mail.recipient, jam).second)
            queue(mail);
    }
    all.commit();
}

std::optional<queued_mail> mail_store::next_due(sessions::instant now)
{
    auto row = on_.prepare(
        "SELECT number, kind, recipient, jam, about, attempts, due_at_ms, expires_at_ms FROM queued_mail "
        "WHERE due_at_ms <= ? ORDER BY kind <> 'sign_in', due_at_ms, number LIMIT 1");
    row.bind_all(now.ms);
    if (!row.step())
        return std::nullopt;
    queued_mail mail;
    mail.number = row.integer(0);
    mail.kind = kind_named(row.text(1));
    mail.recipient = row.text(2);
    mail.jam = slug_or_none(row, 3);
    mail.about = row.integer(4);
    mail.attempts = static_cast<std::uint32_t>(row.integer(5));
    mail.due_at = {row.integer(6)};
    mail.expires_at = {row.integer(7)};
    static_cast<void>(row.step());
    return mail;
}

std::optional<sessions::instant> mail_store::next_due_at()
{
    const auto at = on_.query_integer("SELECT coalesce(min(due_at_ms), -1) FROM queued_mail");
    return at < 0 ? std::nullopt : std::optional{sessions::instant{at}};
}

std::int64_t mail_store::queued_count()
{
    return on_.query_integer("SELECT count(*) FROM queued_mail");
}

std::optional<sessions::instant> mail_store::tested_at()
{
    const auto at = on_.query_integer(
        "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'mail_tested_at_ms'), -1)");
    return at < 0 ? std::nullopt : std::optional{sessions::instant{at}};
}

void mail_store::note_test(sessions::instant at)
{
    on_.prepare("REPLACE INTO setting (name, value) VALUES ('mail_tested_at_ms', CAST(? AS TEXT))")
        .bind_all(at.ms)
        .run();
}

void mail_store::forget(std::string_view email, const sessions::slug& jam)
{
    on_.prepare(
           "DELETE FROM queued_mail WHERE recipient = ?1 COLLATE NOCASE AND (jam = ?2 OR kind = 'sign_in')")
        .bind_all(email, jam.view())
        .run();
    on_.prepare("DELETE FROM mail_request WHERE email = ?").bind_all(email).run();
}

void mail_store::remove_old(sessions::instant now)
{
    on_.prepare("DELETE FROM mail_request WHERE asked_at_ms <= ?").bind_all((now - kept_for).ms).run();
}

void mail_store::take_out(std::int64_t mail)
{
    on_.prepare("DELETE FROM queued_mail WHERE number = ?").bind_all(mail).run();
}

void mail_store::put_off(std::int64_t mail, sessions::instant due_at)
{
    on_.prepare("UPDATE queued_mail SET attempts = attempts + 1, due_at_ms = ? WHERE number = ?")
        .bind_all(due_at.ms, mail)
        .run();
}

}  // namespace jamhall::store
