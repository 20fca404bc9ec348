// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/ids.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jamhall::store {

/// Says of a command key that it is certainly new, which nearly all are, without asking the file.
/// Units: 10 to 20 bytes a key.
class key_filter {
public:
    void reserve(std::size_t keys) { fingerprints_.reserve(keys); }

    void add(sessions::person_id person, std::string_view key)
    {
        fingerprints_.insert(fingerprint(person, key));
    }

    void add_all(const key_filter& others)
    {
        fingerprints_.insert(others.fingerprints_.begin(), others.fingerprints_.end());
    }

    /// False: nobody added it. True: look it up.
    bool may_hold(sessions::person_id person, std::string_view key) const
    {
        return fingerprints_.contains(fingerprint(person, key));
    }

    std::size_t size() const { return fingerprints_.size(); }

private:
    /// FNV-1a over the person's number and the key.
    static std::uint64_t fingerprint(sessions::person_id person, std::string_view key)
    {
        std::uint64_t hash = (0xcbf29ce484222325U ^ person.value) * 0x100000001b3U;
        for (const char c : key)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }

    boost::unordered_flat_set<std::uint64_t> fingerprints_;
};

}  // namespace jamhall::store
