// SPDX-License-Identifier: Apache-2.0
#include "engine/app/doctor_facts.hpp"

#include <fmt/format.h>

#include <chrono>

namespace jamhall::app {
namespace {

constexpr std::uint64_t mb = 1'000'000;
constexpr std::uint64_t free_bytes_least = 200 * mb;
constexpr std::uint64_t free_bytes_wanted = 1'000 * mb;
constexpr double sync_ms_slow = 30;
constexpr double sync_ms_worst = 500;
constexpr std::int64_t clock_ahead_ms_max = 5'000;
constexpr std::int64_t backup_ms_wanted = 26LL * 60 * 60 * 1'000;
constexpr std::int64_t backup_ms_worst = 8LL * 24 * 60 * 60 * 1'000;
constexpr std::uint64_t open_files_least = 1'024;
constexpr std::uint64_t open_files_wanted = 8'192;
/// Where two connections move the same log at one time, older ones may damage it. Source: sqlite.org/wal.html#walresetbug
constexpr int sqlite_without_reset_bug = 3'051'003;
constexpr int sqlite_least = 3'040'000;

class judgement {
public:
    void good(std::string check, std::string says)
    {
        add(std::move(check), severity::good, std::move(says), "");
    }
    void note(std::string check, std::string says, std::string advice)
    {
        add(std::move(check), severity::note, std::move(says), std::move(advice));
    }
    void bad(std::string check, std::string says, std::string advice)
    {
        add(std::move(check), severity::bad, std::move(says), std::move(advice));
    }

    std::vector<finding> take() { return std::move(all_); }

private:
    void add(std::string check, severity how, std::string says, std::string advice)
    {
        all_.push_back({std::move(check), how, std::move(says), std::move(advice)});
    }

    std::vector<finding> all_;
};

void judge_disk(const disk_facts& disk, judgement& to)
{
    const auto room = fmt::format("{} MB of {} MB are free.", disk.free_bytes / mb, disk.size_bytes / mb);
    if (disk.free_bytes < free_bytes_least)
        to.bad("disk space", room, "Make room now: when the disk is full nothing is saved any more.");
    else if (disk.free_bytes < free_bytes_wanted)
        to.note("disk space", room, "Make room before the jam, at least 1 GB.");
    else
        to.good("disk space", room);

    if (disk.is_of_network)
        to.bad("file system", fmt::format("The data folder is on a network file system ({}).", disk.kind),
               "Move it to a local disk: locks and syncs are not safe over the network.");
    else if (disk.is_in_memory)
        to.bad("file system", fmt::format("The data folder is in memory ({}).", disk.kind),
               "Move it to a disk: everything is gone when this machine restarts.");
    else
        to.good("file system", fmt::format("The data folder is on {}.", disk.kind));

    if (!disk.sync_ms)
        to.bad("disk sync", fmt::format("A file could not be written and synced: {}.", disk.sync_fault),
               "Run this as the user who runs the server; if it does the same there, the disk is broken.");
    else if (*disk.sync_ms > sync_ms_worst)
        to.bad("disk sync", fmt::format("Writing and syncing takes {:.0f} ms.", *disk.sync_ms),
               "People would wait that long for every answer. Use another disk.");
    else if (*disk.sync_ms > sync_ms_slow)
        to.note("disk sync", fmt::format("Writing and syncing takes {:.0f} ms.", *disk.sync_ms),
                "That is slow; a solid-state disk takes 1 to 5 ms.");
    else
        to.good("disk sync", fmt::format("Writing and syncing takes {:.1f} ms.", *disk.sync_ms));
}

void judge_paths(const std::vector<open_path>& paths, judgement& to)
{
    if (paths.empty())
        return to.good("private files", "Only their owner can read the hall's files.");
    for (const auto& path : paths)
        to.bad("private files", fmt::format("{} has mode {:04o}: others can read it.", path.path, path.mode),
               fmt::format("chmod {} '{}'", (path.mode & 0100U) != 0 ? "u=rwx,go=" : "u=rw,go=", path.path));
}

void judge_clock(const clock_facts& clock, judgement& to)
{
    const auto ahead_ms = clock.newest.ms - clock.now.ms;
    if (ahead_ms > clock_ahead_ms_max)
        to.bad("clock", fmt::format("{} is from {} s in the future.", clock.newest_path, ahead_ms / 1'000),
               "The clock was ahead or is behind. Set it right before serving: bells ring by it.");
    else if (!clock.is_synchronised)
        to.note("clock", "The kernel does not say whether the clock is set by the network.",
                "Compare it with another clock, and run chrony or systemd-timesyncd.");
    else if (!*clock.is_synchronised)
        to.note("clock", "The clock is not set by the network.",
                "Run chrony or systemd-timesyncd: bells ring by it.");
    else
        to.good("clock", "The clock is set by the network.");
}

void judge_files(const std::vector<file_facts>& files, judgement& to)
{
    std::size_t good = 0;
    for (const auto& file : files) {
        if (!file.problem.empty())
            to.bad("hall files", fmt::format("{} cannot be read: {}", file.file, file.problem),
                   file.file == "hall.db"
                       ? "If it is damaged, stop the server and run jamhall restore on the last backup, into "
                         "a new folder; docs/operating.md shows how."
                       : "Run jamhall verify on it, and restore it from a backup if it is damaged.");
        else if (file.format > file.format_known)
            to.bad("hall files",
                   fmt::format("{} is of format {}, this Jamhall knows {}.", file.file, file.format,
                               file.format_known),
                   "Run the newer Jamhall that wrote it.");
        else if (file.format < file.format_known)
            to.note("hall files", fmt::format("{} is of the older format {}.", file.file, file.format),
                    "It is brought up to date when it is served; make a backup before.");
        else
            ++good;
    }
    if (good == files.size())
        to.good("hall files", fmt::format("{} files of this version.", good));
}

void judge_backup(const backup_facts& backup, sessions::instant now, judgement& to)
{
    const char* const advice =
        "Run jamhall backup --out DIR --keep-days 30 from a timer each day, to another disk.";
    if (!backup.problem.empty())
        return to.bad("backup",
                      fmt::format("When the last backup was made is not known: {}.", backup.problem),
                      "Make a backup, as root or as the user who runs the server: it is noted anew, for that "
                      "user to read.");
    if (!backup.last) {
        if (backup.jams == 0)
            to.good("backup", "There is no jam to back up yet.");
        else
            to.bad("backup", "There was never a backup.", advice);
        return;
    }
    const auto age_ms = now.ms - backup.last->made_at.ms;
    const auto says =
        fmt::format("The last backup was {} hours ago, to {}.", age_ms / 3'600'000, backup.last->folder);
    if (!backup.last->is_whole)
        to.bad("backup", says + " It left out a jam that is damaged.",
               "Run jamhall verify on each jam's file.");
    else if (age_ms > backup_ms_worst)
        to.bad("backup", says, advice);
    else if (age_ms > backup_ms_wanted)
        to.note("backup", says, advice);
    else
        to.good("backup", says);
}

void judge_library(const library_facts& library, judgement& to)
{
    if (library.running_number < sqlite_least)
        to.bad("SQLite", fmt::format("SQLite {} is too old.", library.running), "Use 3.40 or newer.");
    else if (library.running_number < library.built_with_number)
        to.bad("SQLite",
               fmt::format("SQLite {} is older than the one this program was built with.", library.running),
               "Install the libsqlite3-0 it was built with, or newer.");
    else if (!library.is_threadsafe)
        to.bad("SQLite", "SQLite was built for one thread only.", "Use the library of the distribution.");
    else if (library.running_number < sqlite_without_reset_bug)
        to.note("SQLite", fmt::format("SQLite {} has the WAL-reset bug (mended in 3.51.3).", library.running),
                "Jamhall itself never meets it: it moves a log from one connection at a time. Open the files "
                "of a running "
                "hall with sqlite3 -readonly only.");
    else
        to.good("SQLite", fmt::format("SQLite {}.", library.running));
}

void judge_limits(std::uint64_t open_files_max, judgement& to)
{
    const auto says = fmt::format("{} files may be open, one for each connection.", open_files_max);
    if (open_files_max < open_files_least)
        to.bad("file limit", says, "Raise it: LimitNOFILE=262144 in the service, or ulimit -n.");
    else if (open_files_max < open_files_wanted)
        to.note("file limit", says,
                "Raise it for more people: LimitNOFILE=262144 in the service, or ulimit -n.");
    else
        to.good("file limit", says);
}

void judge_certificate(int days, judgement& to)
{
    constexpr int days_least = 7;
    constexpr int days_wanted = 21;
    const auto says = fmt::format("The certificate is good for {} more days.", days);
    if (days < days_least)
        to.bad("certificate", says, "Renew it now: browsers refuse an expired one.");
    else if (days < days_wanted)
        to.note("certificate", says, "See that it is renewed by itself.");
    else
        to.good("certificate", says);
}

void judge_own_certificate(const std::vector<certificate_trouble>& troubles, judgement& to)
{
    const char* const advice = "Renew it, then send SIGHUP to the server.";
    for (const auto& trouble : troubles)
        if (trouble.keeps_people_out)
            to.bad("certificate file", trouble.says, advice);
        else
            to.note("certificate file", trouble.says, advice);
    if (troubles.empty())
        to.good("certificate file", "The certificate is good for the public address.");
}

void judge_forged(forged_account what, judgement& to)
{
    constexpr auto check = "accounts of proxy";
    switch (what) {
    case forged_account::untried: return;
    case forged_account::taken_away:
        return to.good(check, "Headers that name a made-up account do not come through.");
    case forged_account::let_through:
        return to.bad(
            check, "Whoever sends the headers of [proxy.accounts] is taken for what they write into them.",
            "Have the proxy take all of them away from every request before it sets them, or leave out "
            "[proxy.accounts].");
    case forged_account::unclear:
        return to.note(
            check, "The proxy answered itself, so it was not tried whether it takes clients' headers away.",
            "Sign in, send the headers of [proxy.accounts] with a made-up account to "
            "/api/v1/login/proxy, and see that you come in as yourself.");
    }
}

void judge_address(const address_facts& address, judgement& to)
{
    constexpr unsigned forbidden = 403;
    constexpr unsigned not_found = 404;
    if (!address.is_asked)
        return to.note("public address", "No public address was given, so it was not asked.",
                       "Give the address people use: --public-url https://jam.example.org");
    if (!address.fault.empty())
        return to.bad("public address", fmt::format("{} does not answer: {}", address.url, address.fault),
                      "Is the server running, the proxy too, and does the name lead here?");
    if (!address.is_jamhall)
        return to.bad(
            "public address",
            fmt::format("{} answers with {}, and not as Jamhall does.", address.url, address.status),
            "Have the proxy pass everything on to the server.");
    to.good("public address", fmt::format("{} answers.", address.url));
    for (const auto& header : address.missing_headers)
        to.bad("proxy headers", fmt::format("The answer has lost its header {}.", header),
               "Have the proxy leave the server's headers alone.");
    if (address.missing_headers.empty())
        to.good("proxy headers", "The proxy leaves the server's headers alone.");
    if (address.certificate_days)
        judge_certificate(*address.certificate_days, to);
    judge_forged(address.forged, to);
    if (address.live_status == not_found || address.live_status == forbidden)
        to.good("live connections", "The proxy passes WebSocket upgrades on.");
    else
        to.bad("live connections",
               fmt::format("A WebSocket upgrade is answered with {}.", address.live_status),
               "Have the proxy pass Upgrade and Connection on; docs/operating.md shows how.");
}

void judge_mail(const facts& found, judgement& to)
{
    if (!found.sends_mail)
        to.note("mail", "Mail is not set up, so nobody can sign in by mail.",
                "Set [mail] in the config file, or hand out links and codes yourself.");
    else if (!found.mail_fault.empty())
        to.bad("mail", fmt::format("The mail server cannot be used: {}.", found.mail_fault),
               "Look at url, user, password and tls of [mail], and whether a firewall is between.");
    else
        to.good("mail", "The mail server lets us in.");
}

}  // namespace

std::vector<finding> judge(const facts& found)
{
    judgement to;
    if (!found.data_fault.empty())
        to.bad("data folder", fmt::format("{}: {}", found.data.string(), found.data_fault),
               "Name the hall's folder with --data, and run this as the user who runs the server.");
    if (found.disk)
        judge_disk(*found.disk, to);
    if (found.data_fault.empty())
        judge_paths(found.open_paths, to);
    if (found.clock)
        judge_clock(*found.clock, to);
    if (found.data_fault.empty())
        judge_files(found.files, to);
    if (found.backup && found.clock)
        judge_backup(*found.backup, found.clock->now, to);
    if (found.library)
        judge_library(*found.library, to);
    judge_limits(found.open_files_max, to);
    if (found.certificate)
        judge_own_certificate(*found.certificate, to);
    judge_mail(found, to);
    if (found.address)
        judge_address(*found.address, to);
    return to.take();
}

}  // namespace jamhall::app
