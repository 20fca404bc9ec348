// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::sessions {

/// A written id of the plan (jam, forum, phase, audience, rule): `[a-z0-9-]{1,40}`, kept inline
/// so that events which carry one need no allocation.
class slug {
public:
    static constexpr std::size_t size_max = 40;

    constexpr slug() = default;

    /// Errors: nullopt unless `text` is 1 to 40 of a-z, 0-9 and hyphen.
    static constexpr std::optional<slug> parse(std::string_view text)
    {
        if (text.empty() || text.size() > size_max)
            return std::nullopt;
        slug made;
        for (char c : text) {
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                return std::nullopt;
            made.characters_[made.size_++] = c;
        }
        return made;
    }

    constexpr std::string_view view() const { return {characters_.data(), size_}; }
    std::string str() const { return std::string{view()}; }
    constexpr bool empty() const { return size_ == 0; }

    friend constexpr bool operator==(const slug& a, const slug& b) { return a.view() == b.view(); }
    friend constexpr auto operator<=>(const slug& a, const slug& b) { return a.view() <=> b.view(); }

private:
    std::array<char, size_max> characters_{};
    std::uint8_t size_ = 0;
};

/// A slug written in our own code. Asserts by throwing at compile time when it is not one.
consteval slug operator""_slug(const char* text, std::size_t size)
{
    return slug::parse({text, size}).value();
}

}  // namespace jamhall::sessions
