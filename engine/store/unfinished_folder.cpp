// SPDX-License-Identifier: Apache-2.0
#include "engine/store/unfinished_folder.hpp"

#include "engine/store/store_error.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

namespace jamhall::store {
namespace {

/// Without a separator at the end, or its name would be empty.
std::filesystem::path trimmed(const std::filesystem::path& place)
{
    const auto whole = std::filesystem::absolute(place).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

std::filesystem::path beside(const std::filesystem::path& place)
{
    return place.parent_path() / ("." + place.filename().string() + ".unfinished");
}

void clear(const std::filesystem::path& folder)
{
    for (const auto& left : std::filesystem::directory_iterator{folder})
        std::filesystem::remove_all(left.path());
}

}  // namespace

unfinished_folder::unfinished_folder(std::filesystem::path place)
    : place_{trimmed(place)}, path_{beside(place_)}
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
    sync_path(place_.parent_path());
    // What was there is now under the unfinished name, and goes with this object.
}

}  // namespace jamhall::store
