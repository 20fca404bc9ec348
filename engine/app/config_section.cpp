// SPDX-License-Identifier: Apache-2.0
#include "engine/app/config_section.hpp"

#include "engine/app/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jamhall::app {

config_section::config_section(const toml::table& table, std::string_view file, std::string_view name)
    : table_{&table}, file_{file}, name_{name}
{
}

void config_section::refuse_at(const toml::source_region& at, std::string_view why) const
{
    throw refusal{fmt::format("{}, line {}: {}.", file_, at.begin.line, why)};
}

void config_section::refuse(std::string_view key, std::string_view why) const
{
    refuse_at(table_->get(key)->source(), fmt::format("{} {}", key, why));
}

void config_section::refuse_section(std::string_view why) const
{
    refuse_at(table_->source(), fmt::format("[{}] {}", name_, why));
}

const toml::node* config_section::find(std::string_view key)
{
    asked_.emplace_back(key);
    return table_->get(key);
}

std::optional<std::string> config_section::text(std::string_view key)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    auto text = value->value_exact<std::string>();
    if (!text)
        refuse(key, "is a text in quotes");
    return text;
}

std::string config_section::required(std::string_view key)
{
    auto found = text(key);
    if (!found || found->empty())
        refuse_section(std::string{"needs "} + std::string{key});
    return *std::move(found);
}

std::optional<bool> config_section::yes_or_no(std::string_view key)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const auto found = value->value_exact<bool>();
    if (!found)
        refuse(key, "is true or false");
    return found;
}

std::optional<std::int64_t> config_section::number(std::string_view key, std::int64_t least,
                                                   std::int64_t most)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const auto found = value->value_exact<std::int64_t>();
    if (!found || *found < least || *found > most)
        refuse(key, fmt::format("is a number from {} to {}", least, most));
    return found;
}

std::optional<std::vector<std::string>> config_section::texts(std::string_view key)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const toml::array* const list = value->as_array();
    if (list == nullptr)
        refuse(key, "is a list of texts in brackets");
    std::vector<std::string> found;
    for (const toml::node& each : *list) {
        const auto text = each.value_exact<std::string>();
        if (!text)
            refuse(key, "is a list of texts in brackets");
        found.push_back(*text);
    }
    return found;
}

std::optional<std::optional<std::uint32_t>> config_section::limit(std::string_view key)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    if (value->value_exact<std::string>() == "none")
        return std::optional<std::uint32_t>{};
    constexpr std::int64_t most = 1'000'000'000;
    const auto found = value->value_exact<std::int64_t>();
    if (!found || *found < 1 || *found > most)
        refuse(key, fmt::format("is a number from 1 to {}, or \"none\"", most));
    return std::optional{static_cast<std::uint32_t>(*found)};
}

std::optional<config_section> config_section::section(std::string_view key)
{
    const toml::node* const value = find(key);
    if (value == nullptr)
        return std::nullopt;
    const toml::table* const table = value->as_table();
    if (table == nullptr)
        refuse(key, "is a section in brackets of its own");
    return config_section{*table, file_, key};
}

std::vector<config_section> config_section::sections(std::string_view key)
{
    std::vector<config_section> found;
    const toml::node* const value = find(key);
    if (value == nullptr)
        return found;
    const toml::array* const list = value->as_array();
    if (list == nullptr)
        refuse(key, "is a list of sections, each in double brackets of its own");
    for (const toml::node& each : *list) {
        const toml::table* const table = each.as_table();
        if (table == nullptr)
            refuse(key, "is a list of sections, each in double brackets of its own");
        found.emplace_back(*table, file_, key);
    }
    return found;
}

void config_section::end() const
{
    for (const auto& [key, value] : *table_) {
        if (std::ranges::find(asked_, key.str()) != asked_.end())
            continue;
        const std::string in = name_.empty() ? std::string{} : fmt::format(" in [{}]", name_);
        refuse_at(key.source(), fmt::format("unknown setting {}{}", key.str(), in));
    }
}

}  // namespace jamhall::app
