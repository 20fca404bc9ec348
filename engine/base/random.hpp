// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace jamhall::base {

/// Fills with bytes from the operating system's generator through OpenSSL; nobody can guess them.
/// Errors: throws std::runtime_error when the generator fails.
void fill_random(std::span<std::uint8_t> bytes);

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes()
{
    std::array<std::uint8_t, N> made;
    fill_random(made);
    return made;
}

std::uint64_t random_number();

}  // namespace jamhall::base
