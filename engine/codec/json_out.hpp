// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::codec {

/// Appends a quoted JSON string; `text` is well-formed UTF-8.
void append_json_string(std::string& to, std::string_view text);

/// Writes one JSON value at the end of a string, member by member, with no tree in between. The
/// caller balances begin and end; the comma looks after itself.
class json_out {
public:
    explicit json_out(std::string& to) : to_{to} {}

    json_out& begin_object() { return open('{'); }
    json_out& end_object() { return close('}'); }
    json_out& begin_array() { return open('['); }
    json_out& end_array() { return close(']'); }

    json_out& name(std::string_view member);

    json_out& value(std::string_view text);
    json_out& value(const char* text) { return value(std::string_view{text}); }
    json_out& value(std::same_as<bool> auto yes) { return raw(yes ? "true" : "false"); }
    json_out& value(std::integral auto number) requires(!std::same_as<decltype(number), bool>)
    {
        return std::unsigned_integral<decltype(number)> ? unsigned_integer(static_cast<std::uint64_t>(number))
                                                        : signed_integer(static_cast<std::int64_t>(number));
    }
    /// A share or rate, at most six digits after the point.
    json_out& value(double number);
    json_out& null() { return raw("null"); }
    /// A value that is JSON already.
    json_out& raw(std::string_view json);

    template <class T>
    json_out& member(std::string_view called, const T& what)
    {
        return name(called).value(what);
    }
    template <class T>
    json_out& member(std::string_view called, const std::optional<T>& what)
    {
        name(called);
        return what ? value(*what) : null();
    }
    json_out& raw_member(std::string_view called, std::string_view json) { return name(called).raw(json); }

    std::string& text() { return to_; }

private:
    json_out& open(char bracket);
    json_out& close(char bracket);
    json_out& signed_integer(std::int64_t number);
    json_out& unsigned_integer(std::uint64_t number);
    void separate();

    std::string& to_;
    bool needs_comma_ = false;
};

}  // namespace jamhall::codec
