// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::app {

/// One table of a config file. Every setting is asked for by name; end() then refuses what nobody asked for.
/// Errors: each throws refusal naming the file, the line, the setting and what it can be.
class config_section {
public:
    /// `name` is the section's as written, empty for the settings before the first one.
    config_section(const toml::table& table, std::string_view file, std::string_view name);

    std::optional<std::string> text(std::string_view key);
    std::string required(std::string_view key);  ///< a text that must be there
    std::optional<bool> yes_or_no(std::string_view key);
    std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<std::vector<std::string>> texts(std::string_view key);

    /// A number from 1, or "none": outside nothing when it is not set, inside nothing for "none".
    std::optional<std::optional<std::uint32_t>> limit(std::string_view key);

    /// The section below this one of that name; nothing when it is not there.
    std::optional<config_section> section(std::string_view key);

    /// The sections of that name, each begun by [[NAME]] or written in braces in a list.
    std::vector<config_section> sections(std::string_view key);

    /// Refuses a setting that is wrong for a reason of its caller.
    [[noreturn]] void refuse(std::string_view key, std::string_view why) const;

    /// The same of the section as a whole.
    [[noreturn]] void refuse_section(std::string_view why) const;

    void end() const;

private:
    const toml::node* find(std::string_view key);
    [[noreturn]] void refuse_at(const toml::source_region& at, std::string_view why) const;

    const toml::table* table_;
    std::string_view file_;
    std::string_view name_;
    std::vector<std::string> asked_;
};

}  // namespace jamhall::app
