// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace jamhall::fuzz {

/// What the fuzzer made up, read piece by piece; at the end there are zeros.
class bytes_in {
public:
    bytes_in(const std::uint8_t* bytes, std::size_t size) : text_{reinterpret_cast<const char*>(bytes), size}
    {
    }

    bool empty() const { return text_.empty(); }
    std::string_view rest() const { return text_; }

    std::uint8_t byte()
    {
        const auto taken = take(1);
        return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
    }

    /// From 0 to `bound` - 1, from two bytes.
    std::size_t below(std::size_t bound)
    {
        const auto high = byte();
        return (static_cast<std::size_t>(high) << 8U | byte()) % bound;
    }

    /// At most so many bytes.
    std::string_view take(std::size_t size)
    {
        const auto taken = text_.substr(0, size);
        text_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view text_;
};

/// What must hold for any input. In words, so that the fuzzer's report says what broke.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

}  // namespace jamhall::fuzz
