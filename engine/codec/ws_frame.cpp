// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/ws_frame.hpp"

#include <cstdint>

namespace jamhall::codec {
namespace {

constexpr unsigned final_text = 0x81;
constexpr unsigned size_in_16_bits = 126;
constexpr unsigned size_in_64_bits = 127;
constexpr std::size_t header_size_max = 10;

std::size_t header_size(std::size_t payload_size)
{
    if (payload_size < size_in_16_bits)
        return 2;
    return payload_size <= 0xFFFF ? 4 : header_size_max;
}

void append_byte(std::string& to, std::uint64_t value)
{
    to += static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
}

}  // namespace

std::string ws_text_frame(std::string_view payload)
{
    const std::size_t header = header_size(payload.size());
    std::string made;
    made.reserve(header + payload.size());
    append_byte(made, final_text);
    if (header == 2) {
        append_byte(made, payload.size());
    } else {
        append_byte(made, header == 4 ? size_in_16_bits : size_in_64_bits);
        for (std::size_t left = header - 2; left > 0; --left)
            append_byte(made, std::uint64_t{payload.size()} >> (8 * (left - 1)));
    }
    made += payload;
    return made;
}

std::string_view ws_payload(std::string_view frame)
{
    const auto length = static_cast<unsigned char>(frame[1]);
    const std::size_t header = length < size_in_16_bits ? 2 : length == size_in_16_bits ? 4 : header_size_max;
    return frame.substr(header);
}

}  // namespace jamhall::codec
