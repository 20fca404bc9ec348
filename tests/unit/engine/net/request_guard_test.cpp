// SPDX-License-Identifier: Apache-2.0
#include "engine/net/request_guard.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace jamhall::net;

namespace {

head_state looked(std::string_view bytes)
{
    request_guard at_once;
    const head_state found = at_once.look(bytes);
    request_guard bit_by_bit;
    head_state last = head_state::unfinished;
    for (std::size_t size = 0; size <= bytes.size() && last == head_state::unfinished; ++size)
        last = bit_by_bit.look(bytes.substr(0, size));
    CHECK(found == last);
    return found;
}

http_request parsed(const std::string& head)
{
    http_request_parser parser;
    boost::system::error_code ec;
    parser.put(boost::asio::buffer(head), ec);
    REQUIRE_FALSE(ec);
    return parser.get();
}

}  // namespace

TEST_CASE("request guard: a head by the letter is whole, and bytes behind it are not its own", "[net]")
{
    CHECK(looked("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == head_state::whole);
    CHECK(looked("GET / HTTP/1.0\r\n\r\n") == head_state::whole);
    CHECK(looked("M-SEARCH /a?b HTTP/1.1\r\nX:\r\nY: \tcaf\xC3\xA9 \r\n\r\n\x01\x02") == head_state::whole);
    CHECK(looked("GET / HTTP/1.1\r\nHost: x\r\n\r") == head_state::unfinished);
    CHECK(looked("") == head_state::unfinished);
}

TEST_CASE("request guard: what two readers could read in two ways is malformed", "[net]")
{
    for (const char* bad : {"GET / HTTP/1.1\nHost: x\n\n",
                            "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
                            "GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
                            "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
                            "GET / HTTP/1.1\r\n A: b\r\n\r\n",
                            "GET / HTTP/1.1\r\nA : b\r\n\r\n",
                            "GET / HTTP/1.1\r\n: b\r\n\r\n",
                            "GET / HTTP/1.1\r\nA b\r\n\r\n",
                            "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
                            "GET / HTTP/1.1\r\nA\xC3: b\r\n\r\n",
                            "\r\nGET / HTTP/1.1\r\n\r\n",
                            " GET / HTTP/1.1\r\n\r\n",
                            "GET  / HTTP/1.1\r\n\r\n",
                            "GET /a b HTTP/1.1\r\n\r\n",
                            "GET /\xC3\xA9 HTTP/1.1\r\n\r\n",
                            "GET /\r\n\r\n",
                            "GET / HTTP/1.1 \r\n\r\n",
                            "GET / http/1.1\r\n\r\n",
                            "GET / HTTP/1.10\r\n\r\n",
                            "G@T / HTTP/1.1\r\n\r\n",
                            "\x16\x03\x01\x02",
                            "GET\t/\tHTTP/1.1\r\n\r\n"}) {
        INFO(bad);
        CHECK(looked(bad) == head_state::malformed);
    }
    CHECK(looked("GET / HTTP/2.0\r\n\r\n") == head_state::other_version);
    CHECK(looked(std::string_view{"GET / HTTP/1.1\r\nA: \0\r\n\r\n", 24}) == head_state::malformed);
}

TEST_CASE("request guard: a head is bounded in its target, its lines and its size", "[net]")
{
    const std::string after = " HTTP/1.1\r\nHost: x\r\n\r\n";
    CHECK(looked("GET /" + std::string(target_size_max - 1, 'a') + after) == head_state::whole);
    CHECK(looked("GET /" + std::string(target_size_max, 'a') + after) == head_state::target_too_long);
    CHECK(looked("GET /" + std::string(head_size_max, 'a')) == head_state::target_too_long);
    std::string many = "GET / HTTP/1.1\r\n";
    for (std::size_t i = 1; i < head_lines_max; ++i)
        many += "A: b\r\n";
    CHECK(looked(many + "\r\n") == head_state::whole);
    CHECK(looked(many + "A: b\r\n\r\n") == head_state::too_long);
    CHECK(looked("GET / HTTP/1.1\r\nA: " + std::string(head_size_max, 'a') + "\r\n\r\n") ==
          head_state::too_long);
}

TEST_CASE("request guard: where a body ends and for whom it is can be read in one way only", "[net]")
{
    const auto fault = [](const std::string& fields, const char* version = "1.1") {
        return framing_fault_of(parsed("POST / HTTP/" + std::string{version} + "\r\n" + fields + "\r\n"));
    };
    const std::string host = "Host: x\r\n";
    CHECK_FALSE(fault(host));
    CHECK_FALSE(fault("", "1.0"));
    CHECK_FALSE(fault(host + "Content-Length: 0\r\n"));
    CHECK_FALSE(fault(host + "Transfer-Encoding: Chunked\r\n"));
    CHECK_FALSE(fault(host + "Content-Length: 3\r\nExpect: 100-Continue\r\nContent-Encoding: identity\r\n"));
    CHECK(fault("") == framing_fault::ambiguous_host);
    for (const char* none :
         {"Host:\r\n", "Host: a b\r\n", "Host: a,b\r\n", "Host: a@b\r\n", "Host: a:b\r\n", "Host: a/\r\n"})
        CHECK(fault(none) == framing_fault::ambiguous_host);
    CHECK(fault(host + host) == framing_fault::ambiguous_host);
    CHECK(fault(host + host, "1.0") == framing_fault::ambiguous_host);
    for (const char* unclear : {"Transfer-Encoding: gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                                "Transfer-Encoding: identity\r\n", "Transfer-Encoding:\r\n"}) {
        INFO(unclear);
        CHECK(fault(host + unclear) == framing_fault::ambiguous_body);
    }
    CHECK(fault(host + "Transfer-Encoding: chunked\r\n", "1.0") == framing_fault::ambiguous_body);
    CHECK(fault(host + "Content-Length: 3\r\nContent-Encoding: gzip\r\n") == framing_fault::encoded_body);
    CHECK(fault(host + "Expect: a-pony\r\n") == framing_fault::other_expectation);
}
