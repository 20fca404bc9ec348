// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace jamhall::base {

enum class log_level : std::uint8_t { debug, info, warning, error };

/// One `name=value` of a log line. Values are numbers, switches and short words (ids, codes, paths):
/// never a text, a name, an address or a token.
struct log_field {
    std::string_view name;
    std::variant<std::int64_t, bool, std::string_view> value;

    log_field(std::string_view of, std::string_view word) : name{of}, value{word} {}
    log_field(std::string_view of, const char* word) : name{of}, value{std::string_view{word}} {}
    log_field(std::string_view of, std::same_as<bool> auto yes) : name{of}, value{yes} {}
    log_field(std::string_view of, std::integral auto number) requires(!std::same_as<decltype(number), bool>)
        : name{of}, value{static_cast<std::int64_t>(number)}
    {
    }
};

/// Writes one line to stderr: UTC time, level, what happened, the fields. Control characters in
/// words are escaped and long words cut, so that one call is one line.
/// Runs on: any worker.
void log(log_level level, std::string_view what, std::initializer_list<log_field> fields = {});

/// Lines below this level are dropped; info until set.
void set_log_level(log_level lowest);

}  // namespace jamhall::base
