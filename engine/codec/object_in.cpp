// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/object_in.hpp"

#include "sessions/core/limits.hpp"

#include <utility>

namespace jamhall::codec {
namespace {

constexpr std::size_t known_members_max = 64;

constexpr integer_bounds instant_bounds{-sessions::limits::wire_integer_max,
                                        sessions::limits::wire_integer_max};

}  // namespace

std::string in_quotes(std::string_view name)
{
    std::size_t end = std::min(name.size(), quoted_size_max);
    // Never cut inside a character: the message itself must be well-formed UTF-8.
    while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
        --end;
    std::string made{"\""};
    made += name.substr(0, end);
    made += end < name.size() ? "…\"" : "\"";
    return made;
}

sessions::rejection bad_field(const fault& found, std::string_view whole)
{
    const std::string field = found.pointer.empty() ? std::string{} : found.pointer.substr(1);
    const std::string subject = field.empty() ? std::string{whole} : field;
    return sessions::refuse(sessions::reject_code::bad_field, field, subject + " " + found.message);
}

std::int64_t integer_in(json_value value, integer_bounds bounds, const std::string& pointer, faults& found)
{
    if (!value.is(json_kind::integer)) {
        found.push_back({pointer, "must be a whole number"});
        return bounds.least;
    }
    const std::int64_t number = value.integer();
    if (number < bounds.least || number > bounds.most) {
        found.push_back(
            {pointer, "must be from " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most)});
        return bounds.least;
    }
    return number;
}

std::string_view string_in(json_value value, const std::string& pointer, faults& found)
{
    if (value.is(json_kind::string))
        return value.string();
    found.push_back({pointer, "must be a string"});
    return {};
}

bool boolean_in(json_value value, const std::string& pointer, faults& found)
{
    if (value.is(json_kind::boolean))
        return value.boolean();
    found.push_back({pointer, "must be true or false"});
    return false;
}

sessions::slug slug_in(json_value value, const std::string& pointer, faults& found)
{
    const auto before = found.size();
    const auto text = string_in(value, pointer, found);
    if (found.size() != before)
        return {};
    const auto made = sessions::slug::parse(text);
    if (!made)
        found.push_back({pointer, "must be 1 to 40 of a-z, 0-9 and hyphen"});
    return made.value_or(sessions::slug{});
}

object_in::object_in(json_value value, std::string pointer, faults& found)
    : pointer_{std::move(pointer)}, found_{found}
{
    if (value.is(json_kind::object))
        value_ = value;
    else
        found_.push_back({pointer_, "must be an object"});
}

std::optional<json_value> object_in::member(std::string_view name)
{
    if (!value_)
        return std::nullopt;
    std::size_t position = 0;
    for (const json_value each : *value_) {
        if (each.name() == name) {
            if (position < known_members_max)
                asked_ |= std::uint64_t{1} << position;
            return each;
        }
        ++position;
    }
    return std::nullopt;
}

std::optional<json_value> object_in::optional(std::string_view name)
{
    const auto found = member(name);
    return found && !found->is_null() ? found : std::nullopt;
}

std::optional<json_value> object_in::required(std::string_view name)
{
    const auto found = optional(name);
    if (!found)
        note(name, "is required");
    return found;
}

bool object_in::is_written(std::string_view name) const
{
    if (value_)
        for (const json_value each : *value_)
            if (each.name() == name)
                return true;
    return false;
}

std::optional<std::int64_t> object_in::optional_integer(std::string_view name, integer_bounds bounds)
{
    const auto value = optional(name);
    if (!value)
        return std::nullopt;
    return integer_in(*value, bounds, pointer(name), found_);
}

std::int64_t object_in::integer(std::string_view name, integer_bounds bounds)
{
    const auto value = required(name);
    return value ? integer_in(*value, bounds, pointer(name), found_) : bounds.least;
}

std::string_view object_in::string(std::string_view name)
{
    const auto value = required(name);
    return value ? string_in(*value, pointer(name), found_) : std::string_view{};
}

std::optional<std::string_view> object_in::optional_string(std::string_view name)
{
    const auto value = optional(name);
    if (!value)
        return std::nullopt;
    return string_in(*value, pointer(name), found_);
}

bool object_in::boolean(std::string_view name)
{
    const auto value = required(name);
    return value && boolean_in(*value, pointer(name), found_);
}

sessions::slug object_in::slug(std::string_view name)
{
    const auto value = required(name);
    return value ? slug_in(*value, pointer(name), found_) : sessions::slug{};
}

std::optional<sessions::slug> object_in::optional_slug(std::string_view name)
{
    const auto value = optional(name);
    if (!value)
        return std::nullopt;
    return slug_in(*value, pointer(name), found_);
}

sessions::instant object_in::instant(std::string_view name)
{
    return {integer(name, instant_bounds)};
}

std::optional<sessions::instant> object_in::optional_instant(std::string_view name)
{
    const auto ms = optional_integer(name, instant_bounds);
    if (!ms)
        return std::nullopt;
    return sessions::instant{*ms};
}

std::optional<json_value> object_in::of_kind(std::optional<json_value> value, std::string_view name,
                                             json_kind kind)
{
    if (!value || value->is(kind))
        return value;
    note(name, kind == json_kind::array ? "must be an array" : "must be an object");
    return std::nullopt;
}

std::optional<json_value> object_in::array(std::string_view name)
{
    return of_kind(required(name), name, json_kind::array);
}

std::optional<json_value> object_in::optional_array(std::string_view name)
{
    return of_kind(optional(name), name, json_kind::array);
}

std::optional<json_value> object_in::object(std::string_view name)
{
    return of_kind(required(name), name, json_kind::object);
}

std::optional<json_value> object_in::optional_object(std::string_view name)
{
    return of_kind(optional(name), name, json_kind::object);
}

void object_in::note(std::string_view name, std::string message)
{
    // Where there is no object, that is the fault, and what its members should be is no other.
    if (value_)
        found_.push_back({pointer(name), std::move(message)});
}

void object_in::finish()
{
    if (!value_)
        return;
    std::size_t position = 0;
    for (const json_value each : *value_) {
        const bool is_known = position < known_members_max && (asked_ >> position & 1U) != 0;
        if (!is_known)
            note(each.name(), "is not a field here");
        ++position;
    }
}

}  // namespace jamhall::codec
