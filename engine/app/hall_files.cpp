// SPDX-License-Identifier: Apache-2.0
#include "engine/app/hall_files.hpp"

#include "engine/app/refusal.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/live/erasure_replay.hpp"
#include "engine/net/origins.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/restore.hpp"
#include "engine/store/verify.hpp"

#include <fmt/format.h>

namespace jamhall::app {
namespace {

constexpr sessions::duration one_time_link_lasts{24 * 60 * 60 * 1'000};

std::string seconds_since(std::chrono::steady_clock::time_point begun)
{
    const std::chrono::duration<double> took = clock::monotonic_now() - begun;
    return fmt::format("{:.1f} s", took.count());
}

void verify_heads(const verify_command& asked)
{
    const auto key_file =
        asked.key.empty() ? std::filesystem::absolute(asked.heads).parent_path().parent_path() / "hall.pub"
                          : asked.key;
    const auto checked =
        store::check_heads(asked.file, store::read_heads(asked.heads), store::read_public_key(key_file));
    if (!checked.difference.empty())
        throw refusal{fmt::format("{}: {}", asked.file.string(), checked.difference)};
    fmt::print("{}: {} signed heads fit", asked.file.string(), checked.good);
    if (checked.beyond_copy > 0)
        fmt::print(", {} are newer than this copy", checked.beyond_copy);
    if (checked.of_other_lives > 0)
        fmt::print(", {} are of before a backup was restored", checked.of_other_lives);
    fmt::print("; the log is what the hall signed up to event {}\n", checked.agreed.value);
}

/// Where to find what was erased since a backup was made. Empty: nowhere. Errors: throws refusal.
std::filesystem::path lists_for(const restore_command& asked)
{
    if (!asked.erasures.empty() && !std::filesystem::is_directory(asked.erasures))
        throw refusal{asked.erasures.string() + ": there is no such folder."};
    if (!asked.erasures.empty() && store::lists_in(asked.erasures).empty())
        throw refusal{asked.erasures.string() +
                      ": there is no list of erasures in this folder (JAM.erasures). In a data folder they "
                      "stand in erasures; where nothing was ever erased, leave --erasures out."};
    const auto beside = std::filesystem::absolute(asked.from).lexically_normal();
    const auto lists =
        asked.erasures.empty()
            ? (beside.has_filename() ? beside : beside.parent_path()).parent_path() / "erasures"
            : asked.erasures;
    return std::filesystem::is_directory(lists) ? lists : std::filesystem::path{};
}

}  // namespace

void verify(const verify_command& asked)
{
    const auto found = store::verify_jam_file(asked.file);
    if (!found.is_sound)
        throw refusal{fmt::format("{}: {}", asked.file.string(), found.first_difference)};
    if (!asked.heads.empty())
        verify_heads(asked);
    fmt::print("{}: sound, {} events\n", asked.file.string(), found.events);
}

void init(const init_command& asked)
{
    const auto origin = net::origin_of(asked.public_url);
    if (!origin)
        throw refusal{"--public-url is https://HOST or http://HOST:PORT, without anything behind it."};
    const store::data_folder folder{asked.data};
    store::hall_store hall{folder.hall_file()};
    if (asked.renews_token || !hall.admin_token_hash())
        hall.set_admin_token_hash(identity::write_admin_token(folder.admin_token_file()));
    const auto link = identity::make_token();
    hall.add_one_time_link(link.hash, clock::now() + one_time_link_lasts);
    fmt::print(
        "The hall in {} is ready. Serve it, then open this link within 24 hours; it works once:\n"
        "{}/admin#once={}\n",
        asked.data.string(), *origin, link.text);
}

namespace {

/// What the privacy notice of a jam says of copies is true only where backups go in time.
std::string broken_promise(const store::promised_days& promised, std::optional<int> keep_days)
{
    if (keep_days && *keep_days <= promised.days)
        return {};
    const auto told = fmt::format("{}: its people were told that copies are kept for {} {}, ", promised.file,
                                  promised.days, promised.days == 1 ? "day" : "days");
    return told + (keep_days ? fmt::format("but these are kept for {}\n", *keep_days)
                             : "but without --keep-days nothing removes this one\n");
}

}  // namespace

void backup(const backup_command& asked)
{
    if (!std::filesystem::exists(asked.data / "hall.db"))
        throw refusal{fmt::format("There is no hall in {}.", asked.data.string())};
    const auto begun = clock::monotonic_now();
    const auto made = store::make_backup(
        {.data = asked.data, .out = asked.out, .program = JAMHALL_VERSION, .keep_days = asked.keep_days});
    const auto jams = made.manifest.files.size() - 1;
    fmt::print("copied and checked hall.db and {} {} to {} in {}\n", jams, jams == 1 ? "jam" : "jams",
               made.folder.string(), seconds_since(begun));
    for (const auto& gone : made.expired)
        fmt::print("removed {}, older than {} days\n", gone.string(), *asked.keep_days);
    for (const auto& promised : made.promised)
        fmt::print("{}", broken_promise(promised, asked.keep_days));
    for (const auto& note : made.notes)
        fmt::print("{}\n", note);
    if (!made.is_noted)
        fmt::print("could not note it in {}, so nobody there sees when the last backup was\n",
                   asked.data.string());
    std::string faults;
    for (const auto& [file, why] : made.manifest.left_out)
        faults += fmt::format("{}{} is not in the backup: {}", faults.empty() ? "" : "\n", file, why);
    for (const auto& fault : made.faults)
        faults += (faults.empty() ? "" : "\n") + fault;
    if (!faults.empty())
        throw refusal{faults};
}

void restore(const restore_command& asked)
{
    const auto begun = clock::monotonic_now();
    const auto lists = lists_for(asked);
    const auto forget = [&](const std::filesystem::path& data) -> std::vector<std::string> {
        if (lists.empty())
            return {
                "there was no list of erasures: give the folder erasures of the hall that is replaced by "
                "--erasures, or what was erased since the backup is there again"};
        store::join_lists(lists, data / "erasures");
        const auto applied = live::apply_all_erasures(data);
        return {
            fmt::format("{}: {} {} applied", lists.string(), applied, applied == 1 ? "erasure" : "erasures")};
    };
    const auto done = store::restore_backup({.from = asked.from, .data = asked.data, .forget = forget});
    for (const auto& file : done.manifest.files)
        if (file.file != "hall.db")
            fmt::print("{}: {} events, verified\n", file.file, file.offset.value);
    for (const auto& line : done.forgotten)
        fmt::print("{}\n", line);
    for (const auto& [file, why] : done.manifest.left_out)
        fmt::print("{} was not in the backup: {}\n", file, why);
    fmt::print(
        "restored to {} in {}: jams have a new epoch, all sign-ins have ended, and serving it makes a new "
        "organizer's token\n",
        asked.data.string(), seconds_since(begun));
}

}  // namespace jamhall::app
