// SPDX-License-Identifier: Apache-2.0
#include "engine/base/random.hpp"

#include <openssl/rand.h>

#include <bit>
#include <limits>
#include <stdexcept>

namespace jamhall::base {

void fill_random(std::span<std::uint8_t> bytes)
{
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
        RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error{"the generator of random bytes failed"};
}

std::uint64_t random_number()
{
    return std::bit_cast<std::uint64_t>(random_bytes<sizeof(std::uint64_t)>());
}

}  // namespace jamhall::base
