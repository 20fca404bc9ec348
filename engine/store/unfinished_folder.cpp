// SPDX-License-Identifier: Apache-2.0
#include "engine/store/unfinished_folder.hpp"

#include "engine/store/store_error.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace jamhall::store {
namespace {

constexpr std::string_view extension = ".unfinished";

/// Without a separator at the end, or its name would be empty.
std::filesystem::path trimmed(const std::filesystem::path& place)
{
    const auto whole = std::filesystem::absolute(place).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

void clear(const std::filesystem::path& folder)
{
    for (const auto& left : std::filesystem::directory_iterator{folder})
        std::filesystem::remove_all(left.path());
}

bool is_unfinished(const std::filesystem::directory_entry& entry)
{
    const auto name = entry.path().filename().string();
    std::error_code unknown;
    return name.starts_with('.') && name.ends_with(extension) &&
           entry.symlink_status(unknown).type() == std::filesystem::file_type::directory;
}

}  // namespace

std::filesystem::path unfinished_name_of(const std::filesystem::path& place)
{
    return place.parent_path() / ("." + place.filename().string() + std::string{extension});
}

std::vector<std::string> sweep_unfinished(const std::filesystem::path& folder)
{
    std::vector<std::string> left;
    std::error_code none_there;
    for (const auto& entry : std::filesystem::directory_iterator{folder, none_there}) {
        if (!is_unfinished(entry))
            continue;
        try {
            const folder_lock held{entry.path()};
            std::filesystem::remove_all(entry.path());
        } catch (const store_error& error) {
            if (error.fault() != store_fault::in_use && error.fault() != store_fault::missing)
                left.emplace_back(error.what());
        } catch (const std::filesystem::filesystem_error& error) {
            left.push_back(entry.path().string() +
                           ": what an ended run left here cannot be removed: " + error.code().message());
        }
    }
    return left;
}

unfinished_folder::unfinished_folder(std::filesystem::path place)
    : place_{trimmed(place)}, path_{unfinished_name_of(place_)}
{
    create_private_folder(path_);
    try {
        held_.emplace(path_);
    } catch (const store_error& error) {
        if (error.fault() != store_fault::in_use)
            throw;
        throw store_error{store_fault::in_use,
                          place_.string() + ": another program is writing this just now"};
    }
    clear(path_);
}

unfinished_folder::~unfinished_folder()
{
    std::error_code ignored;
    if (!is_in_place_)
        std::filesystem::remove_all(path_, ignored);
}

void unfinished_folder::put_in_place()
{
    // The renaming itself asks whether the place is free: whoever came there meanwhile keeps it.
    rename_durably(path_, place_);
    is_in_place_ = true;
}

void unfinished_folder::replace()
{
    std::error_code unknown;
    if (!std::filesystem::is_directory(place_, unknown) || std::filesystem::is_empty(place_, unknown))
        return put_in_place();
    // Held before it gets the unfinished name: nobody takes it for theirs while it goes.
    folder_lock old{place_};
    sync_path(path_);
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, place_.c_str(), RENAME_EXCHANGE) != 0)
        throw store_error{store_fault::not_allowed,
                          place_.string() + ": " + std::generic_category().message(errno)};
    *held_ = std::move(old);
    // What was there is now under the unfinished name. It goes with this object, but not before the new name is on the disk.
    is_in_place_ = true;
    sync_path(place_.parent_path());
    is_in_place_ = false;
}

}  // namespace jamhall::store
