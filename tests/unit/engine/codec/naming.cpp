// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/text_reading.hpp"
#include "tests/support/sessions/given_when_then.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace jamhall::test;

/// The table is read by the browser's twin of this rule too.
TEST_CASE("MO7: who is named by a text, case by case")
{
    auto jam = given(one_phase());
    const auto cases =
        nlohmann::json::parse(jamhall::codec_test::bytes_of_file("tests/fixtures/text/naming.json"));
    REQUIRE(cases.size() > 20);
    for (const auto& each : cases) {
        INFO(each.dump());
        jam.when(put_person{ben, entry_of(each["name"])}, by(olga, start)).accepted();
        CHECK(names_person(jam.state(), each["text"].get<std::string>(), ben) == each["names"].get<bool>());
    }
}
