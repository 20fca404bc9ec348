// SPDX-License-Identifier: Apache-2.0
#include "engine/outbound/fetcher.hpp"

#include "engine/outbound/address.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <string>
#include <thread>

using namespace jamhall;
using namespace jamhall::outbound;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Answers one connection with the given bytes, again and again where asked, and keeps what it was sent.
class one_answer {
public:
    explicit one_answer(std::string bytes, bool without_end = false)
        : acceptor_{context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}}
    {
        answering_ =
            std::thread{[this, bytes = std::move(bytes), without_end] { answer(bytes, without_end); }};
    }
    ~one_answer()
    {
        // Lets go of a thread that still waits for somebody to come.
        boost::system::error_code ignored;
        tcp::socket knock{context_};
        knock.connect(acceptor_.local_endpoint(), ignored);
        knock.close(ignored);
        answering_.join();
    }

    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/keys";
    }
    const std::string& asked() const { return asked_; }

private:
    void answer(const std::string& bytes, bool without_end)
    {
        boost::system::error_code ec;
        tcp::socket line{context_};
        acceptor_.accept(line, ec);
        asio::read_until(line, asio::dynamic_buffer(asked_), "\r\n\r\n", ec);
        do
            asio::write(line, asio::buffer(bytes), ec);
        while (without_end && !ec);
        if (!bytes.empty())
            return;
        // Silent until the other side ends it.
        std::string more;
        asio::read(line, asio::dynamic_buffer(more), ec);
    }

    asio::io_context context_;
    tcp::acceptor acceptor_;
    std::string asked_;
    std::thread answering_;
};

/// Where answers arrive. It outlives every fetcher, whose thread may still be waking it when the answer is here.
asio::io_context& arrivals()
{
    static asio::io_context loop;
    loop.restart();
    return loop;
}

fetched fetch_now(fetcher& by, fetch_request asked)
{
    auto& loop = arrivals();
    auto answer = asio::co_spawn(loop, fetch(by, std::move(asked)), asio::use_future);
    loop.run();
    return answer.get();
}

fetch_request asking(std::string url, std::chrono::milliseconds timeout = 10s)
{
    fetch_request made;
    made.url = std::move(url);
    made.timeout = timeout;
    made.answer_size_max = 1'000;
    return made;
}

}  // namespace

TEST_CASE("fetcher: only https may be asked, and plain http on this machine itself", "[outbound]")
{
    for (const char* good : {"https://id.example.org", "https://id.example.org:8443/a?b=c",
                             "http://127.0.0.1:1/", "http://localhost:80/x", "http://[::1]:80/x"})
        CHECK(may_be_asked(good));
    for (const char* bad :
         {"http://id.example.org/", "http://localhost.example.org/", "http://127.0.0.1@evil.example/",
          "https://user:word@id.example.org/", "https://id.example.org/#part", "ftp://127.0.0.1/",
          "file:///etc/passwd", "//id.example.org/", "id.example.org", "", "https://id.example.org/\r\nX: y",
          "https://id.example.org/ x", "https://id.example.org\\@127.0.0.1/", "http://127.0.0.1.example.org/",
          "gopher://127.0.0.1/"})
        CHECK_FALSE(may_be_asked(bad));
    CHECK(authority_of("https://ID.example.org/a") == "id.example.org:443");
    CHECK(authority_of("http://127.0.0.1:1/") == "127.0.0.1:1");
    CHECK(authority_of("http://id.example.org/").empty());
    fetcher by;
    CHECK(fetch_now(by, asking("http://id.example.org/")).error() == fetch_fault::not_allowed);
}

TEST_CASE("fetcher: brings an answer, and sends a form with a login", "[outbound]")
{
    one_answer there{"HTTP/1.1 201 Made\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"};
    fetcher by;
    fetch_request asked = asking(there.url());
    asked.form = "a=b";
    asked.basic_login = {"Aladdin", "open sesame"};
    const fetched answer = fetch_now(by, asked);
    REQUIRE(answer.has_value());
    CHECK(answer->status == 201);
    CHECK(answer->content_type == "application/json");
    CHECK(answer->body == "{}");
    CHECK(there.asked().starts_with("POST /keys HTTP/1.1\r\n"));
    CHECK(there.asked().find("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n") != std::string::npos);
}

TEST_CASE("fetcher: a redirect is an answer, not followed", "[outbound]")
{
    one_answer there{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"};
    fetcher by;
    CHECK(fetch_now(by, asking(there.url()))->status == 302);
}

TEST_CASE("fetcher: an answer without end is cut off, announced or not, headers too", "[outbound]")
{
    fetcher by;
    one_answer announced{"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"};
    CHECK(fetch_now(by, asking(announced.url())).error() == fetch_fault::too_long);
    one_answer chunked{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" +
                       std::string(1024, 'a')};
    CHECK(fetch_now(by, asking(chunked.url())).error() == fetch_fault::too_long);
    one_answer headers{"HTTP/1.1 200 OK\r\nX-More: " + std::string(200, 'a') + "\r\n", true};
    const auto fault = fetch_now(by, asking(headers.url())).error();
    CHECK((fault == fetch_fault::too_long || fault == fetch_fault::broken));
}

TEST_CASE("fetcher: who does not answer is waited for as long as said, without holding the others up",
          "[outbound]")
{
    fetcher by;
    one_answer silent{""};
    one_answer quick{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
    auto& loop = arrivals();
    auto slow = asio::co_spawn(loop, fetch(by, asking(silent.url(), 2s)), asio::use_future);
    auto fast = asio::co_spawn(loop, fetch(by, asking(quick.url())), asio::use_future);
    while (fast.wait_for(0s) != std::future_status::ready)
        loop.run_one();
    CHECK(fast.get().has_value());
    CHECK(slow.wait_for(0s) != std::future_status::ready);
    loop.run();
    CHECK(slow.get().error() == fetch_fault::timed_out);
}

TEST_CASE("fetcher: nobody there, nonsense instead of HTTP, and stopping", "[outbound]")
{
    fetcher by;
    CHECK(fetch_now(by, asking("http://127.0.0.1:1/")).error() == fetch_fault::unreachable);
    one_answer nonsense{"SSH-2.0-x\r\n"};
    CHECK(fetch_now(by, asking(nonsense.url(), 2s)).has_error());

    one_answer silent{""};
    auto& loop = arrivals();
    auto waiting = asio::co_spawn(loop, fetch(by, asking(silent.url())), asio::use_future);
    loop.poll();
    by.stop();
    loop.run();
    CHECK(waiting.get().error() == fetch_fault::stopping);
    CHECK(fetch_now(by, asking(silent.url())).error() == fetch_fault::stopping);
}

TEST_CASE("fetcher: no more is under way than the bound", "[outbound]")
{
    fetcher by;
    one_answer silent{""};
    std::atomic<int> busy = 0;
    for (std::size_t i = 0; i < fetcher::under_way_max + 3; ++i)
        by.send(asking(silent.url()),
                [&busy](fetched answer) { busy += !answer && answer.error() == fetch_fault::busy ? 1 : 0; });
    by.stop();
    CHECK(busy == 3);
}
