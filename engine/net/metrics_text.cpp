// SPDX-License-Identifier: Apache-2.0
#include "engine/net/metrics_text.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace jamhall::net {
namespace {

void append_head(std::string& to, std::string_view name, std::string_view kind, std::string_view help)
{
    fmt::format_to(std::back_inserter(to), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind);
}

void append(std::string& to, std::string_view name, std::string_view kind, std::string_view help,
            const base::counter& of)
{
    append_head(to, name, kind, help);
    fmt::format_to(std::back_inserter(to), "{} {}\n", name, of.value());
}

void append_refused(std::string& to, const base::process_metrics& m)
{
    constexpr std::string_view name = "jamhall_commands_refused_total";
    append_head(to, name, "counter", "Commands refused, by code.");
    for (std::size_t i = 0; i < m.commands_refused.size(); ++i) {
        const auto code = sessions::name_of(static_cast<sessions::reject_code>(i));
        fmt::format_to(std::back_inserter(to), "{}{{code=\"{}\"}} {}\n", name, code,
                       m.commands_refused[i].value());
    }
}

}  // namespace

std::string metrics_text(const base::process_metrics& m)
{
    std::string text;
    append(text, "jamhall_http_requests_total", "counter", "HTTP requests answered.", m.http_requests);
    append(text, "jamhall_http_problems_total", "counter", "HTTP requests answered with 400 or above.",
           m.http_problems);
    append(text, "jamhall_http_connections_total", "counter", "HTTP connections accepted.",
           m.connections_opened);
    append(text, "jamhall_http_connections", "gauge", "HTTP connections open.", m.connections_open);
    append(text, "jamhall_sockets_total", "counter", "WebSockets opened.", m.sockets_opened);
    append(text, "jamhall_sockets", "gauge", "WebSockets open.", m.sockets_open);
    append(text, "jamhall_sockets_too_slow_total", "counter", "WebSockets closed with 4001.",
           m.sockets_too_slow);
    append(text, "jamhall_sockets_flooding_total", "counter", "WebSockets closed with 1008 for flooding.",
           m.sockets_flooding);
    append(text, "jamhall_connections_refused_total", "counter",
           "Connections refused because their address had too many.", m.lines_refused);
    append(text, "jamhall_http_braked_total", "counter", "HTTP requests answered with 429.",
           m.requests_braked);
    append(text, "jamhall_frames_received_total", "counter", "Messages received on sockets.", m.frames_in);
    append(text, "jamhall_frames_sent_total", "counter", "Messages sent on sockets.", m.frames_out);
    append(text, "jamhall_sent_bytes_total", "counter", "Payload of the messages sent.", m.bytes_out);
    append(text, "jamhall_commands_accepted_total", "counter", "Commands accepted.", m.commands_accepted);
    append_refused(text, m);
    append(text, "jamhall_batches_total", "counter", "Batches stored durably.", m.batches);
    append(text, "jamhall_batches_failed_total", "counter", "Batches that could not be stored.",
           m.batches_failed);
    append(text, "jamhall_events_total", "counter", "Events stored durably.", m.batch_events);
    append_head(text, "jamhall_commit_seconds_total", "counter", "Time spent storing batches.");
    fmt::format_to(std::back_inserter(text), "jamhall_commit_seconds_total {:.6f}\n",
                   static_cast<double>(m.commit_microseconds.value()) / 1e6);
    return text;
}

}  // namespace jamhall::net
