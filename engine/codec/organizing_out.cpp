// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/organizing_out.hpp"

#include "engine/codec/json_out.hpp"

#include <algorithm>
#include <optional>

namespace jamhall::codec {

std::string plan_changes(std::span<const sessions::plan_difference> found)
{
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional{std::string_view{text}};
    };
    std::string made;
    json_out out{made};
    out.begin_object().name("changes").begin_array();
    for (const auto& each : found) {
        out.begin_object().member("pointer", each.pointer).member("before", text_or_null(each.before));
        out.member("after", text_or_null(each.after)).end_object();
    }
    out.end_array().end_object();
    return made;
}

std::string checklist_page(std::span<const sessions::check_item> items)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("items").begin_array();
    for (const auto& each : items) {
        out.begin_object().member("id", each.id).member("state", name_of(each.state));
        out.member("says", each.says).end_object();
    }
    const bool goes = std::ranges::none_of(
        items, [](const auto& item) { return item.state == sessions::check_state::missing; });
    out.end_array().member("go", goes).end_object();
    return made;
}

std::string plan_templates(std::span<const std::pair<std::string_view, std::string_view>> files)
{
    std::string made;
    json_out out{made};
    out.begin_object().name("templates").begin_array();
    for (const auto& [name, text] : files)
        out.raw(text);
    out.end_array().end_object();
    return made;
}

std::string wall_link(std::string_view link, std::string_view token)
{
    std::string made;
    json_out{made}.begin_object().member("link", link).member("token", token).end_object();
    return made;
}

}  // namespace jamhall::codec
