// SPDX-License-Identifier: Apache-2.0
#include "engine/app/script.hpp"

#include "engine/app/example_jam.hpp"
#include "engine/codec/json_in.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace jamhall::app {
namespace {

using codec::json_document;
using codec::json_kind;
using codec::json_value;

json_value member(json_value of, std::string_view name)
{
    for (const json_value each : of)
        if (each.name() == name)
            return each;
    throw std::runtime_error{fmt::format("the example texts lack {}", name)};
}

bool has_member(json_value of, std::string_view name)
{
    return std::any_of(of.begin(), of.end(), [&](json_value each) { return each.name() == name; });
}

json_document parse(std::string_view json)
{
    auto read = json_document::parse(json);
    if (!read)
        throw std::runtime_error{"the example texts are no JSON: " + read.error().message};
    return std::move(*read);
}

script::idea idea_of(json_value read, const std::string& forum)
{
    script::idea made;
    made.forum = forum;
    made.text = member(read, "text").string();
    made.appeal = member(read, "appeal").real();
    for (const json_value line : member(read, "comments"))
        made.comments.emplace_back(line.string());
    return made;
}

}  // namespace

double draw(dice& from)
{
    return std::uniform_real_distribution<double>{0, 1}(from);
}

std::size_t draw_below(dice& from, std::size_t count)
{
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(from);
}

script script::of_example()
{
    script made;
    for (const std::string_view file :
         {"high-street.json", "getting-about.json", "green-spaces.json", "town-hall.json"})
        made.read_forum(example_file(file));
    made.read_talk(example_file("talk.json"));
    for (std::size_t i = 0; i < made.ideas_.size(); ++i)
        made.by_text_.emplace(made.ideas_[i].text, i);
    return made;
}

void script::read_forum(std::string_view json)
{
    const json_document document = parse(json);
    const std::string forum{member(document.root(), "forum").string()};
    for (const json_value each : member(document.root(), "ideas")) {
        const std::size_t index = ideas_.size();
        ideas_.push_back(idea_of(each, forum));
        if (!has_member(each, "build_on"))
            continue;
        ideas_[index].build = ideas_.size();
        ideas_.push_back(idea_of(member(each, "build_on"), forum));
        ideas_.back().builds_on = index;
    }
}

void script::read_talk(std::string_view json)
{
    const json_document document = parse(json);
    for (const json_value line : member(document.root(), "comments"))
        remarks_.push_back({std::string{line.string()}});
    for (const json_value line : member(document.root(), "replies"))
        replies_.push_back({std::string{line.string()}});
}

std::size_t script::note(std::string_view text)
{
    const auto found = by_text_.find(std::string{text});
    if (found == by_text_.end())
        return none;
    ideas_[found->second].is_said = true;
    return found->second;
}

std::size_t script::take_idea(dice& from)
{
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < ideas_.size(); ++i)
        if (!ideas_[i].is_said && ideas_[i].builds_on == none)
            left.push_back(i);
    if (left.empty())
        return none;
    const std::size_t taken = left[draw_below(from, left.size())];
    ideas_[taken].is_said = true;
    return taken;
}

std::size_t script::take_build_on(std::size_t of)
{
    const std::size_t build = of == none ? none : ideas_.at(of).build;
    if (build == none || ideas_[build].is_said)
        return none;
    ideas_[build].is_said = true;
    return build;
}

std::optional<std::string> script::take_comment(std::size_t of, dice& from)
{
    if (of != none && ideas_.at(of).comments_said < ideas_[of].comments.size())
        return ideas_[of].comments[ideas_[of].comments_said++];
    return take(remarks_, from);
}

std::optional<std::string> script::take_reply(dice& from)
{
    return take(replies_, from);
}

std::optional<std::string> script::take(std::vector<remark>& from_these, dice& from)
{
    std::erase_if(from_these, [](const remark& each) { return each.left == 0; });
    if (from_these.empty())
        return std::nullopt;
    remark& taken = from_these[draw_below(from, from_these.size())];
    --taken.left;
    return taken.text;
}

}  // namespace jamhall::app
