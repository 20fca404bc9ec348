// SPDX-License-Identifier: Apache-2.0
#include "engine/store/snapshot_file.hpp"

#include "engine/store/files.hpp"
#include "engine/store/store_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

namespace jamhall::store {
namespace {

/// The offset, most significant byte first, and the hash of the event there.
constexpr std::size_t offset_bytes = 8;
constexpr std::size_t head_bytes = offset_bytes + base::sha256_size;

/// A sync of another file on the same disk may wait for what is written here: it never waits for more.
constexpr std::size_t unsynced_bytes_max = 4 * 1024 * 1024;

std::string head_of(const log_head& at)
{
    std::string head;
    for (std::size_t byte = offset_bytes; byte-- > 0;)
        head += static_cast<char>(at.offset.value >> (byte * 8U) & 0xffU);
    head.append(at.hash.begin(), at.hash.end());
    return head;
}

[[noreturn]] void fail(const std::filesystem::path& file)
{
    throw store_error{store_fault::io, file.string() + ": " + std::strerror(errno)};
}

}  // namespace

std::filesystem::path snapshot_file_of(const std::filesystem::path& jam_file)
{
    return jam_file.string() + "-snapshot";
}

snapshot_writer::snapshot_writer(const std::filesystem::path& jam_file, const log_head& at)
    : file_{snapshot_file_of(jam_file)}, unfinished_{file_.string() + ".new"}
{
    descriptor_ = ::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        fail(unfinished_);
    add(head_of(at));
}

snapshot_writer::~snapshot_writer()
{
    if (descriptor_ < 0)
        return;
    ::close(descriptor_);
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
}

void snapshot_writer::add(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, unsynced_bytes_max - unsynced_bytes_);
        write(piece);
        bytes.remove_prefix(piece.size());
        unsynced_bytes_ += piece.size();
        if (unsynced_bytes_ < unsynced_bytes_max)
            continue;
        if (::fdatasync(descriptor_) != 0)
            fail(unfinished_);
        unsynced_bytes_ = 0;
    }
}

void snapshot_writer::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(unfinished_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void snapshot_writer::keep()
{
    if (::fdatasync(descriptor_) != 0)
        fail(unfinished_);
    ::close(std::exchange(descriptor_, -1));
    rename_durably(unfinished_, file_);
}

void remove_snapshot(const std::filesystem::path& jam_file)
{
    remove_durably(snapshot_file_of(jam_file));
    remove_unfinished_snapshot(jam_file);
}

void remove_unfinished_snapshot(const std::filesystem::path& jam_file)
{
    remove_durably(snapshot_file_of(jam_file).string() + ".new");
}

std::optional<state_snapshot> read_snapshot(const std::filesystem::path& jam_file)
{
    std::ifstream from{snapshot_file_of(jam_file), std::ios::binary | std::ios::ate};
    const auto size = from ? static_cast<std::streamoff>(from.tellg()) : 0;
    if (size < static_cast<std::streamoff>(head_bytes))
        return std::nullopt;
    std::string head(head_bytes, '\0');
    state_snapshot read;
    read.body.resize(static_cast<std::size_t>(size) - head_bytes);
    from.seekg(0);
    from.read(head.data(), static_cast<std::streamsize>(head.size()));
    from.read(read.body.data(), static_cast<std::streamsize>(read.body.size()));
    if (!from)
        return std::nullopt;
    for (std::size_t byte = 0; byte < offset_bytes; ++byte)
        read.offset.value = read.offset.value << 8U | static_cast<unsigned char>(head[byte]);
    std::copy(head.begin() + offset_bytes, head.end(), read.hash.begin());
    return read;
}

}  // namespace jamhall::store
