// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::net {

enum class body_state : std::uint8_t { unfinished, whole, malformed, too_large };

/// Reads the body of a request as it comes: so many bytes, or chunks by the letter. Extensions of chunks and fields
/// behind the last one are malformed: they mean nothing here, and other programs may end them at another byte. Not left
/// to Beast's parser, whose assertions a last chunk that comes in pieces can break (1.81). Source: RFC 9112 sections
/// 6.2 and 7.1.
class body_reader {
public:
    /// Without a length the body is chunked. `limit`: bytes of the body.
    body_reader(std::optional<std::uint64_t> length, std::size_t limit);

    /// Takes what belongs to the body off the front of `received`.
    body_state take(std::string_view& received, std::string& body);

private:
    enum class place : std::uint8_t { size, size_end, data, data_return, data_end, last_return, last_end };

    body_state take_byte(char c, std::size_t size_so_far);
    body_state take_size_digit(char c);
    body_state end_size(std::size_t size_so_far);

    const bool is_chunked_;
    const std::size_t limit_;
    place at_;
    std::uint64_t left_ = 0;  ///< of the length or of the chunk at hand
    int digits_ = 0;
};

}  // namespace jamhall::net
