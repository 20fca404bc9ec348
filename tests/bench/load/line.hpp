// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;

namespace jamhall::bench {

/// Seconds of a clock that only goes forward.
double now_s();

/// One frame as it came in. `text` is the whole payload, or, on a line that does not keep whole frames, at least its
/// first bytes.
struct seen_frame {
    std::string_view text;
    std::size_t size = 0;  ///< bytes of the payload
};

class line;

/// What happens on lines.
class line_watcher {
public:
    virtual ~line_watcher() = default;
    virtual void opened(line& on) = 0;
    virtual void received(line& on, const seen_frame& frame) = 0;
    virtual void ended(line& on) = 0;

    /// The upgrade was answered with something else than 101; the line has been cut. Throws unless told otherwise.
    virtual void refused(line& on, std::string_view answer);
};

/// One WebSocket connection of the load generator, as thin as it can be: what a benchmark measures must be the server.
/// Not blocking; driven by its crowd.
class line {
public:
    enum class stage : std::uint8_t { idle, connecting, securing, upgrading, open, ended };

    explicit line(std::size_t index) : index_{index} {}
    line(const line&) = delete;
    line& operator=(const line&) = delete;
    ~line();

    /// Whole frames are kept for `received`, not only their first bytes; at the price of a copy.
    bool keeps_whole = false;

    /// Of the server's close frame; 0 when the line just ended.
    unsigned close_code() const { return close_code_; }

    double began_at_s() const { return began_at_s_; }
    std::size_t index() const { return index_; }
    stage at() const { return stage_; }
    int fd() const { return fd_; }
    bool wants_to_write() const
    {
        return stage_ == stage::connecting || (stage_ != stage::securing && !out_.empty());
    }

    /// Begins to connect, also again after an end, and sends the request for the upgrade once connected, over TLS when asked;
    /// whose certificate it is does not matter. False: nobody listens there.
    bool connect(std::uint16_t port, std::string request, bool over_tls);

    /// One text frame, masked as a client must.
    void send(std::string_view text);

    /// Bytes as they are.
    void send_raw(std::string_view bytes);

    /// Reads and writes what can be; tells `to` what came.
    void go_on(bool can_read, bool can_write, line_watcher& to);

    /// Cuts the line without a trace in the kernel's tables.
    void cut();

private:
    void write_out();
    void read_in(line_watcher& to);
    void read_once(line_watcher& to);
    void secure();
    std::ptrdiff_t receive(char* into, std::size_t size);
    std::size_t take(std::string_view bytes, line_watcher& to);
    void take_frame(unsigned char opcode, std::string_view text, std::size_t size, line_watcher& to);

    struct tls_deleter {
        void operator()(ssl_st* ssl) const;
    };

    std::size_t index_;
    std::unique_ptr<ssl_st, tls_deleter> tls_;
    unsigned close_code_ = 0;
    double began_at_s_ = 0;
    int fd_ = -1;
    stage stage_ = stage::idle;
    std::string out_;   ///< not yet taken by the kernel
    std::string kept_;  ///< the beginning of a frame (or of the upgrade's answer) whose rest is to come
    std::size_t frame_size_ = 0;  ///< of the frame under way that is not kept whole, payload
    std::size_t to_skip_ = 0;     ///< of it that is still to come
};

}  // namespace jamhall::bench
