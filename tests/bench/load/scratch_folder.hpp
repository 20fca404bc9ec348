// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace jamhall::bench {

/// A folder on the disk of the working directory, because /tmp may live in memory; gone with this value.
class scratch_folder {
public:
    scratch_folder();
    ~scratch_folder();
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace jamhall::bench
