// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jamhall::outbound {

/// One request: GET, or POST where there is a form.
struct fetch_request {
    std::string url;
    std::optional<std::string> form;  ///< application/x-www-form-urlencoded
    std::optional<std::pair<std::string, std::string>> basic_login;
    std::string bearer;   ///< empty: none
    std::string ca_file;  ///< authorities trusted instead of the system's; empty: the system's
    std::size_t answer_size_max = 256 * 1024;
    std::chrono::milliseconds timeout{10'000};  ///< for the whole exchange, waiting in line included
};

struct fetch_answer {
    long status = 0;
    std::string content_type;
    std::string body;
};

enum class fetch_fault : std::uint8_t {
    not_allowed,  ///< see may_be_asked()
    busy,         ///< too many requests are under way
    stopping,
    unreachable,
    not_trusted,  ///< no certificate we trust for this name
    timed_out,
    too_long,
    broken,  ///< not HTTP, or cut off
};

std::string_view name_of(fetch_fault fault);

/// Found by boost::system::result when value() is asked of a fault: a bug in the caller.
[[noreturn]] void throw_exception_from_error(fetch_fault fault, const boost::source_location&);

using fetched = boost::system::result<fetch_answer, fetch_fault>;

/// Sends HTTP requests from one thread of its own. Redirects are answers like any other; certificates and names are
/// checked, TLS 1.2 at least; nothing is decompressed; cookies are not kept.
/// Owns: its thread and connections.
class fetcher {
public:
    static constexpr std::size_t under_way_max = 512;

    fetcher();
    ~fetcher();
    fetcher(const fetcher&) = delete;
    fetcher& operator=(const fetcher&) = delete;

    /// Calls `done` once: on the fetcher's thread, or on the caller's when refused at once. It must only post the answer
    /// on, and must not throw. Runs on: any.
    void send(fetch_request asked, std::function<void(fetched)> done);

    /// Takes nothing more and answers what is under way with `stopping`. Runs on: any but the fetcher's thread.
    void stop();

private:
    struct line;
    std::unique_ptr<line> line_;
};

/// Sends a request and resumes on the awaiting coroutine's executor.
base::task<fetched> fetch(fetcher& by, fetch_request asked);

}  // namespace jamhall::outbound
