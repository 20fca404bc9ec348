// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/database.hpp"
#include "sessions/core/ids.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace jamhall::store {

/// Fixed bytes as a column takes them. Borrows.
template <std::size_t N>
blob_view blob_of(const std::array<std::uint8_t, N>& bytes)
{
    return {{reinterpret_cast<const char*>(bytes.data()), N}};
}

/// Fixed bytes as a column gave them. Errors: throws store_error when there are not N.
template <std::size_t N>
std::array<std::uint8_t, N> bytes_of(std::string_view blob)
{
    if (blob.size() != N)
        throw store_error{store_fault::damaged, "a blob has " + std::to_string(blob.size()) +
                                                    " bytes instead of " + std::to_string(N)};
    std::array<std::uint8_t, N> made;
    std::ranges::copy(blob, made.begin());
    return made;
}

/// SQLite's integers are signed; no log gets that long.
inline std::int64_t signed_of(sessions::log_offset offset)
{
    return static_cast<std::int64_t>(offset.value);
}

inline sessions::log_offset offset_of(std::int64_t column)
{
    return {static_cast<std::uint64_t>(column)};
}

/// Errors: throws store_error when the column is no id.
template <class Id>
Id id_of(std::int64_t column)
{
    if (column < 0 || column > std::int64_t{UINT32_MAX})
        throw store_error{store_fault::damaged, "an id is out of range: " + std::to_string(column)};
    return Id{static_cast<std::uint32_t>(column)};
}

}  // namespace jamhall::store
