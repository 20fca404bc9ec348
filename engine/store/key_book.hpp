// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jamhall::store {

/// Where each command key stands in the file, found by a fingerprint of it: the file itself only ever appends keys,
/// because an index over them would dirty a page of its own for each, and a burst of ballots is nothing but new keys.
/// Nearly every key that is asked for is new. Units: 16 to 32 bytes a key.
class key_book {
public:
    using number = std::uint32_t;  ///< of the key's row, from 1

    /// A book that does not know what the file holds yet, but how much.
    explicit key_book(number last = 0) : last_{last} {}

    void reserve(std::size_t keys) { numbers_.reserve(keys); }

    /// Notes a new key; gives back the number of its row.
    number add(sessions::person_id person, std::string_view key)
    {
        numbers_.insert_or_assign(fingerprint(person, key), ++last_);
        return last_;
    }

    /// Notes a key that the file holds.
    void put(sessions::person_id person, std::string_view key, number row)
    {
        numbers_.insert_or_assign(fingerprint(person, key), row);
    }

    /// Adds what another book knows, which began later.
    void add_all(const key_book& later)
    {
        for (const auto& [hash, row] : later.numbers_)
            numbers_.insert_or_assign(hash, row);
        last_ = later.last_;
    }

    /// The row that may hold the key; nothing: nobody added it.
    std::optional<number> find(sessions::person_id person, std::string_view key) const
    {
        const auto found = numbers_.find(fingerprint(person, key));
        return found == numbers_.end() ? std::nullopt : std::optional{found->second};
    }

    std::size_t size() const { return numbers_.size(); }

private:
    /// FNV-1a over the person's number and the key. Whoever makes two keys of their own collide loses only their own
    /// safety of trying again.
    static std::uint64_t fingerprint(sessions::person_id person, std::string_view key)
    {
        std::uint64_t hash = (0xcbf29ce484222325U ^ person.value) * 0x100000001b3U;
        for (const char c : key)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }

    boost::unordered_flat_map<std::uint64_t, number> numbers_;
    number last_;
};

}  // namespace jamhall::store
