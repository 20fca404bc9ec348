// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace jamhall::sessions {

/// What a person is in a jam; several per person (design: jam.md section 3).
enum class role : std::uint8_t {
    participant,
    facilitator,
    host,
    guest,
    organizer,
    analyst,
    records_officer,
    observer,
};

inline constexpr std::array all_roles{
    role::participant, role::facilitator,     role::host,     role::guest, role::organizer,
    role::analyst,     role::records_officer, role::observer,
};

/// The role's written name: "records_officer" and so on.
std::string_view name_of(role r);
std::optional<role> role_named(std::string_view name);

/// The roles of one person, as a set of bits.
class role_set {
public:
    constexpr role_set() = default;

    constexpr role_set(std::initializer_list<role> roles)
    {
        for (role r : roles)
            add(r);
    }

    constexpr bool has(role r) const { return (bits_ & bit(r)) != 0; }
    constexpr void add(role r) { bits_ = static_cast<std::uint16_t>(bits_ | bit(r)); }
    constexpr void remove(role r) { bits_ = static_cast<std::uint16_t>(bits_ & ~bit(r)); }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool has_any(role_set of) const { return (bits_ & of.bits_) != 0; }
    constexpr bool is_subset_of(role_set of) const { return (bits_ & ~of.bits_) == 0; }

    friend constexpr bool operator==(role_set, role_set) = default;

private:
    static constexpr std::uint16_t bit(role r)
    {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(r));
    }

    std::uint16_t bits_ = 0;
};

/// Roles shown as a badge beside a name.
inline constexpr role_set badge_roles{role::facilitator, role::host, role::guest, role::organizer};

/// Roles that can be limited to forums.
inline constexpr role_set scoped_roles{role::facilitator, role::host, role::guest};

/// People who are only this are not counted as invited (contract section 8).
inline constexpr role_set watching_roles{role::analyst, role::records_officer, role::observer};

}  // namespace jamhall::sessions
