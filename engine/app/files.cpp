// SPDX-License-Identifier: Apache-2.0
#include "engine/app/files.hpp"

#include "engine/app/refusal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace jamhall::app {
namespace {

struct closer {
    void operator()(std::FILE* of) const { std::fclose(of); }
};
using open_file = std::unique_ptr<std::FILE, closer>;

std::string reason()
{
    return std::generic_category().message(errno);
}

/// So that the name outlives a power cut. A folder that may be written to and not read is left to the file system.
void sync_folder_of(const std::filesystem::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return;
    const int error = ::fsync(opened) == 0 ? 0 : errno;
    ::close(opened);
    if (error == EIO || error == ENOSPC)
        throw refusal{fmt::format("{} was written, but may be gone after a power cut: {}.", file.string(),
                                  std::generic_category().message(error))};
}

}  // namespace

std::string read_file(const std::filesystem::path& file, std::size_t size_max)
{
    const open_file from{std::fopen(file.c_str(), "rb")};
    if (!from)
        throw refusal{fmt::format("Cannot read {}: {}.", file.string(), reason())};
    std::string content(size_max + 1, '\0');
    content.resize(std::fread(content.data(), 1, content.size(), from.get()));
    if (std::ferror(from.get()) != 0)
        throw refusal{fmt::format("Cannot read {}: {}.", file.string(), reason())};
    if (content.size() > size_max)
        throw refusal{fmt::format("{} is larger than {} bytes.", file.string(), size_max)};
    return content;
}

std::string read_secret(const std::filesystem::path& file, std::size_t size_max)
{
    std::error_code unknown;
    const auto allowed = std::filesystem::status(file, unknown).permissions();
    if (!unknown && (allowed & (std::filesystem::perms::others_read |
                                std::filesystem::perms::others_write)) != std::filesystem::perms::none)
        throw refusal{fmt::format("Others may read {}, which holds a secret. Run: chmod o= {}", file.string(),
                                  file.string())};
    std::string secret = read_file(file, size_max);
    secret.erase(secret.find_last_not_of(" \t\r\n") + 1);
    if (secret.empty())
        throw refusal{fmt::format("{} holds no secret.", file.string())};
    return secret;
}

new_file::new_file(std::filesystem::path file, readable_by whom)
    : file_{std::move(file)}, unfinished_{file_.string() + ".part"}
{
    std::error_code unknown;
    if (std::filesystem::is_directory(file_, unknown))
        fail(std::generic_category().message(EISDIR));
    const mode_t mode = whom == readable_by::owner ? 0600 : 0666;  // less what the umask takes
    descriptor_ = ::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (descriptor_ < 0)
        fail(reason());
}

new_file::~new_file()
{
    if (descriptor_ < 0)
        return;
    ::close(descriptor_);
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
}

void new_file::finish(std::string_view content)
{
    while (!content.empty()) {
        const auto written = ::write(descriptor_, content.data(), content.size());
        if (written < 0 && errno != EINTR)
            fail(reason());
        content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    if (::fsync(descriptor_) != 0)
        fail(reason());
    std::error_code renaming;
    std::filesystem::rename(unfinished_, file_, renaming);
    if (renaming)
        fail(renaming.message());
    ::close(std::exchange(descriptor_, -1));
    sync_folder_of(file_);
}

void new_file::fail(const std::string& why) const
{
    throw refusal{fmt::format("Cannot write {}: {}.", file_.string(), why)};
}

void write_file(const std::filesystem::path& file, std::string_view content, readable_by whom)
{
    new_file{file, whom}.finish(content);
}

void make_folder(const std::filesystem::path& folder)
{
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (fault)
        throw refusal{fmt::format("Cannot make the folder {}: {}.", folder.string(), fault.message())};
}

}  // namespace jamhall::app
