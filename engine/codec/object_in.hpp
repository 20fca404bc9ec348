// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/json_in.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// The bounds, both included, of an integer.
struct integer_bounds {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// The longest quoted piece of what somebody sent that a fault repeats.
inline constexpr std::size_t quoted_size_max = 60;

/// A name, quoted and cut for use in a message.
std::string in_quotes(std::string_view name);

/// A fault in what somebody asks, as its refusal: bad_field with the pointer's path. `whole` is what to call
/// the value itself.
sessions::rejection bad_field(const fault& found, std::string_view whole);

/// Decoders of single values. On a fault they note it and return a value that means nothing.
std::int64_t integer_in(json_value value, integer_bounds bounds, const std::string& pointer, faults& found);
std::string_view string_in(json_value value, const std::string& pointer, faults& found);
bool boolean_in(json_value value, const std::string& pointer, faults& found);
sessions::slug slug_in(json_value value, const std::string& pointer, faults& found);

/// Reads the members of one object by name. Every name asked for is known; `finish` notes every other
/// member as a fault. A member that is null counts as absent.
class object_in {
public:
    /// Notes a fault and behaves as an empty object when `value` is none.
    object_in(json_value value, std::string pointer, faults& found);

    /// The member, absent or null as nothing.
    std::optional<json_value> optional(std::string_view name);
    /// The member; a fault when absent or null.
    std::optional<json_value> required(std::string_view name);
    /// Whether the member is written at all, be it null.
    bool is_written(std::string_view name) const;

    std::int64_t integer(std::string_view name, integer_bounds bounds);
    std::optional<std::int64_t> optional_integer(std::string_view name, integer_bounds bounds);
    std::string_view string(std::string_view name);
    std::optional<std::string_view> optional_string(std::string_view name);
    bool boolean(std::string_view name);
    sessions::slug slug(std::string_view name);
    std::optional<sessions::slug> optional_slug(std::string_view name);
    sessions::instant instant(std::string_view name);
    std::optional<sessions::instant> optional_instant(std::string_view name);

    template <class Id>
    Id id(std::string_view name)
    {
        return Id{static_cast<typename Id::rep>(integer(name, id_bounds<Id>()))};
    }
    template <class Id>
    Id optional_id(std::string_view name)
    {
        return Id{static_cast<typename Id::rep>(optional_integer(name, id_bounds<Id>()).value_or(0))};
    }

    /// The array or object, or nothing with a fault noted.
    std::optional<json_value> array(std::string_view name);
    std::optional<json_value> optional_array(std::string_view name);
    std::optional<json_value> object(std::string_view name);
    std::optional<json_value> optional_object(std::string_view name);

    std::string pointer(std::string_view name) const { return pointer_to(pointer_, name); }
    void note(std::string_view name, std::string message);
    faults& found() { return found_; }

    /// Notes every member nobody asked for.
    void finish();

    template <class Id>
    static constexpr integer_bounds id_bounds()
    {
        if constexpr (sizeof(typename Id::rep) < sizeof(std::int64_t))
            return {1, std::numeric_limits<typename Id::rep>::max()};
        else
            return {1, (std::int64_t{1} << 53) - 1};
    }

private:
    std::optional<json_value> member(std::string_view name);
    std::optional<json_value> of_kind(std::optional<json_value> value, std::string_view name, json_kind kind);

    std::optional<json_value> value_;
    std::string pointer_;
    faults& found_;
    std::uint64_t asked_ = 0;  ///< a bit for each of the first 64 members; no object has more
};

}  // namespace jamhall::codec
