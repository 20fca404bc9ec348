// SPDX-License-Identifier: Apache-2.0
#include "engine/app/doctor.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace jamhall;
using namespace jamhall::app;

namespace {

constexpr sessions::instant now{1'800'000'000'000};
constexpr std::int64_t hour_ms = 3'600'000;

/// A machine with nothing to say against it.
facts healthy()
{
    facts found;
    found.data = "jamhall-data";
    found.disk = disk_facts{.free_bytes = 50'000'000'000,
                            .size_bytes = 100'000'000'000,
                            .kind = "ext4",
                            .is_of_network = false,
                            .is_in_memory = false,
                            .sync_ms = 2.5,
                            .sync_fault = ""};
    found.clock = clock_facts{
        .is_synchronised = true, .now = now, .newest = {now.ms - 1'000}, .newest_path = "hall.db"};
    found.files = {{.file = "hall.db", .format = 3, .format_known = 3, .problem = ""},
                   {.file = "jams/a.jam", .format = 5, .format_known = 5, .problem = ""}};
    found.backup = backup_facts{
        .jams = 1,
        .last = codec::backup_mark{
            .made_at = {now.ms - 3 * hour_ms}, .jams = 1, .is_whole = true, .folder = "/backups/today"}};
    found.library = library_facts{.running = "3.51.3",
                                  .running_number = 3'051'003,
                                  .built_with_number = 3'040'001,
                                  .is_threadsafe = true};
    found.open_files_max = 262'144;
    found.address = address_facts{.url = "https://jam.example.org",
                                  .is_asked = true,
                                  .fault = "",
                                  .status = 200,
                                  .is_jamhall = true,
                                  .missing_headers = {},
                                  .live_status = 403,
                                  .certificate_days = 60};
    found.certificate.emplace();
    found.sends_mail = true;
    return found;
}

/// How one check came out, the worst of it.
severity of(const facts& found, std::string_view check)
{
    auto worst = severity::good;
    bool is_there = false;
    for (const auto& each : judge(found)) {
        if (each.check != check)
            continue;
        is_there = true;
        worst = std::max(worst, each.how);
        INFO(each.says);
        CHECK((each.how == severity::good) == each.advice.empty());
    }
    INFO(check);
    CHECK(is_there);
    return worst;
}

template <class Change>
severity after(std::string_view check, const Change& change)
{
    auto found = healthy();
    change(found);
    return of(found, check);
}

}  // namespace

TEST_CASE("A healthy machine has only good findings")
{
    for (const auto& each : judge(healthy())) {
        INFO(each.check << ": " << each.says);
        CHECK(each.how == severity::good);
    }
    CHECK(findings_json(judge(healthy()))
              .starts_with(R"({"healthy":true,"findings":[{"check":"disk space","level":"good",)"));
}

TEST_CASE("The doctor finds what is wrong with a disk")
{
    CHECK(after("disk space", [](facts& f) { f.disk->free_bytes = 900'000'000; }) == severity::note);
    CHECK(after("disk space", [](facts& f) { f.disk->free_bytes = 100'000'000; }) == severity::bad);
    CHECK(after("file system", [](facts& f) { f.disk->is_of_network = true; }) == severity::bad);
    CHECK(after("file system", [](facts& f) { f.disk->is_in_memory = true; }) == severity::bad);
    CHECK(after("disk sync", [](facts& f) { f.disk->sync_ms = 80; }) == severity::note);
    CHECK(after("disk sync", [](facts& f) { f.disk->sync_ms = 800; }) == severity::bad);
    CHECK(after("disk sync", [](facts& f) { f.disk->sync_ms.reset(); }) == severity::bad);
}

TEST_CASE("The doctor finds files that others may read, that are newer, older or no files of a hall")
{
    CHECK(after("private files", [](facts& f) {
              f.open_paths.push_back({"jams/a.jam", 0644});
          }) == severity::bad);
    CHECK(after("hall files", [](facts& f) { f.files[1].format = 6; }) == severity::bad);
    CHECK(after("hall files", [](facts& f) { f.files[1].format = 4; }) == severity::note);
    CHECK(after("hall files", [](facts& f) { f.files[1].problem = "this is not a jam file"; }) ==
          severity::bad);
    CHECK(after("data folder", [](facts& f) { f.data_fault = "there is no hall here"; }) == severity::bad);
}

TEST_CASE(
    "The doctor sends to verify for a jam that cannot be read, and to the backup for hall.db, which verify "
    "does not know")
{
    for (const std::size_t at : {0U, 1U}) {
        auto found = healthy();
        found.files[at].problem = "file is not a database";
        const auto all = judge(found);
        const auto told = std::ranges::find(all, "hall files", &finding::check);
        REQUIRE(told != all.end());
        CHECK((told->advice.find("jamhall verify") == std::string::npos) == (at == 0));
        CHECK((told->advice.find("jamhall restore") != std::string::npos) == (at == 0));
    }
}

TEST_CASE("The doctor finds a clock that is not set, or behind what was written")
{
    CHECK(after("clock", [](facts& f) { f.clock->is_synchronised = false; }) == severity::note);
    CHECK(after("clock", [](facts& f) { f.clock->is_synchronised.reset(); }) == severity::note);
    CHECK(after("clock", [](facts& f) { f.clock->newest.ms = now.ms + 60'000; }) == severity::bad);
    CHECK(after("clock", [](facts& f) { f.clock->newest.ms = now.ms + 1'000; }) == severity::good);
}

TEST_CASE("The doctor finds backups that are missing, old or not whole")
{
    CHECK(after("backup", [](facts& f) { f.backup->last.reset(); }) == severity::bad);
    CHECK(after("backup", [](facts& f) { f.backup = backup_facts{}; }) == severity::good);
    CHECK(after("backup", [](facts& f) { f.backup->last->made_at.ms = now.ms - 30 * hour_ms; }) ==
          severity::note);
    CHECK(after("backup", [](facts& f) { f.backup->last->made_at.ms = now.ms - 300 * hour_ms; }) ==
          severity::bad);
    CHECK(after("backup", [](facts& f) { f.backup->last->is_whole = false; }) == severity::bad);
    auto found = healthy();
    found.backup = backup_facts{.jams = 1, .last = {}, .problem = "backups.json cannot be read"};
    CHECK(of(found, "backup") == severity::bad);
    const auto all = judge(found);
    CHECK(std::ranges::any_of(
        all, [](const finding& each) { return each.says.find("is not known") != std::string::npos; }));
}

TEST_CASE(
    "The doctor finds an SQLite that is too old, too simple or has the WAL-reset bug, and a low file limit")
{
    CHECK(after("SQLite", [](facts& f) { f.library->running_number = 3'040'001; }) == severity::note);
    CHECK(after("SQLite", [](facts& f) { f.library->running_number = 3'039'004; }) == severity::bad);
    CHECK(after("SQLite", [](facts& f) { f.library->built_with_number = 3'052'000; }) == severity::bad);
    CHECK(after("SQLite", [](facts& f) { f.library->is_threadsafe = false; }) == severity::bad);
    CHECK(after("file limit", [](facts& f) { f.open_files_max = 4'096; }) == severity::note);
    CHECK(after("file limit", [](facts& f) { f.open_files_max = 256; }) == severity::bad);
}

TEST_CASE("The doctor finds what a proxy loses, and a certificate that ends")
{
    CHECK(after("public address", [](facts& f) { f.address = address_facts{}; }) == severity::note);
    CHECK(after("public address", [](facts& f) { f.address->fault = "no connection."; }) == severity::bad);
    CHECK(after("public address", [](facts& f) { f.address->is_jamhall = false; }) == severity::bad);
    CHECK(after("proxy headers", [](facts& f) { f.address->missing_headers = {"Referrer-Policy"}; }) ==
          severity::bad);
    CHECK(after("live connections", [](facts& f) { f.address->live_status = 400; }) == severity::bad);
    CHECK(after("certificate", [](facts& f) { f.address->certificate_days = 14; }) == severity::note);
    const auto forged = [&](forged_account what) {
        return after("accounts of proxy", [what](facts& f) { f.address->forged = what; });
    };
    CHECK(forged(forged_account::taken_away) == severity::good);
    CHECK(forged(forged_account::let_through) == severity::bad);
    CHECK(forged(forged_account::unclear) == severity::note);
    CHECK(after("certificate", [](facts& f) { f.address->certificate_days = -1; }) == severity::bad);
    CHECK(after("certificate file", [](facts& f) {
              f.certificate->push_back({true, "It is over."});
          }) == severity::bad);
    CHECK(after("certificate file", [](facts& f) {
              f.certificate->push_back({false, "It ends soon."});
          }) == severity::note);
}

TEST_CASE("Mail that is not set up is worth a note, and a mail server that keeps us out is bad")
{
    CHECK(after("mail", [](facts& f) { f.sends_mail = false; }) == severity::note);
    CHECK(after("mail", [](facts& f) { f.mail_fault = "Login denied"; }) == severity::bad);
    CHECK(after("mail", [](facts&) {}) == severity::good);
}
