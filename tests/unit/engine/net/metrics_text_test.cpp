// SPDX-License-Identifier: Apache-2.0
#include "engine/net/metrics_text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall;

TEST_CASE("metrics: each code of a refusal is counted under its name, and nothing else changes", "[net]")
{
    base::process_metrics untouched;
    const auto before = net::metrics_text(untouched);
    std::size_t codes = 0;
    for (;; ++codes) {
        const auto code = static_cast<sessions::reject_code>(codes);
        const std::string name{sessions::name_of(code)};
        if (name == "unknown")
            break;
        INFO(name);
        base::process_metrics counted;
        REQUIRE(codes < counted.commands_refused.size());
        counted.refused(code);
        const auto line = "jamhall_commands_refused_total{code=\"" + name + "\"} ";
        auto expected = before;
        const auto at = expected.find(line + "0\n");
        REQUIRE(at != std::string::npos);
        expected[at + line.size()] = '1';
        CHECK(net::metrics_text(counted) == expected);
    }
    CHECK(codes == untouched.commands_refused.size());
}
