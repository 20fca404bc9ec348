// SPDX-License-Identifier: Apache-2.0
// jamhall_corpora: every committed input of tests/fuzz/corpus through its target, once, without libFuzzer. So that the
// targets hold with each compiler and each build, and an input that once broke something stays mended.
#include "tests/fuzz_doors.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using target = int (*)(const std::uint8_t*, std::size_t);

// Each target's one function, renamed by tests/CMakeLists.txt, which lists them as X(command) X(http) ...
#define X(door) extern "C" int jamhall_fuzz_##door(const std::uint8_t*, std::size_t);
JAMHALL_DOORS
#undef X

namespace {

struct door {
    const char* name;
    target take;
};

constexpr door doors[] = {
#define X(door) {#door, jamhall_fuzz_##door},
    JAMHALL_DOORS
#undef X
};

std::size_t replay(const door& each)
{
    std::size_t taken = 0;
    for (const auto& file :
         std::filesystem::directory_iterator{std::string{"tests/fuzz/corpus/"} + each.name}) {
        std::ifstream from{file.path(), std::ios::binary};
        const std::vector<char> bytes{std::istreambuf_iterator<char>{from}, {}};
        std::printf("%s\n", file.path().c_str());  // the last one printed is the one that broke it
        std::fflush(stdout);
        each.take(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++taken;
    }
    return taken;
}

}  // namespace

int main()
{
    std::size_t failed = 0;
    for (const auto& each : doors) {
        const auto taken = replay(each);
        each.take(nullptr, 0);
        std::printf("%s: %zu inputs\n", each.name, taken);
        failed += taken == 0 ? 1 : 0;
    }
    return failed == 0 ? 0 : 1;
}
