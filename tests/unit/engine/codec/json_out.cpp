// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/json_out.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace jamhall::codec;

TEST_CASE("json_out: commas stand between members and elements only")
{
    std::string text;
    json_out out{text};
    out.begin_object().name("a").begin_array().end_array();
    out.name("b").begin_array().value(1).begin_object().end_object().value("x").null().end_array();
    out.member("c", true)
        .raw_member("d", "[1,2]")
        .member("e", std::optional<int>{})
        .member("f", std::optional{2});
    out.end_object();
    CHECK(text == R"({"a":[],"b":[1,{},"x",null],"c":true,"d":[1,2],"e":null,"f":2})");
}

TEST_CASE("json_out: strings are escaped where JSON must and nowhere else")
{
    std::string text;
    append_json_string(text, std::string_view{"\"\\/\b\f\n\r\t\0\x1f\x7f<\u2028\U0001F600", 19});
    CHECK(text == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f<\u2028\U0001F600\"");
}

TEST_CASE("json_out: numbers are written whole, rates with six digits at most")
{
    std::string text;
    json_out out{text};
    out.begin_array()
        .value(std::numeric_limits<std::int64_t>::min())
        .value(std::numeric_limits<std::uint64_t>::max());
    out.value(0.5).value(1.0 / 3).value(1.0).value(0.0).value(std::numeric_limits<double>::quiet_NaN());
    out.value(static_cast<std::uint16_t>(7)).end_array();
    CHECK(text == "[-9223372036854775808,18446744073709551615,0.5,0.333333,1,0,null,7]");
}
