// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/weak_modulus.hpp"

#include <algorithm>

namespace jamhall::oidc {
namespace {

constexpr std::uint32_t generator = 65'537;
constexpr std::uint32_t fingerprint_primes[] = {
    3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
    73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

std::uint32_t remainder(std::span<const std::uint8_t> number, std::uint32_t prime)
{
    std::uint32_t left = 0;
    for (const std::uint8_t byte : number)
        left = (left * 256 + byte) % prime;
    return left;
}

bool is_power_of_generator(std::uint32_t value, std::uint32_t prime)
{
    std::uint32_t power = 1;
    do {
        if (power == value)
            return true;
        power = power * (generator % prime) % prime;
    } while (power != 1);
    return false;
}

}  // namespace

bool is_weak_modulus(std::span<const std::uint8_t> modulus)
{
    return std::ranges::all_of(fingerprint_primes, [modulus](std::uint32_t prime) {
        return is_power_of_generator(remainder(modulus, prime), prime);
    });
}

}  // namespace jamhall::oidc
