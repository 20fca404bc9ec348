// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/erasure_register.hpp"

#include "engine/codec/event_out.hpp"
#include "engine/codec/json_in.hpp"
#include "engine/codec/object_in.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace jamhall::codec {
namespace {

enum class part : std::uint8_t { none, post_text, post_note };

struct text_of_post {
    std::string_view type;
    std::string_view field;
    part is{};
};

constexpr std::array<text_of_post, 9> texts_of_posts{{
    {"post_added", "/text", part::post_text},
    {"post_edited", "/text", part::post_text},
    {"post_split", "/text", part::post_text},
    {"announced", "/text", part::post_text},
    {"summary_published", "/text", part::post_text},
    {"erased", "/text", part::post_text},
    {"flag_raised", "/note", part::post_note},
    {"appealed", "/text", part::post_note},
    {"erasure_asked", "/note", part::post_note},
}};

part part_of(std::string_view type, std::string_view field)
{
    const auto found = std::ranges::find_if(
        texts_of_posts, [&](const text_of_post& each) { return each.type == type && each.field == field; });
    return found == texts_of_posts.end() ? part::none : found->is;
}

/// What the body names there, such as the post it is about; 0 where it names none.
template <class Id>
Id named_in(std::string_view body, std::string_view member)
{
    constexpr json_limits body_limits{.size_max = 16 * 1024 * 1024, .depth_max = 8};
    const auto document = json_document::parse(body, body_limits);
    if (!document)
        return {};
    faults found;
    object_in in{document->root(), "", found};
    const auto id = in.optional_id<Id>(member);
    return found.empty() ? id : Id{};
}

bool is_roster_line(std::string_view type)
{
    return type == "person_added" || type == "person_updated";
}

/// How somebody else introduced a guest says who they are.
bool is_introduction(std::string_view type)
{
    return type == "guest_introduced";
}

/// A note about a person, as much theirs as its writer's.
bool is_note_on_person(std::string_view type)
{
    return type == "person_muted" || type == "person_removed" || type == "person_readmitted";
}

}  // namespace

void erasure_register::add(sessions::log_offset at, const sessions::erased& event)
{
    if (event.post) {
        auto& kept = posts_[event.post.value];
        kept.text = at;
        if (!event.text)
            kept.notes = at;
    }
    for (const auto person : event.people) {
        auto& kept = people_[person.value];
        kept.identity = at;
        if (event.what == sessions::erasure_scope::everything)
            kept.everything = at;
    }
}

decoded<std::monostate> erasure_register::add(const stored_event& stored)
{
    // The bodies of these events name no forum, phase or audience.
    const auto read = decode_event(stored, event_names{}, missing_texts::were_erased);
    if (!read)
        return read.error();
    add(read->offset, std::get<sessions::erased>(read->body));
    return std::monostate{};
}

bool erasure_register::names_of_post(sessions::log_offset offset, std::string_view body, bool is_note) const
{
    const auto found = posts_.find(named_in<sessions::post_id>(body, "post").value);
    return found != posts_.end() && (is_note ? found->second.notes : found->second.text) > offset;
}

bool erasure_register::names(sessions::log_offset offset, std::string_view type, std::string_view body,
                             std::string_view field, sessions::person_id whose) const
{
    if (const auto found = people_.find(whose.value); whose && found != people_.end()) {
        if (found->second.everything > offset)
            return true;
        if ((is_roster_line(type) || type == "erasure_asked") && found->second.identity > offset)
            return true;
    }
    if (!people_.empty() && (is_introduction(type) || is_note_on_person(type))) {
        const auto about = people_.find(named_in<sessions::person_id>(body, "person").value);
        return about != people_.end() &&
               (is_introduction(type) ? about->second.identity : about->second.everything) > offset;
    }
    if (posts_.empty())
        return false;
    const auto is = part_of(type, field);
    return is != part::none && names_of_post(offset, body, is == part::post_note);
}

decoded<sessions::event> decode_event(const stored_event& stored, const event_names& names,
                                      const erasure_register& erased)
{
    auto made = decode_event(stored, names);
    if (made || erased.empty())
        return made;
    auto rest = decode_event(stored, names, missing_texts::were_erased);
    if (!rest)
        return made;
    const auto expected = encode_event(*rest, names, [] { return text_salt{}; }).texts;
    for (const auto& text : expected) {
        const bool is_there =
            std::ranges::find(stored.texts, text.field, &stored_text::field) != stored.texts.end();
        if (!is_there && !erased.names(stored.offset, stored.type, stored.body, text.field, text.person))
            return made;
    }
    return rest;
}

}  // namespace jamhall::codec
