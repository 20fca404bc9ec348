// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"

#include <cstddef>

namespace jamhall::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint32_t> digit(std::string_view alphabet, char c)
{
    const auto found = alphabet.find(c);
    if (found == std::string_view::npos)
        return std::nullopt;
    return static_cast<std::uint32_t>(found);
}

}  // namespace

void append_hex(std::string& to, std::span<const std::uint8_t> bytes)
{
    for (const std::uint8_t byte : bytes) {
        to += hex_digits[byte >> 4U];
        to += hex_digits[byte & 0x0FU];
    }
}

std::string hex_of(std::span<const std::uint8_t> bytes)
{
    std::string made;
    made.reserve(bytes.size() * 2);
    append_hex(made, bytes);
    return made;
}

std::optional<std::vector<std::uint8_t>> bytes_of_hex(std::string_view hex)
{
    if (hex.size() % 2 != 0)
        return std::nullopt;
    std::vector<std::uint8_t> made;
    made.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = digit(hex_digits, hex[i]);
        const auto low = digit(hex_digits, hex[i + 1]);
        if (!high || !low)
            return std::nullopt;
        made.push_back(static_cast<std::uint8_t>((*high << 4U) | *low));
    }
    return made;
}

std::string base64url_of(std::span<const std::uint8_t> bytes)
{
    std::string made;
    made.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t gathered = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        gathered = (gathered << 8U) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            made += base64url_digits[(gathered >> bits) & 0x3FU];
        }
    }
    if (bits > 0)
        made += base64url_digits[(gathered << (6U - bits)) & 0x3FU];
    return made;
}

std::optional<std::vector<std::uint8_t>> bytes_of_base64url(std::string_view text)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::vector<std::uint8_t> made;
    made.reserve(text.size() * 3 / 4);
    std::uint32_t gathered = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto value = digit(base64url_digits, c);
        if (!value)
            return std::nullopt;
        gathered = (gathered << 6U) | *value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            made.push_back(static_cast<std::uint8_t>(gathered >> bits));
        }
    }
    // Two texts must not stand for the same bytes: what is left over has to be zero.
    if ((gathered & ((1U << bits) - 1U)) != 0)
        return std::nullopt;
    return made;
}

}  // namespace jamhall::base
