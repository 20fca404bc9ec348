// SPDX-License-Identifier: Apache-2.0
// The line below HTTP and sockets, with TLS over it, against OpenSSL's own client.
#include "engine/codec/ws_frame.hpp"
#include "engine/net/certificate.hpp"
#include "engine/net/frame_gate.hpp"
#include "tests/unit/engine/net/made_certificate.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <catch2/catch.hpp>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <string>

using namespace jamhall;
using namespace jamhall::net;
namespace asio = boost::asio;

namespace {

void write_file(const std::filesystem::path& to, const std::string& text, ::mode_t mode)
{
    std::ofstream{to} << text;
    ::chmod(to.c_str(), mode);
}

struct owner_of_gate : gate_owner {
    int times_hung_up = 0;
    void hang_up(live::close_code) noexcept override { ++times_hung_up; }
    void end_flood() noexcept override {}
};

/// A hall's end and a client's end of one connection, on one loop.
struct tls_ends {
    const store::temporary_folder folder;
    const test::made_certificate made;
    asio::io_context loop{1};
    std::unique_ptr<tls_context> context;
    tcp_socket far{loop.get_executor()};
    std::unique_ptr<client_line> near;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client_context{SSL_CTX_new(TLS_client_method()),
                                                                     SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> client{nullptr, SSL_free};

    tls_ends()
    {
        std::signal(SIGPIPE, SIG_IGN);
        write_file(folder / "cert.pem", made.certificate, 0644);
        write_file(folder / "key.pem", made.key, 0600);
        context = std::make_unique<tls_context>(tls_options{folder / "cert.pem", folder / "key.pem"});
    }

    void connect()
    {
        tcp_acceptor door{loop.get_executor(), tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
        tcp_socket accepted{loop.get_executor()};
        far.connect(door.local_endpoint());
        door.accept(accepted);
        accepted.native_non_blocking(true);
        far.native_non_blocking(true);
        // Or a short record waits for the other side to acknowledge the one before.
        accepted.set_option(tcp::no_delay{true});
        far.set_option(tcp::no_delay{true});
        near = std::make_unique<client_line>(std::move(accepted), context->make_layer());
        client.reset(SSL_new(client_context.get()));
        SSL_set_fd(client.get(), far.native_handle());
    }

    void turn()
    {
        loop.restart();
        loop.poll();
    }

    /// Both sides' handshake; the hall's error.
    boost::system::error_code shake_hands()
    {
        boost::system::error_code found = asio::error::would_block;
        near->async_handshake([&found](const boost::system::error_code& ec) { found = ec; });
        for (int i = 0; i < 100 && found == asio::error::would_block; ++i) {
            SSL_connect(client.get());
            turn();
        }
        SSL_connect(client.get());
        return found;
    }

    /// All that has come to the client.
    std::string received(std::size_t at_least)
    {
        std::string all;
        std::string some(32 * 1024, '\0');
        for (int idle = 0; all.size() < at_least && idle < 10'000; ++idle) {
            turn();
            std::size_t size = 0;
            while (SSL_read_ex(client.get(), some.data(), some.size(), &size) == 1) {
                all.append(some, 0, size);
                idle = 0;
            }
        }
        return all;
    }
};

}  // namespace

TEST_CASE("tls: what is written on one side is read on the other, both ways", "[net]")
{
    tls_ends ends;
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    CHECK(SSL_version(ends.client.get()) == TLS1_3_VERSION);

    std::string heard(10, '\0');
    std::size_t size = 0;
    ends.near->async_read_some(asio::buffer(heard),
                               [&size](const boost::system::error_code&, std::size_t n) { size = n; });
    ends.turn();
    CHECK(size == 0);
    SSL_write(ends.client.get(), "hello", 5);
    ends.turn();
    CHECK(heard.substr(0, size) == "hello");

    // Many buffers leave as one record; more than a record goes on where it ended.
    const std::string head = "head ";
    const std::string body(40'000, 'b');
    const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
    std::size_t written = 0;
    ends.near->async_write_some(both,
                                [&written](const boost::system::error_code&, std::size_t n) { written = n; });
    const std::string got = ends.received(record_size_max);
    CHECK(written == record_size_max);
    CHECK(got == (head + body).substr(0, record_size_max));

    boost::system::error_code ended;
    ends.near->async_read_some(asio::buffer(heard),
                               [&ended](const boost::system::error_code& ec, std::size_t) { ended = ec; });
    SSL_shutdown(ends.client.get());
    ends.turn();
    CHECK(ended == asio::error::eof);
}

TEST_CASE("tls: frames leave whole and in order over a line that takes no more", "[net]")
{
    tls_ends ends;
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    flush_list to_flush{ends.loop.get_executor()};
    frame_gate gate{std::move(*ends.near), to_flush};
    const auto owner = std::make_shared<owner_of_gate>();
    gate.owned_by(owner);
    std::string expected = "HTTP/1.1 101 Switching Protocols";
    gate.async_write_some(asio::buffer(expected), [](const boost::system::error_code&, std::size_t) {});
    std::size_t count = 0;
    while (owner->times_hung_up == 0) {
        // Small ones that gather, and now and then one that is more than a record.
        const std::string text = std::to_string(count) + std::string(count % 50 == 0 ? 50'000 : 300, 'x');
        const auto frame = std::make_shared<const std::string>(codec::ws_text_frame(text));
        gate.deliver(frame);
        if (owner->times_hung_up == 0)
            expected += *frame;
        if (++count % 7 == 0)
            ends.turn();
    }
    CHECK(expected.size() > send_queue::bytes_max);
    bool is_empty = false;
    gate.when_empty([&](boost::system::error_code = {}) { is_empty = true; });
    const std::string got = ends.received(expected.size());
    CHECK(got.size() == expected.size());
    CHECK(got == expected);
    CHECK(is_empty);
}

TEST_CASE("tls: dropping what waits keeps the record that has begun to leave", "[net]")
{
    tls_ends ends;
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    flush_list to_flush{ends.loop.get_executor()};
    frame_gate gate{std::move(*ends.near), to_flush};
    const auto owner = std::make_shared<owner_of_gate>();
    gate.owned_by(owner);
    gate.async_write_some(asio::buffer("101", 3), [](const boost::system::error_code&, std::size_t) {});
    const auto one = std::make_shared<const std::string>(codec::ws_text_frame(std::string(1'000, 'y')));
    while (owner->times_hung_up == 0) {
        gate.deliver(one);
        ends.turn();
    }
    gate.drop_waiting();
    gate.deliver_nothing_more();
    const std::string goodbye{"\x88\x00", 2};
    gate.async_write_some(asio::buffer(goodbye), [](const boost::system::error_code&, std::size_t) {});
    const std::string got = ends.received(1'000'000'000);
    REQUIRE(got.size() > 5);
    CHECK(got.substr(0, 3) == "101");
    CHECK(got.substr(got.size() - 2) == goodbye);
    CHECK((got.size() - 5) % one->size() == 0);
    CHECK(got.size() < send_queue::bytes_max);
}

TEST_CASE("tls: nothing goes to or comes from whoever has the number of a socket that was closed below",
          "[net]")
{
    tls_ends ends;
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    flush_list to_flush{ends.loop.get_executor()};
    frame_gate gate{std::move(*ends.near), to_flush};
    gate.async_write_some(asio::buffer("101", 3), [](const boost::system::error_code&, std::size_t) {});
    ends.turn();
    // A frame waits for the worker's next flush when Beast lets go of a client that was quiet for too long.
    gate.deliver(std::make_shared<const std::string>(codec::ws_text_frame("not for the next one")));
    const int number = gate.next_layer().native_handle();
    std::array<int, 2> others{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, others.data()) == 0);
    gate.next_layer().close();
    REQUIRE(::dup2(others[1], number) == number);
    REQUIRE(::send(others[0], "theirs", 6, 0) == 6);
    std::string heard(100, '\0');

    SECTION("when what waits leaves")
    {
        ends.turn();
        bool is_empty = false;
        gate.when_empty([&](boost::system::error_code = {}) { is_empty = true; });
        ends.turn();
        CHECK(is_empty);
    }
    SECTION("when it is read")
    {
        boost::system::error_code ended;
        gate.async_read_some(asio::buffer(heard),
                             [&](const boost::system::error_code& ec, std::size_t) { ended = ec; });
        ends.turn();
        CHECK(ended.failed());
    }
    SECTION("when it ends")
    {
        gate.end_sending();
    }
    CHECK(::recv(others[0], heard.data(), heard.size(), 0) == -1);
    CHECK(::recv(number, heard.data(), heard.size(), 0) == 6);
    for (const int each : {number, others[0], others[1]})
        ::close(each);
}

TEST_CASE("tls: old versions, weak ciphers and other protocols are refused", "[net]")
{
    const auto failed = [](auto prepare) {
        tls_ends ends;
        prepare(*ends.client_context);
        ends.connect();
        return ends.shake_hands().failed();
    };
    CHECK_FALSE(failed([](SSL_CTX&) {}));
    CHECK_FALSE(failed([](SSL_CTX& c) { SSL_CTX_set_max_proto_version(&c, TLS1_2_VERSION); }));
    CHECK(failed([](SSL_CTX& c) {
        SSL_CTX_set_security_level(&c, 0);
        SSL_CTX_set_min_proto_version(&c, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(&c, TLS1_1_VERSION);
    }));
    for (const char* weak :
         {"AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "AES128-GCM-SHA256"})
        CHECK(failed([weak](SSL_CTX& c) {
            SSL_CTX_set_max_proto_version(&c, TLS1_2_VERSION);
            SSL_CTX_set_cipher_list(&c, weak);
        }));
    const auto offering = [](std::string_view protocols) {
        return [protocols](SSL_CTX& c) {
            const auto* bytes = reinterpret_cast<const unsigned char*>(protocols.data());
            SSL_CTX_set_alpn_protos(&c, bytes, static_cast<unsigned>(protocols.size()));
        };
    };
    CHECK_FALSE(failed(offering("\x02h2\x08http/1.1")));
    CHECK(failed(offering("\x02h2")));
}

TEST_CASE("tls: nobody renegotiates", "[net]")
{
    tls_ends ends;
    SSL_CTX_set_max_proto_version(ends.client_context.get(), TLS1_2_VERSION);
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    std::string heard(10, '\0');
    ends.near->async_read_some(asio::buffer(heard), [](const boost::system::error_code&, std::size_t) {});
    SSL_renegotiate(ends.client.get());
    int done = 0;
    for (int i = 0; i < 20 && done != 1; ++i) {
        done = SSL_do_handshake(ends.client.get());
        ends.turn();
    }
    CHECK(SSL_renegotiate_pending(ends.client.get()) == 1);
}

TEST_CASE("tls: whoever sends new keys without end holds up nobody and is cut off", "[net]")
{
    tls_ends ends;
    ends.connect();
    REQUIRE_FALSE(ends.shake_hands());
    const auto send_key = [&ends] {
        SSL_key_update(ends.client.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
        SSL_do_handshake(ends.client.get());
    };
    for (int i = 0; i < 100; ++i)
        send_key();
    std::string heard(10, '\0');
    std::size_t size = 0;
    boost::system::error_code found;
    const auto read = [&] {
        ends.near->async_read_some(asio::buffer(heard),
                                   [&](const boost::system::error_code& ec, std::size_t n) {
                                       found = ec;
                                       size = n;
                                   });
    };
    read();
    // One was taken; then others have their turn. The first ten at least have arrived.
    CHECK(ends.near->socket().available() > 200);
    SSL_write(ends.client.get(), "hello", 5);
    ends.turn();
    CHECK_FALSE(found);
    CHECK(heard.substr(0, size) == "hello");

    read();
    for (int i = 0; i < 20'000 && !found; ++i) {
        send_key();
        ends.turn();
    }
    CHECK(found == asio::error::connection_reset);
}

TEST_CASE("tls: a renewed certificate is served from then on, a bad one is not and says why", "[net]")
{
    tls_ends ends;
    const auto served = [&ends] {
        ends.far = tcp_socket{ends.loop.get_executor()};
        ends.connect();
        ends.shake_hands();
        const std::unique_ptr<X509, decltype(&X509_free)> shown{SSL_get1_peer_certificate(ends.client.get()),
                                                                X509_free};
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        X509_digest(shown.get(), EVP_sha256(), digest.data(), &size);
        return std::string{digest.begin(), digest.begin() + size};
    };
    const std::string first = served();
    auto open_line = std::move(ends.near);
    auto open_client = std::move(ends.client);
    auto open_far = std::move(ends.far);

    const test::made_certificate other;
    const auto fault = [&ends] { ends.context->renew(); };
    write_file(ends.folder / "cert.pem", other.certificate, 0644);
    CHECK_THROWS_WITH(fault(), Catch::Matchers::Contains("not the one"));
    CHECK(served() == first);
    write_file(ends.folder / "key.pem", other.key, 0644);
    CHECK_THROWS_WITH(fault(), Catch::Matchers::Contains("everybody"));
    CHECK(served() == first);
    write_file(ends.folder / "key.pem", other.key, 0640);
    ends.context->renew();
    CHECK(served() != first);
    std::filesystem::remove(ends.folder / "cert.pem");
    CHECK_THROWS_WITH(fault(), Catch::Matchers::Contains("cannot be read"));
    CHECK(served() != first);

    // The line that was open goes on.
    std::string heard(10, '\0');
    std::size_t size = 0;
    open_line->async_read_some(asio::buffer(heard),
                               [&size](const boost::system::error_code&, std::size_t n) { size = n; });
    SSL_write(open_client.get(), "still", 5);
    ends.turn();
    CHECK(heard.substr(0, size) == "still");
    CHECK_THROWS_AS((tls_context{{"there/is/none", "here/neither"}}), certificate_error);
}
