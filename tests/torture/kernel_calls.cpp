// SPDX-License-Identifier: Apache-2.0
// The calls that change a disk, defined here in place of the C library's: the program and every library in it come
// through. With no recorder they go straight to the kernel.
#include "tests/torture/disk_recorder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <string>

namespace jamhall::torture {
extern disk_recorder* standing_between;
}

using jamhall::torture::call;
using jamhall::torture::standing_between;

namespace {

/// Whether the call goes on; else errno is set.
bool may(call kind)
{
    if (const int error = standing_between->before(kind).error; error != 0) {
        errno = error;
        return false;
    }
    return true;
}

bool watches(int descriptor)
{
    return standing_between != nullptr && standing_between->knows(descriptor);
}

bool watches(const char* path)
{
    return standing_between != nullptr && standing_between->concerns(path);
}

int open_at(int folder, const char* path, int flags, mode_t mode)
{
    const bool is_watched = watches(path);
    if (is_watched && !may(call::open))
        return -1;
    const bool was_there = is_watched && ::access(path, F_OK) == 0;
    const auto made = static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
    if (is_watched && made >= 0)
        standing_between->opened(made, path, !was_there, (flags & O_TRUNC) != 0);
    return made;
}

mode_t mode_of(int flags, va_list rest)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

ssize_t write_at(int descriptor, const void* bytes, std::size_t size, off_t at)
{
    if (watches(descriptor) && !may(call::write))
        return -1;
    const ssize_t done = ::syscall(SYS_pwrite64, descriptor, bytes, size, at);
    if (done > 0 && watches(descriptor))
        standing_between->wrote(descriptor, static_cast<std::size_t>(at), bytes,
                                static_cast<std::size_t>(done));
    return done;
}

int cut(int descriptor, off_t size)
{
    if (watches(descriptor) && !may(call::cut))
        return -1;
    const auto done = static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
    if (done == 0 && watches(descriptor))
        standing_between->cut(descriptor, static_cast<std::size_t>(size));
    return done;
}

int sync(long number, int descriptor)
{
    if (watches(descriptor) && !may(call::sync))
        return -1;
    const auto done = static_cast<int>(::syscall(number, descriptor));
    if (done == 0 && watches(descriptor))
        standing_between->synced_descriptor(descriptor);
    return done;
}

int remove_at(const char* path, int flags)
{
    const bool is_watched = watches(path);
    if (is_watched && !may(call::remove))
        return -1;
    const auto done = static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, flags));
    if (done == 0 && is_watched)
        standing_between->removed_path(path);
    return done;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}

int close(int descriptor)
{
    if (watches(descriptor))
        standing_between->closed(descriptor);
    return static_cast<int>(::syscall(SYS_close, descriptor));
}

ssize_t write(int descriptor, const void* bytes, size_t size)
{
    if (watches(descriptor) && !may(call::write))
        return -1;
    const off_t at = watches(descriptor) ? ::lseek(descriptor, 0, SEEK_CUR) : 0;
    const ssize_t done = ::syscall(SYS_write, descriptor, bytes, size);
    if (done > 0 && watches(descriptor))
        standing_between->wrote(descriptor, static_cast<std::size_t>(at), bytes,
                                static_cast<std::size_t>(done));
    return done;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at)
{
    return write_at(descriptor, bytes, size, at);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at)
{
    return write_at(descriptor, bytes, size, at);
}

int ftruncate(int descriptor, off_t size) noexcept
{
    return cut(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    return cut(descriptor, size);
}

int fsync(int descriptor)
{
    return sync(SYS_fsync, descriptor);
}

int fdatasync(int descriptor)
{
    return sync(SYS_fdatasync, descriptor);
}

int rename(const char* from, const char* to) noexcept
{
    const bool is_watched = watches(to);
    if (is_watched && !may(call::rename))
        return -1;
    const auto done = static_cast<int>(::syscall(SYS_rename, from, to));
    if (done == 0 && is_watched)
        standing_between->renamed_path(from, to);
    return done;
}

int unlink(const char* path) noexcept
{
    return remove_at(path, 0);
}

int remove(const char* path) noexcept
{
    if (const int done = remove_at(path, 0); done == 0 || errno != EISDIR)
        return done;
    return remove_at(path, AT_REMOVEDIR);
}

int mkdir(const char* path, mode_t mode) noexcept
{
    const bool is_watched = watches(path);
    if (is_watched && !may(call::make_folder))
        return -1;
    const auto done = static_cast<int>(::syscall(SYS_mkdir, path, mode));
    if (done == 0 && is_watched)
        standing_between->made_folder(path);
    return done;
}

}  // extern "C"
