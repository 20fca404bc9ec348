// SPDX-License-Identifier: Apache-2.0
#include "engine/net/request_guard.hpp"

#include "engine/net/origins.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace jamhall::net {
namespace {

constexpr std::size_t content_length_digits_max = 18;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// A character of a token. Source: RFC 9110 section 5.6.2.
bool is_token_character(char c)
{
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || is_digit(c) || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_visible(char c)
{
    return c > 0x20 && c < 0x7F;
}

/// May stand in a head at all: visible characters, blanks, and bytes above ASCII inside values.
bool may_stand_in_line(char c)
{
    const auto byte = static_cast<std::uint8_t>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

head_state judge_version(std::string_view version)
{
    if (version == "HTTP/1.1" || version == "HTTP/1.0")
        return head_state::unfinished;
    const bool is_version = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                            version[6] == '.' && is_digit(version[7]);
    return is_version ? head_state::other_version : head_state::malformed;
}

head_state judge_request_line(std::string_view line)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return head_state::malformed;
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (!is_token(line.substr(0, first)) || target.empty() || !std::ranges::all_of(target, is_visible))
        return head_state::malformed;
    if (target.size() > target_size_max)
        return head_state::target_too_long;
    return judge_version(line.substr(last + 1));
}

bool is_field_line(std::string_view line)
{
    const auto colon = line.find(':');
    return colon != std::string_view::npos && is_token(line.substr(0, colon));
}

bool has_clear_length(const http_request& request)
{
    const auto lengths = request.count(http::field::content_length);
    const auto codings = request.count(http::field::transfer_encoding);
    if (lengths + codings == 0)
        return true;
    if (lengths + codings > 1)
        return false;
    if (codings == 1)
        return request.version() == 11 &&
               boost::beast::iequals(request[http::field::transfer_encoding], "chunked");
    const auto length = request[http::field::content_length];
    return !length.empty() && length.size() <= content_length_digits_max &&
           std::ranges::all_of(length, is_digit);
}

bool is_packed(const http_request& request)
{
    const auto coding = request[http::field::content_encoding];
    return request.count(http::field::content_encoding) > 0 && !boost::beast::iequals(coding, "identity");
}

}  // namespace

head_state request_guard::look(std::string_view received)
{
    head_state state = head_state::unfinished;
    for (; looked_at_ < received.size() && state == head_state::unfinished; ++looked_at_)
        state = looked_at_ >= head_size_max ? head_state::too_long : take_byte(received, looked_at_);
    // A target that goes on and on is told apart from too many fields while it still comes.
    if (state == head_state::too_long && lines_ == 0)
        return head_state::target_too_long;
    return state;
}

head_state request_guard::take_byte(std::string_view received, std::size_t at)
{
    const char c = received[at];
    const bool follows_return = at > line_begins_ && received[at - 1] == '\r';
    if (follows_return != (c == '\n'))
        return head_state::malformed;
    if (c == '\r')
        return head_state::unfinished;
    if (c != '\n')
        return may_stand_in_line(c) ? head_state::unfinished : head_state::malformed;
    const std::string_view line = received.substr(line_begins_, at - 1 - line_begins_);
    line_begins_ = at + 1;
    return take_line(line);
}

head_state request_guard::take_line(std::string_view line)
{
    if (lines_++ == 0)
        return judge_request_line(line);
    if (line.empty())
        return head_state::whole;
    if (lines_ > head_lines_max)
        return head_state::too_long;
    return is_field_line(line) ? head_state::unfinished : head_state::malformed;
}

std::optional<framing_fault> framing_fault_of(const http_request& request)
{
    const auto hosts = request.count(http::field::host);
    const auto host = request[http::field::host];
    if (hosts > 1 || (hosts == 0 && request.version() == 11) ||
        (hosts == 1 && !is_authority({host.data(), host.size()})))
        return framing_fault::ambiguous_host;
    if (!has_clear_length(request))
        return framing_fault::ambiguous_body;
    if (is_packed(request))
        return framing_fault::encoded_body;
    const bool expects = request.version() == 11 && request.count(http::field::expect) > 0;
    if (expects && !boost::beast::iequals(request[http::field::expect], "100-continue"))
        return framing_fault::other_expectation;
    return std::nullopt;
}

}  // namespace jamhall::net
