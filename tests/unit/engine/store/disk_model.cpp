// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/store/disk_model.hpp"

#include "tests/unit/engine/store/store_fixture.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace jamhall::store {
namespace {

disk_model* model = nullptr;
sqlite3_vfs* real = nullptr;

/// SQLite's file with the real one behind it, in the same piece of memory.
struct modelled_file {
    sqlite3_file base;
    std::string* name;  ///< null: not a file of interest
    sqlite3_file* behind;
};

modelled_file* of(sqlite3_file* file)
{
    return reinterpret_cast<modelled_file*>(file);
}
sqlite3_file* behind(sqlite3_file* file)
{
    return of(file)->behind;
}

int close(sqlite3_file* file)
{
    const int code =
        behind(file)->pMethods != nullptr ? behind(file)->pMethods->xClose(behind(file)) : SQLITE_OK;
    delete of(file)->name;
    return code;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at)
{
    if (const int code = model->before(disk_model::operation::write); code != SQLITE_OK)
        return code;
    const int code = behind(file)->pMethods->xWrite(behind(file), bytes, size, at);
    if (code == SQLITE_OK)
        model->wrote(*of(file)->name, at, bytes, static_cast<std::size_t>(size));
    return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (const int code = model->before(disk_model::operation::cut); code != SQLITE_OK)
        return code;
    const int code = behind(file)->pMethods->xTruncate(behind(file), size);
    if (code == SQLITE_OK)
        model->cut(*of(file)->name, size);
    return code;
}

int sync(sqlite3_file* file, int flags)
{
    if (const int code = model->before(disk_model::operation::sync); code != SQLITE_OK)
        return code;
    const int code = behind(file)->pMethods->xSync(behind(file), flags);
    if (code == SQLITE_OK)
        model->synced(*of(file)->name);
    return code;
}

int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at)
{
    return behind(f)->pMethods->xRead(behind(f), to, size, at);
}
int size_of(sqlite3_file* f, sqlite3_int64* size)
{
    return behind(f)->pMethods->xFileSize(behind(f), size);
}
int lock(sqlite3_file* f, int level)
{
    return behind(f)->pMethods->xLock(behind(f), level);
}
int unlock(sqlite3_file* f, int level)
{
    return behind(f)->pMethods->xUnlock(behind(f), level);
}
int check_lock(sqlite3_file* f, int* held)
{
    return behind(f)->pMethods->xCheckReservedLock(behind(f), held);
}
int control(sqlite3_file* f, int what, void* with)
{
    return behind(f)->pMethods->xFileControl(behind(f), what, with);
}
int sector_size(sqlite3_file* f)
{
    return behind(f)->pMethods->xSectorSize(behind(f));
}
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** at)
{
    return behind(f)->pMethods->xShmMap(behind(f), page, size, extend, at);
}
int shm_lock(sqlite3_file* f, int at, int n, int flags)
{
    return behind(f)->pMethods->xShmLock(behind(f), at, n, flags);
}
void shm_barrier(sqlite3_file* f)
{
    behind(f)->pMethods->xShmBarrier(behind(f));
}
int shm_unmap(sqlite3_file* f, int remove)
{
    return behind(f)->pMethods->xShmUnmap(behind(f), remove);
}

/// Nothing is promised about torn or reordered writes.
int characteristics(sqlite3_file*)
{
    return 0;
}

const sqlite3_io_methods methods{
    2,         close,      read,    write,       truncate,        sync,    size_of,  lock,
    unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock, shm_barrier,
    shm_unmap, nullptr,    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* got)
{
    auto* made = of(file);
    made->base.pMethods = nullptr;
    made->name = nullptr;
    made->behind = reinterpret_cast<sqlite3_file*>(made + 1);
    const int code = real->xOpen(real, name, made->behind, flags, got);
    if (code != SQLITE_OK)
        return code;
    made->name = new std::string{name != nullptr ? name : ""};
    made->base.pMethods = &methods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder)
{
    const int code = real->xDelete(real, name, sync_folder);
    if (code == SQLITE_OK)
        model->removed(name);
    return code;
}

sqlite3_vfs modelled;

}  // namespace

disk_model::disk_model()
{
    real = sqlite3_vfs_find(nullptr);
    modelled = *real;
    modelled.zName = "disk_model";
    modelled.szOsFile = static_cast<int>(sizeof(modelled_file)) + real->szOsFile;
    modelled.pNext = nullptr;
    modelled.xOpen = open;
    modelled.xDelete = remove;
    sqlite3_vfs_register(&modelled, 1);
    model = this;
}

disk_model::~disk_model()
{
    sqlite3_vfs_unregister(&modelled);
    sqlite3_vfs_register(real, 1);
    model = nullptr;
}

void disk_model::fail_operation(std::size_t n, failure how)
{
    operations_ = 0;
    fail_at_ = n;
    how_ = how;
    has_failed_ = false;
}

int disk_model::before(operation what)
{
    ++operations_;
    if (operations_ != fail_at_)
        return SQLITE_OK;
    has_failed_ = true;
    failed_ = what;
    switch (what) {
    case operation::write: return how_ == failure::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case operation::cut: return how_ == failure::full ? SQLITE_FULL : SQLITE_IOERR_TRUNCATE;
    case operation::sync: break;
    }
    return SQLITE_IOERR_FSYNC;
}

void disk_model::wrote(const std::string& file, std::int64_t at, const void* bytes, std::size_t size)
{
    files_[file].later.push_back({.at = static_cast<std::size_t>(at),
                                  .bytes = {static_cast<const char*>(bytes), size},
                                  .is_cut = false});
}

void disk_model::cut(const std::string& file, std::int64_t size)
{
    files_[file].later.push_back({.at = static_cast<std::size_t>(size), .bytes = {}, .is_cut = true});
}

void disk_model::synced(const std::string& file)
{
    auto& kept = files_[file];
    for (const auto& what : kept.later)
        apply(kept.synced, what, what.bytes.size());
    kept.later.clear();
}

void disk_model::removed(const std::string& file)
{
    files_.erase(file);
}

void disk_model::apply(std::string& content, const change& what, std::size_t bytes)
{
    if (what.is_cut) {
        content.resize(what.at);
        return;
    }
    if (content.size() < what.at + bytes)
        content.resize(what.at + bytes);
    content.replace(what.at, bytes, what.bytes, 0, bytes);
}

void disk_model::cut_power(const std::filesystem::path& from, const std::filesystem::path& into,
                           std::mt19937& chance) const
{
    for (const auto& [name, kept] : files_) {
        const std::filesystem::path file{name};
        if (file.parent_path() != from)
            continue;
        auto content = kept.synced;
        // All later writes, none, or each by chance; of the last one a torn beginning.
        const auto mood = chance() % 3;
        for (const auto& what : kept.later) {
            if (mood == 0 || (mood == 2 && chance() % 2 == 0))
                continue;
            const bool is_torn = &what == &kept.later.back() && what.bytes.size() > 512;
            apply(content, what, is_torn ? what.bytes.size() / 512 / 2 * 512 : what.bytes.size());
        }
        write_file(into / file.filename().native(), content);
    }
}

}  // namespace jamhall::store
