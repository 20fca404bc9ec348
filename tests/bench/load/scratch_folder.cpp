// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/scratch_folder.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace jamhall::bench {

scratch_folder::scratch_folder()
{
    std::string pattern = std::filesystem::current_path() / "bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error{"cannot make a folder for the benchmark here"};
    path_ = pattern;
}

scratch_folder::~scratch_folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace jamhall::bench
