// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace jamhall::codec_test {

inline std::string bytes_of_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// A folder of the collection of real input beside the source tree, or wherever JAMHALL_DATA says; empty, with a
/// warning in the test's output, where it is not there.
inline std::filesystem::path shared_data(const std::string& folder)
{
    const char* const set = std::getenv("JAMHALL_DATA");
    const std::filesystem::path root = set ? set : "../shared/data";
    if (std::filesystem::is_directory(root / folder))
        return root / folder;
    WARN("skipped: " << (root / folder).string() << " is not there (JAMHALL_DATA names another place)");
    return {};
}

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> found;
    for (const auto& each : std::filesystem::directory_iterator{folder})
        if (each.is_regular_file())
            found.push_back(each.path());
    std::ranges::sort(found);
    return found;
}

}  // namespace jamhall::codec_test
