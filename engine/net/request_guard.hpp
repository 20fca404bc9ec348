// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jamhall::net {

/// How far the head of a request has come, or what is wrong with it.
enum class head_state : std::uint8_t {
    unfinished,
    whole,
    malformed,
    target_too_long,
    too_long,
    other_version
};

/// Reads the head of a request as it comes, by the letter. What a proxy in front could read otherwise than the
/// parser behind (a bare CR or LF, a folded line, a space before the colon) is refused here and never mended:
/// two readings of the same bytes are how one request becomes two. Source: RFC 9112 sections 2.2, 3, 5 and 11.2.
class request_guard {
public:
    /// `received` is what came since the request began, each time from its first byte.
    /// Cost: each byte is looked at once.
    head_state look(std::string_view received);

private:
    head_state take_byte(std::string_view received, std::size_t at);
    head_state take_line(std::string_view line);

    std::size_t looked_at_ = 0;
    std::size_t line_begins_ = 0;
    std::size_t lines_ = 0;
};

inline constexpr std::size_t head_size_max = 16 * 1024;
inline constexpr std::size_t target_size_max = 8 * 1024;
inline constexpr std::size_t head_lines_max = 100;

/// What keeps a request from being taken although it is well-formed.
enum class framing_fault : std::uint8_t {
    ambiguous_body,    ///< where its body ends can be read in two ways
    ambiguous_host,    ///< for whom it is: nobody, more than one, or no host
    encoded_body,      ///< its body would have to be unpacked
    other_expectation  ///< it expects what no server knows
};

/// Judges the fields that say where a request ends and for whom it is. Source: RFC 9112 sections 3.2 and 6;
/// RFC 9110 sections 8.4 and 10.1.1.
std::optional<framing_fault> framing_fault_of(const http_request& request);

}  // namespace jamhall::net
