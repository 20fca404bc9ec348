// SPDX-License-Identifier: Apache-2.0
// F2: a request in pieces of any size, read as the server reads it: guard, parser of the head, body, target, routes, cookies
// and conditions; replies that echo it.
#include "engine/codec/json_in.hpp"
#include "engine/identity/login_cookie.hpp"
#include "engine/net/body_reader.hpp"
#include "engine/net/origins.hpp"
#include "engine/net/query.hpp"
#include "engine/net/reply.hpp"
#include "engine/net/request_guard.hpp"
#include "engine/net/router.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/static_files.hpp"
#include "engine/net/target.hpp"
#include "tests/fuzz/bytes_in.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <deque>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace jamhall;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t body_size_max = 64 * 1024;

/// The paths of the protocol's own description, as this server answers them.
const std::vector<net::route>& routes()
{
    static std::deque<std::string> patterns;
    static const std::vector<net::route> all = [] {
        std::ifstream file{"docs/protocol/openapi.json"};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        codec::json_limits limits;
        limits.size_max = text.size();
        const auto document = codec::json_document::parse(text, limits);
        fuzz::require(document.has_value(), "the fuzzer runs from the root of the tree");
        std::vector<net::route> made;
        for (const auto part : document->root()) {
            if (part.name() != "paths")
                continue;
            for (const auto path : part) {
                patterns.emplace_back(path.name());
                made.push_back({http::verb::get, patterns.back(), net::access::anybody, nullptr});
                made.push_back({http::verb::post, patterns.back(), net::access::anybody, nullptr});
            }
        }
        fuzz::require(made.size() > 20, "the description names paths");
        return made;
    }();
    return all;
}

/// Sets a header from what was sent; what could split the reply is refused by throwing.
void echo(net::reply& to, http::field name, std::string_view value)
{
    try {
        to.set(name, value);
    } catch (const std::exception&) {
    }
}

void require_one_head(const net::reply& sent)
{
    std::size_t count = 0;
    std::ostringstream written;
    for (const auto& field : sent.headers()) {
        ++count;
        const std::string value{field.value()};
        fuzz::require(value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos,
                      "no header holds a line end");
        written << field.name_string() << ": " << value << "\r\n";
    }
    const auto text = written.str();
    std::size_t lines = 0;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; ++at)
        ++lines;
    fuzz::require(lines == count, "each header is one line");
}

void take(const http::request<http::string_body>& asked)
{
    static const net::origins ours{"https://jam.example", "127.0.0.1", 8080};
    static const net::security_headers headers{ours};
    const std::string written{asked.target()};
    net::reply answer = net::empty_reply(http::status::ok);
    if (const auto target = net::parse_target(written)) {
        for (const auto& segment : target->segments)
            echo(answer, http::field::location, segment);
        const auto found = net::find_route(routes(), asked.method(), *target);
        if (const auto* wrong = std::get_if<net::wrong_method>(&found))
            answer.set(http::field::allow, wrong->allow);
        if (const auto* route = std::get_if<net::found_route>(&found))
            fuzz::require(route->to != nullptr, "a route is found");
        static_cast<void>(net::integer_in(*target, "after", {0, 0, 1'000}));
        static_cast<void>(net::flag_in(*target, "dry_run"));
    }
    for (const bool is_https : {false, true}) {
        const identity::login_cookie cookie{is_https};
        if (const auto secret = cookie.value_in(std::string{asked[http::field::cookie]}))
            answer.set(http::field::set_cookie, cookie.set(*secret, std::chrono::seconds{60}));
    }
    const std::string origin{asked[http::field::origin]};
    fuzz::require(
        !ours.are_ours(origin) || origin == "https://jam.example" || origin == "http://localhost:8080",
        "only our own origins are ours");
    static_cast<void>(net::origin_of(origin));
    static_cast<void>(net::accepts_coding(std::string{asked[http::field::accept_encoding]}, "br"));
    static_cast<void>(net::names_tag(std::string{asked[http::field::if_none_match]}, "\"tag\""));
    for (const auto& field : asked)
        echo(answer, http::field::etag, std::string{field.value()});
    headers.add_to(answer);
    require_one_head(answer);
}

/// The body as the server reads it, in pieces. False: it is none, or more than is taken.
bool read_body(const std::optional<std::uint64_t>& length, std::string waiting, fuzz::bytes_in& in,
               std::size_t piece)
{
    if (length && *length > body_size_max)
        return false;
    net::body_reader reader{length, body_size_max};
    std::string body;
    for (;;) {
        std::string_view received{waiting};
        const auto state = reader.take(received, body);
        fuzz::require(body.size() <= body_size_max, "no body is longer than is taken");
        if (state != net::body_state::unfinished)
            return state == net::body_state::whole;
        if (in.empty())
            return false;
        waiting = std::string{received} + std::string{in.take(piece)};
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    fuzz::bytes_in in{bytes, size};
    const std::size_t piece = 1 + in.byte();
    std::string waiting;
    net::request_guard guard;
    auto state = net::head_state::unfinished;
    while (state == net::head_state::unfinished && !in.empty()) {
        waiting += in.take(piece);
        state = guard.look(waiting);
    }
    if (state != net::head_state::whole)
        return 0;
    http::request_parser<http::string_body> parser;
    parser.header_limit(net::head_size_max);
    parser.body_limit(boost::none);
    boost::beast::error_code ec;
    waiting.erase(0, parser.put(boost::asio::buffer(waiting), ec));
    if (ec || !parser.is_header_done() || net::framing_fault_of(parser.get()))
        return 0;
    const auto announced = parser.content_length();
    const auto length = announced ? std::optional<std::uint64_t>{*announced} : std::nullopt;
    if (parser.is_done() || read_body(length, std::move(waiting), in, piece))
        take(parser.get());
    return 0;
}
