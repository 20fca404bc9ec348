// SPDX-License-Identifier: Apache-2.0
#include "engine/app/files.hpp"

#include "engine/app/refusal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

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

void write_file(const std::filesystem::path& file, std::string_view content, readable_by whom)
{
    const std::filesystem::path unfinished = file.string() + ".part";
    const mode_t mode = whom == readable_by::owner ? 0600 : 0666;  // less what the umask takes
    const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (descriptor < 0)
        throw refusal{fmt::format("Cannot write {}: {}.", file.string(), reason())};
    open_file to{::fdopen(descriptor, "wb")};
    const bool is_written = std::fwrite(content.data(), 1, content.size(), to.get()) == content.size() &&
                            std::fflush(to.get()) == 0 && ::fsync(descriptor) == 0;
    to.reset();
    std::error_code renaming;
    if (is_written)
        std::filesystem::rename(unfinished, file, renaming);
    if (!is_written || renaming) {
        const std::string why = is_written ? renaming.message() : reason();
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw refusal{fmt::format("Cannot write {}: {}.", file.string(), why)};
    }
}

void make_folder(const std::filesystem::path& folder)
{
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (fault)
        throw refusal{fmt::format("Cannot make the folder {}: {}.", folder.string(), fault.message())};
}

}  // namespace jamhall::app
