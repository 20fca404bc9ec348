// SPDX-License-Identifier: Apache-2.0
// What the doctor looks at on the machine: disk, modes, clock, files, limits.
#include "engine/app/doctor.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/library.hpp"
#include "engine/store/store_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace jamhall::app {
namespace {

namespace fs = std::filesystem;

struct disk_kind {
    std::uint32_t magic;
    const char* name;
    bool is_of_network;
    bool is_in_memory;
};

/// Source: statfs(2).
constexpr std::array<disk_kind, 14> disk_kinds{{
    {0xef53, "ext4", false, false},
    {0x58465342, "xfs", false, false},
    {0x9123683e, "btrfs", false, false},
    {0x2fc12fc1, "zfs", false, false},
    {0xf2f52010, "f2fs", false, false},
    {0x794c7630, "overlayfs", false, false},
    {0x01021994, "tmpfs", false, true},
    {0x858458f6, "ramfs", false, true},
    {0x6969, "NFS", true, false},
    {0xff534d42, "CIFS", true, false},
    {0xfe534d42, "SMB", true, false},
    {0x517b, "SMB", true, false},
    {0x00c36400, "Ceph", true, false},
    {0x01021997, "9p", true, false},
}};

/// Times one small write with its sync, in a file that goes at once. Errors: an errno.
int time_sync(const fs::path& folder, double& ms)
{
    const auto probe = folder / fmt::format(".doctor-{}", ::getpid());
    const int descriptor = ::open(probe.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return errno;
    ::unlink(probe.c_str());
    const std::array<char, 4096> bytes{};
    const auto begun = clock::monotonic_now();
    const bool is_written =
        ::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fdatasync(descriptor) == 0;
    const int error = is_written ? 0 : errno;
    ms = std::chrono::duration<double, std::milli>(clock::monotonic_now() - begun).count();
    ::close(descriptor);
    return error;
}

void look_at_sync(const fs::path& folder, disk_facts& disk)
{
    std::array<double, 5> took{};
    for (double& ms : took)
        if (const int error = time_sync(folder, ms); error != 0) {
            disk.sync_fault = std::generic_category().message(error);
            return;
        }
    std::ranges::sort(took);
    disk.sync_ms = took[took.size() / 2];
}

std::optional<disk_facts> look_at_disk(const fs::path& folder)
{
    struct statfs found {};
    if (::statfs(folder.c_str(), &found) != 0)
        return std::nullopt;
    disk_facts disk;
    const auto block = static_cast<std::uint64_t>(found.f_bsize);
    disk.free_bytes = found.f_bavail * block;
    disk.size_bytes = found.f_blocks * block;
    const auto magic = static_cast<std::uint32_t>(found.f_type);
    const auto known = std::ranges::find(disk_kinds, magic, &disk_kind::magic);
    if (known != disk_kinds.end()) {
        disk.kind = known->name;
        disk.is_of_network = known->is_of_network;
        disk.is_in_memory = known->is_in_memory;
    } else {
        disk.kind = fmt::format("a file system of type {:#x}", magic);
    }
    look_at_sync(folder, disk);
    return disk;
}

/// Walks the data folder once: who may read what, and the newest time. Of a link, which has no mode of its own, what it
/// leads to: the data folder of a service is one.
void look_at_files(const fs::path& data, facts& found, clock_facts& times)
{
    const auto look = [&](const fs::path& path) {
        struct stat entry {};
        if (::stat(path.c_str(), &entry) != 0)
            return;
        if (const unsigned mode = entry.st_mode & 0777U; (mode & 077U) != 0)
            found.open_paths.push_back({path.string(), mode});
        const sessions::instant changed{static_cast<std::int64_t>(entry.st_mtim.tv_sec) * 1'000 +
                                        entry.st_mtim.tv_nsec / 1'000'000};
        if (changed > times.newest) {
            times.newest = changed;
            times.newest_path = path.string();
        }
    };
    look(data);
    for (const auto& entry :
         fs::recursive_directory_iterator{data, fs::directory_options::skip_permission_denied})
        look(entry.path());
}

/// Source: adjtimex(2).
std::optional<bool> is_clock_synchronised()
{
    timex asked{};
    const int state = ::adjtimex(&asked);
    if (state < 0)
        return std::nullopt;
    return state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0;
}

void look_at_hall(const fs::path& data, facts& found)
{
    const auto look = [&](const fs::path& file, bool is_hall) {
        file_facts looked{
            .file = fs::relative(file, data).string(), .format = 0, .format_known = 0, .problem = ""};
        try {
            const auto format = store::format_of(file, is_hall);
            looked.format = format.version;
            looked.format_known = format.known;
        } catch (const store::store_error& error) {
            looked.problem = error.what();
        }
        found.files.push_back(std::move(looked));
    };
    look(data / "hall.db", true);
    std::error_code none_there;
    for (const auto& entry : fs::directory_iterator{data / "jams", none_there})
        if (entry.path().extension() == ".jam")
            look(entry.path(), false);
    auto& backup = found.backup.emplace();
    backup.jams = found.files.size() - 1;
    try {
        backup.last = store::read_backup_mark(data);
    } catch (const store::store_error& error) {
        backup.problem = error.what();
    }
}

}  // namespace

facts look_around(const fs::path& data)
{
    facts found;
    found.data = data;
    rlimit open_files{};
    ::getrlimit(RLIMIT_NOFILE, &open_files);
    found.open_files_max = open_files.rlim_cur;
    const auto library = store::running_library();
    found.library = library_facts{.running = library.version,
                                  .running_number = library.number,
                                  .built_with_number = library.built_with_number,
                                  .is_threadsafe = library.is_threadsafe};
    clock_facts times;
    times.is_synchronised = is_clock_synchronised();
    std::error_code unknown;
    if (!fs::exists(data / "hall.db", unknown)) {
        found.data_fault = unknown ? unknown.message() : "there is no hall here";
    } else {
        try {
            look_at_files(data, found, times);
            look_at_hall(data, found);
            found.disk = look_at_disk(data);
        } catch (const fs::filesystem_error& error) {
            found.data_fault = error.code().message();
        }
    }
    times.now = clock::now();
    found.clock = times;
    return found;
}

}  // namespace jamhall::app
