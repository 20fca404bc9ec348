// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/codec/golden.hpp"

#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace jamhall::codec_test {
namespace {

std::filesystem::path fixture(const std::string& path)
{
    return std::filesystem::path{"tests/fixtures"} / path;
}

}  // namespace

std::string golden_text(const std::string& path)
{
    return nlohmann::ordered_json::parse(bytes_of_file(fixture(path))).dump();
}

void check_golden(const std::string& path, std::string_view json)
{
    const auto written = nlohmann::ordered_json::parse(json);
    if (std::getenv("JAMHALL_WRITE_FIXTURES")) {
        std::filesystem::create_directories(fixture(path).parent_path());
        std::ofstream{fixture(path)} << written.dump(2) << '\n';
    }
    INFO("tests/fixtures/" << path);
    CHECK(written.dump() == golden_text(path));
}

}  // namespace jamhall::codec_test
