// SPDX-License-Identifier: Apache-2.0
#include "engine/store/files.hpp"

#include "engine/store/store_error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace jamhall::store {
namespace {

/// A file descriptor that closes itself.
class descriptor {
public:
    descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
        : value_{::open(path.c_str(), flags | O_CLOEXEC, mode)}
    {
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor()
    {
        if (value_ >= 0)
            ::close(value_);
    }

    int get() const { return value_; }
    bool is_open() const { return value_ >= 0; }
    int release() { return std::exchange(value_, -1); }

private:
    int value_;
};

[[noreturn]] void fail(const std::filesystem::path& path, int error)
{
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    const bool taken = error == ENOTEMPTY || error == EEXIST;
    const auto fault = full              ? store_fault::full
                       : error == EIO    ? store_fault::io
                       : error == ENOENT ? store_fault::missing
                       : taken           ? store_fault::conflict
                                         : store_fault::not_allowed;
    throw store_error{fault, path.string() + ": " + std::generic_category().message(error)};
}

/// A sync that is tried again may succeed although the bytes are gone: nobody may rely on that.
void sync(const descriptor& opened, const std::filesystem::path& path)
{
    if (::fsync(opened.get()) == 0)
        return;
    const int error = errno;
    if (error == EINVAL || error == EROFS)
        fail(path, error);  // of a file system that syncs nothing there
    throw store_error{store_fault::unsynced, path.string() + ": " + std::generic_category().message(error)};
}

void write_all(const descriptor& to, const std::filesystem::path& path, std::string_view content)
{
    while (!content.empty()) {
        const auto written = ::write(to.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void give_to_owner_of(const std::filesystem::path& other, const descriptor& file,
                      const std::filesystem::path& path)
{
    struct stat found {};
    if (::geteuid() != 0 || ::stat(other.c_str(), &found) != 0)
        return;
    if (::fchown(file.get(), found.st_uid, found.st_gid) != 0)
        fail(path, errno);
}

/// A line that a crash cut short is cut off, so that the next one stands by itself.
void end_last_line(const descriptor& file, const std::filesystem::path& path)
{
    auto size = ::lseek(file.get(), 0, SEEK_END);
    char last = '\n';
    while (size > 0 && ::pread(file.get(), &last, 1, size - 1) == 1 && last != '\n')
        --size;
    if (size < 0 || ::ftruncate(file.get(), size) != 0)
        fail(path, errno);
}

std::filesystem::path folder_of(const std::filesystem::path& file)
{
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
}

}  // namespace

void create_private_file(const std::filesystem::path& file)
{
    const descriptor made{file, O_RDWR | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR};
    if (!made.is_open() && errno != EEXIST)
        fail(file, errno);
    // Also of one that is there: its name need not have reached the disk as long as nothing stands in it.
    std::error_code unknown;
    if (made.is_open() || std::filesystem::file_size(file, unknown) == 0)
        sync_path(folder_of(file));
}

void require_file(const std::filesystem::path& file)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        throw store_error{store_fault::missing, file.string() + ": there is no such file"};
    if (!std::filesystem::is_regular_file(status))
        throw store_error{store_fault::damaged, file.string() + ": this is not a file"};
}

void create_private_folder(const std::filesystem::path& folder)
{
    if (folder.empty() || std::filesystem::is_directory(folder))
        return;
    const auto parent = folder_of(folder);
    create_private_folder(parent);
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        fail(folder, errno);
    if (!std::filesystem::is_directory(folder))
        fail(folder, ENOTDIR);
    sync_path(parent);
}

void sync_path(const std::filesystem::path& path)
{
    const descriptor opened{path, O_RDONLY};
    if (!opened.is_open())
        fail(path, errno);
    sync(opened, path);
}

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to)
{
    sync_path(from);
    if (::rename(from.c_str(), to.c_str()) != 0)
        fail(to, errno);
    sync_path(folder_of(to));
}

void write_private_file(const std::filesystem::path& file, std::string_view content,
                        const std::filesystem::path& owned_as)
{
    auto unfinished = file;
    unfinished += ".new";
    {
        // Never into what is there: where root writes into the folder of somebody else, it may be a link of theirs.
        std::error_code none_there;
        std::filesystem::remove(unfinished, none_there);
        const descriptor made{unfinished, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR};
        if (!made.is_open())
            fail(unfinished, errno);
        if (!owned_as.empty())
            give_to_owner_of(owned_as, made, unfinished);
        write_all(made, unfinished, content);
    }
    rename_durably(unfinished, file);
}

void append_private_file(const std::filesystem::path& file, std::string_view content)
{
    create_private_file(file);
    const descriptor opened{file, O_RDWR | O_APPEND};
    if (!opened.is_open())
        fail(file, errno);
    end_last_line(opened, file);
    write_all(opened, file, content);
    sync(opened, file);
}

void rewrite_end(const std::filesystem::path& file, std::size_t bytes)
{
    const descriptor opened{file, O_RDWR};
    if (!opened.is_open())
        fail(file, errno);
    end_last_line(opened, file);
    const auto size = ::lseek(opened.get(), 0, SEEK_END);
    std::string end(std::min(bytes, static_cast<std::size_t>(std::max<off_t>(size, 0))), '\0');
    const auto begin = size - static_cast<off_t>(end.size());
    if (::pread(opened.get(), end.data(), end.size(), begin) != static_cast<ssize_t>(end.size()) ||
        ::lseek(opened.get(), begin, SEEK_SET) != begin)
        fail(file, EIO);
    write_all(opened, file, end);
    sync(opened, file);
}

void cut_file(const std::filesystem::path& file, std::uintmax_t bytes)
{
    const descriptor opened{file, O_RDWR};
    if (!opened.is_open() || ::ftruncate(opened.get(), static_cast<off_t>(bytes)) != 0)
        fail(file, errno);
    sync(opened, file);
}

void remove_durably(const std::filesystem::path& file)
{
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        fail(file, errno);
    // Also of one that is gone already: its name may still stand on the disk, and come back with it.
    if (std::filesystem::exists(folder_of(file)))
        sync_path(folder_of(file));
}

folder_lock::folder_lock(const std::filesystem::path& folder)
{
    descriptor opened{folder, O_RDONLY | O_DIRECTORY};
    if (!opened.is_open())
        fail(folder, errno);
    if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            throw store_error{store_fault::in_use, folder.string() + ": another jamhall serves this folder"};
        fail(folder, errno);
    }
    descriptor_ = opened.release();
}

folder_lock::folder_lock(folder_lock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

folder_lock& folder_lock::operator=(folder_lock&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

folder_lock::~folder_lock()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

}  // namespace jamhall::store
