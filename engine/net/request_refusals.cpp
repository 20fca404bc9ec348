// SPDX-License-Identifier: Apache-2.0
#include "engine/net/request_refusals.hpp"

#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"

#include <string>
#include <utility>

namespace jamhall::net {

reply too_large_reply(std::size_t limit)
{
    reply r = problem_reply(
        http::status::payload_too_large, "too_large",
        "This is larger than the " + std::to_string(limit / 1024) + " KiB that are taken here.");
    r.closes = true;
    return r;
}

reply refused_reply(http::status status, std::string_view code, std::string detail)
{
    reply r = problem_reply(status, code, std::move(detail));
    r.closes = true;
    return r;
}

reply malformed_reply()
{
    return refused_reply(http::status::bad_request, "bad_request", "This is not a well-formed HTTP request.");
}

reply bad_head_reply(head_state why)
{
    switch (why) {
    case head_state::target_too_long:
        return refused_reply(http::status::uri_too_long, "too_large", "The address asked for is too long.");
    case head_state::too_long:
        return refused_reply(http::status::request_header_fields_too_large, "too_large",
                             "The header of this request is too long.");
    case head_state::other_version:
        return refused_reply(http::status::http_version_not_supported, "bad_request",
                             "This server speaks HTTP/1.1 and HTTP/1.0.");
    case head_state::malformed:
    case head_state::unfinished:
    case head_state::whole: break;
    }
    return malformed_reply();
}

reply bad_framing_reply(framing_fault why)
{
    switch (why) {
    case framing_fault::encoded_body:
        return refused_reply(http::status::unsupported_media_type, "bad_request",
                             "Send the body as it is, without a content encoding.");
    case framing_fault::other_expectation:
        return refused_reply(http::status::expectation_failed, "bad_request",
                             "This server knows no expectation but 100-continue.");
    case framing_fault::ambiguous_host:
        return refused_reply(http::status::bad_request, "bad_request",
                             "A request names one host that it is for.");
    case framing_fault::ambiguous_body: break;
    }
    return refused_reply(http::status::bad_request, "bad_request",
                         "It is not clear where the body of this request ends.");
}

std::optional<reply> wrong_host_reply(const exchange& e)
{
    const bool is_probe = e.asked.path == "/healthz" || e.asked.path == "/readyz";
    const auto host = e.host();
    if (is_probe || !host || e.server.from.answer_to(*host))
        return std::nullopt;
    return refused_reply(
        http::status::misdirected_request, "wrong_host",
        "This server does not answer under that name. Behind a proxy the Host header must be "
        "passed on.");
}

}  // namespace jamhall::net
