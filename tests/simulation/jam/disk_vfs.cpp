// SPDX-License-Identifier: Apache-2.0
// How SQLite asks the simulated disk. Source: sqlite.org/vfs.html, sqlite.org/c3ref/io_methods.html
#include "tests/simulation/jam/disk.hpp"
#include "tests/simulation/jam/machine.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace jamhall::simulated {
namespace {

disk* on = nullptr;
sqlite3_vfs* real = nullptr;

struct open_file {
    sqlite3_file base{};
    std::shared_ptr<disk::image> image;
    bool is_wal = false;
    int level = SQLITE_LOCK_NONE;
    std::array<bool, 8> shares{};
};

/// SQLite's piece of memory holds only where the file is.
struct handle {
    sqlite3_file base;
    open_file* at;
};

open_file& of(sqlite3_file* file)
{
    return *reinterpret_cast<handle*>(file)->at;
}

int close(sqlite3_file* file)
{
    delete reinterpret_cast<handle*>(file)->at;
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at)
{
    if (const int code = on->before_read(); code != SQLITE_OK)
        return code;
    const auto& content = of(file).image->now;
    const auto begin = std::min(content.size(), static_cast<std::size_t>(at));
    const auto have = std::min(content.size() - begin, static_cast<std::size_t>(size));
    std::memcpy(to, content.data() + begin, have);
    if (have == static_cast<std::size_t>(size))
        return SQLITE_OK;
    std::memset(static_cast<char*>(to) + have, 0, static_cast<std::size_t>(size) - have);
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at)
{
    return on->write(*of(file).image, bytes, static_cast<std::size_t>(size), static_cast<std::size_t>(at));
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    return on->cut(*of(file).image, static_cast<std::size_t>(size));
}

int sync(sqlite3_file* file, int)
{
    return on->sync(*of(file).image, of(file).is_wal);
}

int size_of(sqlite3_file* file, sqlite3_int64* size)
{
    *size = static_cast<sqlite3_int64>(of(file).image->now.size());
    return SQLITE_OK;
}

int lock(sqlite3_file* file, int level)
{
    auto& mine = of(file);
    auto& all = *mine.image;
    if (level <= mine.level)
        return SQLITE_OK;
    const void* const me = &mine;
    if ((all.exclusive != nullptr && all.exclusive != me) ||
        (level >= SQLITE_LOCK_RESERVED && all.reserved != nullptr && all.reserved != me))
        return SQLITE_BUSY;
    if (mine.level == SQLITE_LOCK_NONE)
        ++all.shared_locks;
    mine.level = std::max(mine.level, SQLITE_LOCK_SHARED);
    if (level >= SQLITE_LOCK_RESERVED)
        all.reserved = me;
    if (level == SQLITE_LOCK_EXCLUSIVE && all.shared_locks > 1)
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE)
        all.exclusive = me;
    mine.level = level;
    return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level)
{
    auto& mine = of(file);
    auto& all = *mine.image;
    if (level < SQLITE_LOCK_RESERVED) {
        if (all.reserved == &mine)
            all.reserved = nullptr;
        if (all.exclusive == &mine)
            all.exclusive = nullptr;
    }
    if (level == SQLITE_LOCK_NONE && mine.level != SQLITE_LOCK_NONE)
        --all.shared_locks;
    mine.level = std::min(mine.level, level);
    return SQLITE_OK;
}

int check_lock(sqlite3_file* file, int* held)
{
    *held = of(file).image->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*)
{
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*)
{
    return 512;
}

/// Nothing is promised about torn or reordered writes.
int characteristics(sqlite3_file*)
{
    return 0;
}

int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at)
{
    auto& pages = of(file).image->shared;
    const auto wanted = static_cast<std::size_t>(page);
    *at = nullptr;
    if (size != 32'768)
        return SQLITE_IOERR_SHMMAP;
    while (extend != 0 && pages.size() <= wanted)
        pages.push_back(std::make_unique<std::array<char, 32'768>>());
    if (wanted < pages.size())
        *at = pages[wanted]->data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int first, int n, int flags)
{
    auto& mine = of(file);
    auto& all = *mine.image;
    const auto begin = static_cast<std::size_t>(first);
    const auto end = begin + static_cast<std::size_t>(n);
    const bool is_shared = (flags & SQLITE_SHM_SHARED) != 0;
    for (auto i = begin; i < end && (flags & SQLITE_SHM_LOCK) != 0; ++i) {
        const bool is_others = all.shm_owner.at(i) != nullptr && all.shm_owner.at(i) != &mine;
        if (is_others || (!is_shared && all.shm_shared.at(i) - (mine.shares.at(i) ? 1 : 0) > 0))
            return SQLITE_BUSY;
    }
    for (auto i = begin; i < end; ++i) {
        if ((flags & SQLITE_SHM_LOCK) != 0 && is_shared && !mine.shares.at(i)) {
            mine.shares.at(i) = true;
            ++all.shm_shared.at(i);
        } else if ((flags & SQLITE_SHM_LOCK) != 0 && !is_shared) {
            all.shm_owner.at(i) = &mine;
        } else if ((flags & SQLITE_SHM_UNLOCK) != 0 && is_shared && mine.shares.at(i)) {
            mine.shares.at(i) = false;
            --all.shm_shared.at(i);
        } else if ((flags & SQLITE_SHM_UNLOCK) != 0 && !is_shared && all.shm_owner.at(i) == &mine) {
            all.shm_owner.at(i) = nullptr;
        }
    }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int remove)
{
    auto& mine = of(file);
    for (std::size_t i = 0; i < mine.shares.size(); ++i) {
        if (mine.shares.at(i))
            --mine.image->shm_shared.at(i);
        if (mine.image->shm_owner.at(i) == &mine)
            mine.image->shm_owner.at(i) = nullptr;
        mine.shares.at(i) = false;
    }
    if (remove != 0)
        mine.image->shared.clear();
    return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,         close,      read,    write,       truncate,        sync,    size_of,  lock,
    unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock, shm_barrier,
    shm_unmap, nullptr,    nullptr};

int open_named(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got)
{
    const std::string called = name != nullptr ? name : "";
    auto* made = reinterpret_cast<handle*>(file);
    made->base.pMethods = &methods;
    made->at = new open_file;
    made->at->image = on->open(called);
    made->at->is_wal = called.ends_with("-wal");
    if (got != nullptr)
        *got = flags;
    return SQLITE_OK;
}

int remove_named(sqlite3_vfs*, const char* name, int)
{
    on->remove(name);
    return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* is_there)
{
    *is_there = on->has(name) ? 1 : 0;
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* to)
{
    for (int i = 0; i < size; ++i)
        to[i] = static_cast<char>(the_machine().random.next());
    return size;
}

int pause(sqlite3_vfs*, int microseconds)
{
    return microseconds;
}

int time_of_day(sqlite3_vfs*, sqlite3_int64* ms)
{
    constexpr sqlite3_int64 julian_1970_ms = 210'866'760'000'000;
    *ms = julian_1970_ms + the_machine().wall_ns / 1'000'000;
    return SQLITE_OK;
}

sqlite3_vfs simulated_vfs;

}  // namespace

disk::disk()
{
    sqlite3_initialize();
    real = sqlite3_vfs_find(nullptr);
    simulated_vfs = *real;
    simulated_vfs.zName = "simulated";
    simulated_vfs.szOsFile = sizeof(handle);
    simulated_vfs.pNext = nullptr;
    simulated_vfs.xOpen = open_named;
    simulated_vfs.xDelete = remove_named;
    simulated_vfs.xAccess = access;
    simulated_vfs.xRandomness = randomness;
    simulated_vfs.xSleep = pause;
    simulated_vfs.xCurrentTimeInt64 = time_of_day;
    sqlite3_vfs_register(&simulated_vfs, 1);
    // SQLite draws numbers of its own; they begin anew too.
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_RESET);
    sqlite3_randomness(0, nullptr);
    on = this;
}

disk::~disk()
{
    sqlite3_vfs_unregister(&simulated_vfs);
    sqlite3_vfs_register(real, 1);
    on = nullptr;
}

}  // namespace jamhall::simulated
