// SPDX-License-Identifier: Apache-2.0
#include "engine/app/board.hpp"

#include <optional>

namespace jamhall::app {
namespace {

using codec::json_kind;
using codec::json_value;

std::optional<json_value> member(json_value of, std::string_view name, json_kind kind)
{
    if (of.is(json_kind::object))
        for (const json_value each : of)
            if (each.name() == name && each.is(kind))
                return each;
    return std::nullopt;
}

}  // namespace

std::string text_member(json_value of, std::string_view name)
{
    const auto found = member(of, name, json_kind::string);
    return found ? std::string{found->string()} : std::string{};
}

std::int64_t integer_member(json_value of, std::string_view name)
{
    const auto found = member(of, name, json_kind::integer);
    return found ? found->integer() : 0;
}

void board::take(json_value frame)
{
    const std::string type = text_member(frame, "type");
    if (const auto began = member(frame, "phase", json_kind::object); began && type == "hello")
        take_phase(*began);
    if (const auto forums = member(frame, "forums", json_kind::array); forums && type == "hello") {
        forums_.clear();
        for (const json_value each : *forums)
            forums_.push_back(text_member(each, "id"));
    }
    if (const auto events = member(frame, "events", json_kind::array); events && type == "events")
        for (const json_value each : *events)
            take_event(each);
}

void board::take_event(json_value event)
{
    const std::string type = text_member(event, "type");
    if (type == "phase_began") {
        if (const auto began = member(event, "phase", json_kind::object))
            take_phase(*began);
    } else if (type == "post_added" || type == "post_edited") {
        take_post(event);
    } else if (type == "post_withdrawn") {
        posts_.erase(static_cast<std::uint32_t>(integer_member(event, "post")));
    } else if (type == "jam_closed" || type == "jam_cancelled") {
        running_ = {};
    }
}

void board::take_phase(json_value began)
{
    running_ = {};
    running_.id = text_member(began, "id");
    if (const auto switches = member(began, "switches", json_kind::object)) {
        running_.ideas = text_member(*switches, "ideas");
        running_.comments = text_member(*switches, "comments");
        running_.ballot = text_member(*switches, "ballot");
    }
}

void board::take_post(json_value event)
{
    const auto number = static_cast<std::uint32_t>(integer_member(event, "post"));
    const auto parent = static_cast<std::uint32_t>(integer_member(event, "parent"));
    const auto text = member(event, "text", json_kind::string);
    if (!text)
        return;  // since withdrawn or hidden
    const auto [place, is_new] = posts_.try_emplace(number);
    post& kept = place->second;
    const std::size_t line = said_.note(text->string());
    kept.line = line == script::none ? kept.line : line;
    if (kept.line != script::none)
        kept.appeal = said_.at(kept.line).appeal;
    if (!is_new)
        return;
    kept.number = number;
    kept.is_idea = text_member(event, "kind") == "idea";
    kept.forum = text_member(event, "forum");
    const auto above = posts_.find(parent);
    kept.thread = above == posts_.end() ? number : above->second.thread;
    if (const auto top = posts_.find(kept.thread); top != posts_.end() && kept.thread != number)
        ++top->second.comments;
}

}  // namespace jamhall::app
