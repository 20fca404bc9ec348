// SPDX-License-Identifier: Apache-2.0
// F1: what a client sends after the handshake, in pieces of any size, through Beast's WebSocket stream to the decoder.
#include "engine/codec/command_in.hpp"
#include "engine/codec/text_in.hpp"
#include "engine/codec/ws_frame.hpp"
#include "tests/fuzz/bytes_in.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <string>

using namespace jamhall;
namespace beast = boost::beast;

namespace {

constexpr std::string_view upgrade =
    "GET /api/v1/jams/jam/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// Whole frames made of what the fuzzer says: first byte, length, payload; masked with zeros.
std::string framed(fuzz::bytes_in& in)
{
    std::string made;
    while (!in.empty()) {
        made += static_cast<char>(in.byte());
        const auto payload = in.take(in.byte() % 64 == 63 ? 200 : in.byte() % 126);
        made += static_cast<char>(0x80U | (payload.size() < 126 ? payload.size() : 126U));
        if (payload.size() >= 126) {
            made += static_cast<char>(payload.size() >> 8U);
            made += static_cast<char>(payload.size() & 0xffU);
        }
        made += std::string(4, '\0');
        made += payload;
    }
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    fuzz::bytes_in in{bytes, size};
    const auto how = in.byte();
    const std::size_t piece = how % 2 == 0 ? 1 + in.byte() % 32 : 4'096;
    const std::string sent = how % 4 < 2 ? std::string{in.rest()} : framed(in);

    boost::asio::io_context loop;
    beast::test::stream client{loop};
    beast::websocket::stream<beast::test::stream> server{loop};
    server.next_layer().connect(client);
    client.write_some(boost::asio::buffer(upgrade));
    beast::error_code ec;
    server.accept(ec);
    fuzz::require(!ec, "a sound handshake is taken");
    // As ws_connection sets it.
    server.read_message_max(codec::frame_size_max);
    server.auto_fragment(false);
    server.text(true);
    server.next_layer().read_size(piece);
    client.write_some(boost::asio::buffer(sent));
    client.close();

    beast::flat_buffer message{codec::frame_size_max};
    while (!ec) {
        server.read_some(message, message.size() == 0 ? 128 : 8'192, ec);
        fuzz::require(message.size() <= codec::frame_size_max, "no message is longer than is taken");
        if (ec || !server.is_message_done())
            continue;
        const std::string_view text{static_cast<const char*>(message.cdata().data()), message.size()};
        if (!server.got_binary()) {
            fuzz::require(codec::is_utf8(text) != codec::ends_within_character(text),
                          "a text is UTF-8 or cut off");
            if (codec::ends_within_character(text))  // Here the connection fails.
                return 0;
            const auto frame = codec::decode_frame(text, {});
            fuzz::require(frame.asked || !frame.asked.error().message.empty(), "a refusal says why");
            const auto answer = codec::ws_text_frame(text);
            fuzz::require(codec::ws_payload(answer) == text, "what is framed is found again");
        }
        message.consume(message.size());
    }
    return 0;
}
