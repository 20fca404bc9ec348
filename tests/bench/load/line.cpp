// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/line.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jamhall::bench {
namespace {

constexpr std::size_t read_bytes = std::size_t{256} * 1024;
/// Of a frame that is not kept whole: enough for its type, its feed and its `upto`.
constexpr std::size_t head_bytes = 256;
constexpr unsigned char text_opcode = 0x1;
constexpr unsigned char close_opcode = 0x8;
constexpr unsigned char ping_opcode = 0x9;
constexpr unsigned char pong_opcode = 0xA;

/// Shared by all lines: whatever is read is done with before the next read.
std::vector<char>& scratch()
{
    static std::vector<char> bytes(read_bytes);
    return bytes;
}

/// One address of the loopback network for so many lines, so that ports never run out.
constexpr std::size_t lines_per_address = 10'000;

::sockaddr_in address_of(std::uint32_t host, std::uint16_t port)
{
    ::sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(host);
    at.sin_port = htons(port);
    return at;
}

/// A client's frame: masked with zeroes, which changes nothing but is what RFC 6455 section 5.3 demands in form.
void append_frame(std::string& to, unsigned char opcode, std::string_view payload)
{
    constexpr std::size_t short_max = 125;
    to += static_cast<char>(0x80 | opcode);
    if (payload.size() <= short_max) {
        to += static_cast<char>(0x80 | payload.size());
    } else {
        to += static_cast<char>(0x80 | 126);
        to += static_cast<char>(payload.size() >> 8);
        to += static_cast<char>(payload.size() & 0xFF);
    }
    to.append(4, '\0');
    to += payload;
}

/// Of all lines over TLS.
SSL_CTX* client_context()
{
    static const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made{SSL_CTX_new(TLS_client_method()),
                                                                        SSL_CTX_free};
    SSL_CTX_set_mode(made.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                     SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return made.get();
}

struct frame_head {
    unsigned char opcode = 0;
    std::size_t head = 0;  ///< bytes before the payload; 0 = not there yet
    std::size_t size = 0;
};

frame_head head_of(std::string_view bytes)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() < 2)
        return {};
    frame_head found{static_cast<unsigned char>(at(0) & 0x0F), 2, at(1) & 0x7FU};
    const std::size_t more = found.size == 127 ? 8 : found.size == 126 ? 2 : 0;
    if (bytes.size() < 2 + more)
        return {};
    if (more > 0)
        found.size = 0;
    for (std::size_t i = 0; i < more; ++i)
        found.size = found.size << 8 | at(2 + i);
    found.head += more;
    return found;
}

}  // namespace

double now_s()
{
    return std::chrono::duration<double>{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

void line_watcher::refused(line&, std::string_view answer)
{
    throw std::runtime_error{"an upgrade was refused: " + std::string{answer}};
}

line::~line()
{
    cut();
}

void line::tls_deleter::operator()(ssl_st* ssl) const
{
    SSL_free(ssl);
}

bool line::connect(std::uint16_t port, std::string request, bool over_tls)
{
    kept_.clear();
    to_skip_ = 0;
    close_code_ = 0;
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0)
        throw std::runtime_error{"no socket: too few files may be open here"};
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const auto from =
        address_of(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(index_ / lines_per_address), 0);
    ::bind(fd_, reinterpret_cast<const ::sockaddr*>(&from), sizeof from);
    const auto to = address_of(INADDR_LOOPBACK, port);
    out_ = std::move(request);
    began_at_s_ = now_s();
    stage_ = stage::connecting;
    if (over_tls) {
        tls_.reset(SSL_new(client_context()));
        SSL_set_fd(tls_.get(), fd_);
    }
    if (::connect(fd_, reinterpret_cast<const ::sockaddr*>(&to), sizeof to) == 0 || errno == EINPROGRESS)
        return true;
    if (errno != ECONNREFUSED)
        throw std::runtime_error{std::string{"cannot connect: "} + std::strerror(errno)};
    cut();
    return false;
}

void line::send(std::string_view text)
{
    append_frame(out_, text_opcode, text);
    write_out();
}

void line::send_raw(std::string_view bytes)
{
    out_ += bytes;
    write_out();
}

void line::cut()
{
    if (fd_ < 0)
        return;
    const ::linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(fd_);
    fd_ = -1;
    stage_ = stage::ended;
}

void line::write_out()
{
    while (!out_.empty() && stage_ != stage::connecting && stage_ != stage::securing) {
        const auto sent = tls_ ? SSL_write(tls_.get(), out_.data(), static_cast<int>(out_.size()))
                               : ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return;  // what is wrong with the line is found by reading
        out_.erase(0, static_cast<std::size_t>(sent));
    }
}

void line::go_on(bool can_read, bool can_write, line_watcher& to)
{
    if (can_write && stage_ == stage::connecting)
        stage_ = tls_ ? stage::securing : stage::upgrading;
    if (stage_ == stage::securing)
        secure();
    if (can_write)
        write_out();
    if (can_read && stage_ != stage::connecting && stage_ != stage::securing)
        read_in(to);
}

void line::secure()
{
    ERR_clear_error();
    const int done = SSL_connect(tls_.get());
    if (done == 1) {
        stage_ = stage::upgrading;
        return write_out();
    }
    const int why = SSL_get_error(tls_.get(), done);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
        throw std::runtime_error{"a TLS handshake failed"};
}

/// As recv() returns.
std::ptrdiff_t line::receive(char* into, std::size_t size)
{
    if (!tls_)
        return ::recv(fd_, into, size, 0);
    ERR_clear_error();
    const int got = SSL_read(tls_.get(), into, static_cast<int>(size));
    if (got > 0)
        return got;
    const int why = SSL_get_error(tls_.get(), got);
    errno = EAGAIN;
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

/// What TLS holds decrypted the kernel does not tell of.
void line::read_in(line_watcher& to)
{
    do {
        read_once(to);
    } while (stage_ != stage::ended && tls_ && SSL_pending(tls_.get()) > 0);
}

void line::read_once(line_watcher& to)
{
    auto& buffer = scratch();
    // What is skipped is never copied out of the kernel.
    const bool skips = to_skip_ > 0;
    const auto got = !skips ? receive(buffer.data(), buffer.size())
                     : tls_ ? receive(buffer.data(), std::min(buffer.size(), to_skip_))
                            : ::recv(fd_, nullptr, to_skip_, MSG_TRUNC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        cut();
        return to.ended(*this);
    }
    const auto size = static_cast<std::size_t>(got);
    if (skips) {
        to_skip_ -= size;
        if (to_skip_ == 0)
            take_frame(text_opcode, std::exchange(kept_, {}), frame_size_, to);
        return;
    }
    std::string_view bytes{buffer.data(), size};
    std::string joined;
    if (!kept_.empty()) {
        joined = std::exchange(kept_, {}).append(bytes);
        bytes = joined;
    }
    bytes.remove_prefix(take(bytes, to));
    if (stage_ != stage::ended && to_skip_ == 0)
        kept_ = bytes;
}

/// Takes whole frames off the front and says how many bytes they were; begins to skip a long one.
std::size_t line::take(std::string_view bytes, line_watcher& to)
{
    std::size_t taken = 0;
    if (stage_ == stage::upgrading) {
        const auto end = bytes.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return 0;
        if (bytes.substr(9, 3) != "101") {
            cut();
            to.refused(*this, bytes);
            return bytes.size();
        }
        taken = end + 4;
        stage_ = stage::open;
        to.opened(*this);
    }
    while (stage_ == stage::open && taken < bytes.size()) {
        const auto rest = bytes.substr(taken);
        const auto found = head_of(rest);
        if (found.head == 0)
            return taken;
        const std::size_t whole = found.head + found.size;
        if (whole <= rest.size()) {
            take_frame(found.opcode, rest.substr(found.head, found.size), found.size, to);
            taken += whole;
            continue;
        }
        if (keeps_whole || rest.size() < found.head + head_bytes)
            return taken;
        frame_size_ = found.size;
        to_skip_ = whole - rest.size();
        kept_ = rest.substr(found.head, head_bytes);
        return bytes.size();
    }
    return taken;
}

void line::take_frame(unsigned char opcode, std::string_view text, std::size_t size, line_watcher& to)
{
    if (opcode == ping_opcode) {
        append_frame(out_, pong_opcode, text);
        return write_out();
    }
    if (opcode == close_opcode) {
        close_code_ = text.size() < 2 ? 0
                                      : static_cast<unsigned>(static_cast<unsigned char>(text[0])) << 8 |
                                            static_cast<unsigned char>(text[1]);
        cut();
        return to.ended(*this);
    }
    if (opcode != pong_opcode)
        to.received(*this, {text, size});
}

}  // namespace jamhall::bench
