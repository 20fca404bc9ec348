// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace jamhall::base;

namespace {

/// What `write` leaves on stderr.
template <class Write>
std::string stderr_of(Write write)
{
    const auto path = std::filesystem::temp_directory_path() / ("jamhall_log_" + std::to_string(getpid()));
    std::fflush(stderr);
    const int kept = dup(STDERR_FILENO);
    std::FILE* const file = std::fopen(path.c_str(), "w");
    dup2(fileno(file), STDERR_FILENO);
    write();
    std::fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    std::fclose(file);
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    std::filesystem::remove(path);
    return text.str();
}

}  // namespace

TEST_CASE("log: one call is one line of named fields")
{
    const auto line = stderr_of([] {
        log(log_level::info, "batch stored", {{"jam", "covjam"}, {"events", 12}, {"is_late", false}});
    });
    CHECK(line.ends_with(" info batch stored jam=covjam events=12 is_late=no\n"));
    CHECK(line.find('Z') == 23);
}

TEST_CASE("log: words cannot forge a line, and long ones are cut")
{
    const std::string long_word(500, 'x');
    const std::string cut(200, 'x');
    const auto line = stderr_of([&] {
        log(log_level::warning, "refused", {{"path", "a\nb\r\\"}, {"long", long_word}});
    });
    CHECK(line.find("path=a\\x0ab\\x0d\\x5c long=") != std::string::npos);
    CHECK(line.ends_with(cut + "...\n"));
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
}

TEST_CASE("log: lines below the level are dropped")
{
    const auto text = stderr_of([] {
        log(log_level::debug, "unseen");
        set_log_level(log_level::error);
        log(log_level::warning, "unseen");
        log(log_level::error, "seen");
        set_log_level(log_level::info);
    });
    CHECK(text.find("unseen") == std::string::npos);
    CHECK(text.ends_with(" error seen\n"));
}
