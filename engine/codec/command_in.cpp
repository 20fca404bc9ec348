// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"

#include "engine/codec/command_out.hpp"
#include "engine/codec/command_reader.hpp"
#include "engine/codec/json_out.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

#include <array>
#include <limits>
#include <span>

namespace jamhall::codec {
namespace {

using sessions::refuse;
using sessions::reject_code;
using sessions::rejection;

constexpr integer_bounds version_bounds{1, std::numeric_limits<std::int32_t>::max()};
constexpr integer_bounds offset_bounds{0, sessions::limits::wire_integer_max};

sessions::command read_join(command_reader& r)
{
    sessions::join made;
    made.accepts.charter = static_cast<std::int32_t>(r.in.integer("charter", version_bounds));
    made.accepts.rules = static_cast<std::int32_t>(r.in.integer("rules", version_bounds));
    made.accepts.privacy =
        static_cast<std::int32_t>(r.in.optional_integer("privacy", version_bounds).value_or(0));
    return made;
}

sessions::command read_add_post(command_reader& r)
{
    sessions::add_post made;
    made.forum = r.in.slug("forum");
    const auto kind = sessions::post_kind_named(r.in.string("kind"));
    made.kind = kind.value_or(sessions::post_kind::idea);
    const bool is_for_people = kind == sessions::post_kind::idea || kind == sessions::post_kind::comment ||
                               kind == sessions::post_kind::prompt;
    if (!is_for_people && r.in.found().empty())
        r.in.note("kind", "must be idea, comment or prompt");
    if (kind == sessions::post_kind::comment)
        made.parent = r.in.id<sessions::post_id>("parent");
    else if (r.in.optional("parent"))
        r.in.note("parent", "belongs to a comment only");
    if (kind == sessions::post_kind::idea)
        made.builds_on = r.in.optional_id<sessions::post_id>("builds_on");
    else if (r.in.optional("builds_on"))
        r.in.note("builds_on", "belongs to an idea only");
    made.drafted_in = r.in.optional_slug("drafted_in");
    made.text = r.post_text();
    return made;
}

sessions::command read_edit_post(command_reader& r)
{
    sessions::edit_post made;
    made.post = r.in.id<sessions::post_id>("post");
    made.drafted_in = r.in.optional_slug("drafted_in");
    made.text = r.post_text();
    return made;
}

sessions::command read_withdraw_post(command_reader& r)
{
    return sessions::withdraw_post{r.in.id<sessions::post_id>("post")};
}

/// A word, or a whole number: a score or so many dots.
sessions::choice read_choice(command_reader& r, json_value written)
{
    if (written.is(json_kind::integer) || written.is(json_kind::real)) {
        const auto number =
            integer_in(written, {0, sessions::choice_number_max}, r.in.pointer("choice"), r.in.found());
        return sessions::choice_of(static_cast<std::int32_t>(number));
    }
    const auto says = sessions::choice_named(string_in(written, r.in.pointer("choice"), r.in.found()));
    const bool is_word = says && !sessions::number_in(*says) && *says != sessions::choice::over;
    if (!is_word && r.in.found().empty())
        r.in.note("choice", "must be support, agree, disagree, pass, withdraw, a score or a number of dots");
    return is_word ? *says : sessions::choice::withdraw;
}

/// `over` without a choice puts the post over another one; with `withdraw` it takes that back.
sessions::command read_cast_ballot(command_reader& r)
{
    sessions::cast_ballot made;
    made.post = r.in.id<sessions::post_id>("post");
    made.over = r.in.optional_id<sessions::post_id>("over");
    made.says = sessions::choice::over;
    if (const auto written = made.over ? r.in.optional("choice") : r.in.required("choice"))
        made.says = read_choice(r, *written);
    return made;
}

sessions::command read_announce(command_reader& r)
{
    sessions::announce made;
    made.forum = r.in.optional_slug("forum");
    made.text = r.post_text();
    return made;
}

sessions::command read_extend_phase(command_reader& r)
{
    return sessions::extend_phase{r.in.integer("minutes", {1, sessions::limits::extension_minutes_max})};
}

std::optional<sessions::role> read_role(command_reader& r)
{
    const auto which = sessions::role_named(r.in.string("role"));
    if (!which && r.in.found().empty())
        r.in.note("role", "must be a role of the jam");
    return which;
}

sessions::command read_grant_role(command_reader& r)
{
    sessions::grant_role made;
    made.person = r.in.id<sessions::person_id>("person");
    made.which = read_role(r).value_or(sessions::role::participant);
    if (const auto forums = r.in.optional_array("forums")) {
        if (forums->size() > sessions::limits::forums_max)
            r.in.note("forums", "names too many forums");
        std::size_t index = 0;
        for (const json_value forum : *forums)
            made.forums.push_back(slug_in(forum, pointer_to(r.in.pointer("forums"), index++), r.in.found()));
    }
    return made;
}

sessions::command read_revoke_role(command_reader& r)
{
    sessions::revoke_role made;
    made.person = r.in.id<sessions::person_id>("person");
    made.which = read_role(r).value_or(sessions::role::participant);
    return made;
}

sessions::command read_cancel_jam(command_reader& r)
{
    return sessions::cancel_jam{r.text("note", sessions::limits::note_length_max)};
}

client_command read_watch(command_reader& r)
{
    watch made;
    const auto feeds = r.in.object("feeds");
    if (!feeds)
        return made;
    if (feeds->size() > feeds_per_frame_max)
        r.in.note("feeds", "names more than " + std::to_string(feeds_per_frame_max) + " feeds");
    for (const json_value each : *feeds) {
        const auto pointer = pointer_to(r.in.pointer("feeds"), each.name().substr(0, quoted_size_max));
        if (each.name().size() > feed_size_max)
            r.in.note("feeds", in_quotes(each.name()) + " is no feed");
        std::optional<sessions::log_offset> after;
        if (!each.is_null())
            after = sessions::log_offset{
                static_cast<std::uint64_t>(integer_in(each, offset_bounds, pointer, r.in.found()))};
        made.feeds.emplace_back(std::string{each.name()}, after);
    }
    return made;
}

client_command read_unwatch(command_reader& r)
{
    unwatch made;
    const auto feeds = r.in.array("feeds");
    if (!feeds)
        return made;
    if (feeds->size() > feeds_per_frame_max)
        r.in.note("feeds", "names more than " + std::to_string(feeds_per_frame_max) + " feeds");
    std::size_t index = 0;
    for (const json_value each : *feeds)
        made.feeds.push_back(r.feed(each, pointer_to(r.in.pointer("feeds"), index++)));
    return made;
}

client_command read_saw_posts(command_reader& r)
{
    saw_posts made;
    const auto posts = r.in.array("posts");
    if (!posts)
        return made;
    if (posts->size() > posts_per_frame_max)
        r.in.note("posts", "names more than " + std::to_string(posts_per_frame_max) + " posts");
    std::size_t index = 0;
    for (const json_value each : *posts) {
        const auto number = integer_in(each, object_in::id_bounds<sessions::post_id>(),
                                       pointer_to(r.in.pointer("posts"), index++), r.in.found());
        made.posts.push_back(sessions::post_id{static_cast<std::uint32_t>(number)});
    }
    return made;
}

template <class Command>
client_command read_following(command_reader& r)
{
    Command made;
    made.post = r.in.optional_id<sessions::post_id>("post");
    made.forum = r.in.optional_slug("forum");
    if (r.in.found().empty() && bool{made.post} == made.forum.has_value())
        r.in.note("post", "or forum is required, and not both");
    return made;
}

client_command read_look_at(command_reader& r)
{
    return look_at{r.in.optional_id<sessions::post_id>("post")};
}

client_command read_mark_read(command_reader& r)
{
    mark_read made;
    if (const auto feed = r.in.required("feed"))
        made.feed = r.feed(*feed, r.in.pointer("feed"));
    made.offset = {static_cast<std::uint64_t>(r.in.integer("offset", offset_bounds))};
    return made;
}

template <class Command>
client_command bare(command_reader&)
{
    return sessions::command{Command{}};
}

constexpr std::array<known_command, 21> known_commands{{
    {"cast_ballot", of_the_jam<read_cast_ballot>},
    {"add_post", of_the_jam<read_add_post>},
    {"saw_posts", read_saw_posts},
    {"watch", read_watch},
    {"unwatch", read_unwatch},
    {"join", of_the_jam<read_join>},
    {"edit_post", of_the_jam<read_edit_post>},
    {"withdraw_post", of_the_jam<read_withdraw_post>},
    {"follow", read_following<follow>},
    {"unfollow", read_following<unfollow>},
    {"mark_read", read_mark_read},
    {"look_at", read_look_at},
    {"announce", of_the_jam<read_announce>},
    {"advance_phase", bare<sessions::advance_phase>},
    {"extend_phase", of_the_jam<read_extend_phase>},
    {"pause_clock", bare<sessions::pause_clock>},
    {"resume_clock", bare<sessions::resume_clock>},
    {"grant_role", of_the_jam<read_grant_role>},
    {"revoke_role", of_the_jam<read_revoke_role>},
    {"close_jam", bare<sessions::close_jam>},
    {"cancel_jam", of_the_jam<read_cancel_jam>},
}};

const known_command* find_command(std::string_view name)
{
    for (const auto table :
         {std::span<const known_command>{known_commands}, steering_commands(), records_commands()})
        for (const auto& each : table)
            if (each.name == name)
                return &each;
    return nullptr;
}

/// Reads `ref` into raw JSON; notes a fault when it is neither a string nor an integer.
std::string read_ref(object_in& in)
{
    const auto ref = in.optional("ref");
    if (!ref)
        return "null";
    if (ref->is(json_kind::integer)) {
        constexpr auto most = sessions::limits::wire_integer_max;
        const auto before = in.found().size();
        const auto number = integer_in(*ref, {-most, most}, in.pointer("ref"), in.found());
        return in.found().size() == before ? std::to_string(number) : "null";
    }
    if (!ref->is(json_kind::string)) {
        in.note("ref", "must be a string or a whole number");
        return "null";
    }
    std::string raw;
    append_json_string(raw, ref->string());
    return raw;
}

std::optional<std::string> read_key(object_in& in)
{
    const auto key = in.optional_string("key");
    if (!key || !in.found().empty())
        return std::nullopt;
    const auto judged = sessions::judge_line(*key, key_length_max);
    if (judged == sessions::text_fault::too_long || key->empty())
        in.note("key", "must be 1 to " + std::to_string(key_length_max) + " characters");
    else if (judged == sessions::text_fault::control_character)
        in.note("key", "holds a control character");
    return std::string{*key};
}

/// What the object asks, after `ref` and `key` were read from it.
sessions::outcome<client_command> read_command(object_in& in, const command_limits& limits)
{
    const auto name = in.string("do");
    if (!in.found().empty())
        return bad_field(in.found().front(), "the command");
    const known_command* const known = find_command(name);
    if (!known)
        return refuse(reject_code::unknown_command, "do", in_quotes(name) + " is not a command here");
    if (limits.needs_ref && name != "saw_posts" && !in.optional("ref"))
        in.note("ref", "is required");
    command_reader reader{in, limits};
    client_command made = known->read(reader);
    in.finish();
    if (!in.found().empty())
        return bad_field(in.found().front(), "the command");
    if (reader.too_long())
        return *reader.too_long();
    return made;
}

}  // namespace

client_frame decode_frame(std::string_view text, const command_limits& limits)
{
    client_frame made{.ref = "null", .key = std::nullopt, .asked = client_command{}};
    const auto document = json_document::parse(text, {.size_max = frame_size_max});
    if (!document) {
        made.asked = refuse(reject_code::bad_json, "", "the frame " + document.error().message);
        return made;
    }
    if (!document->root().is(json_kind::object)) {
        made.asked = refuse(reject_code::bad_json, "", "the frame is not a JSON object");
        return made;
    }
    faults found;
    object_in in{document->root(), "", found};
    made.ref = read_ref(in);
    auto key = read_key(in);
    made.asked = read_command(in, limits);
    if (made.asked && key) {
        const auto digest = base::sha256_of(encode_command(*made.asked));
        made.key = retry_key{std::move(*key), digest};
    }
    return made;
}

}  // namespace jamhall::codec
