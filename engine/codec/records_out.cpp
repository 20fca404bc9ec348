// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/records_out.hpp"

#include "engine/codec/json_out.hpp"
#include "engine/codec/page_out.hpp"
#include "engine/codec/post_out.hpp"
#include "sessions/rules/erasing.hpp"
#include "sessions/rules/retention.hpp"
#include "sessions/rules/text_reading.hpp"
#include "sessions/views/post_view.hpp"

namespace jamhall::codec {
namespace {

using namespace sessions;

void append_person(json_out& out, std::string_view name, const jam_state& state, person_id who)
{
    out.name(name);
    if (!who) {
        out.null();
        return;
    }
    out.begin_object().member("id", who.value).member("name", state.at(who).entry.name);
    out.member("erased", name_of(state.at(who).erased)).end_object();
}

template <class Id>
std::optional<std::uint32_t> number(Id id)
{
    return id ? std::optional{id.value} : std::nullopt;
}

std::optional<std::int64_t> ms(const std::optional<instant>& at)
{
    return at ? std::optional{at->ms} : std::nullopt;
}

void append_schedule(json_out& out, const jam_state& state)
{
    const auto& policy = state.what->policy;
    out.name("retention").begin_object();
    out.member("over_at_ms", ms(state.records.over_at)).member("retention_days", policy.retention_days);
    out.member("names_days", policy.names_days).member("backup_days", policy.backup_days);
    out.name("due").begin_array();
    for (const auto what : {erasure_scope::identity, erasure_scope::everything}) {
        out.begin_object().member("what", name_of(what)).member("at_ms", ms(due_at(state, what)));
        out.member("people", people_left(state, what)).end_object();
    }
    out.end_array().end_object();
}

void append_posts(json_out& out, std::string_view name, const std::vector<post_id>& posts)
{
    out.name(name).begin_array();
    for (const auto post : posts)
        out.value(post.value);
    out.end_array();
}

}  // namespace

std::string records_page(const jam_state& state, std::span<const listed_record> acts,
                         std::string_view public_key)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("hold");
    if (const auto& hold = state.records.hold) {
        out.begin_object().member("note", hold->note).member("since_ms", hold->since.ms);
        append_person(out, "by", state, hold->by);
        out.end_object();
    } else {
        out.null();
    }
    out.name("requests").begin_array();
    for (const auto& each : state.records.requests) {
        out.begin_object();
        append_person(out, "person", state, each.person);
        out.member("what", name_of(each.what)).member("post", number(each.post));
        out.member("note", each.note).member("at_ms", each.at.ms).end_object();
    }
    out.end_array();
    append_schedule(out, state);
    out.name("acts").begin_array();
    for (const auto& each : acts) {
        out.begin_object().member("offset", each.offset.value).member("at_ms", each.at.ms);
        append_person(out, "by", state, each.actor);
        out.member("action", each.action);
        out.member("what", each.what.empty() ? std::nullopt : std::optional{each.what});
        out.member("post", number(each.post));
        append_person(out, "person", state, each.person);
        out.member("people", each.people).member("note", each.note).end_object();
    }
    out.end_array().member("key", public_key).end_object();
    return made;
}

std::string preview_page(const jam_state& state, const erasure_preview& preview)
{
    const auto& what = preview.what;
    const auto who = what.people.empty() ? person_id{} : what.people.front();
    std::string made;
    json_out out{made};
    out.begin_object().member("what", name_of(what.what)).member("post", number(what.post));
    append_person(out, "person", state, who);
    out.name("texts").begin_array();
    for (const auto& [type, count] : preview.texts)
        out.begin_object().member("type", type).member("texts", count).end_object();
    out.end_array();
    std::vector<post_id> gone;
    std::vector<post_id> named_in;
    for (const auto& each : what_goes(state, what))
        if (each.post)
            gone.push_back(each.post);
    if (who)
        for (const auto& p : state.posts)
            if (p.author != who && p.state != post_state::erased && names_person(state, p.text, who))
                named_in.push_back(p.id);
    append_posts(out, "posts", gone);
    append_posts(out, "named_in", named_in);
    out.member("held", state.records.hold.has_value()).end_object();
    return made;
}

std::string privacy_page(const jam_state& state, person_id reader)
{
    std::string made;
    json_out out{made};
    const auto accepted = reader ? state.at(reader).accepted.privacy : 0;
    out.begin_object().member("version", state.in_force.privacy).member("text", privacy_notice(*state.what));
    out.member("accepted", accepted > 0 ? std::optional{accepted} : std::nullopt);
    out.member("retention_days", state.what->policy.retention_days);
    out.member("names_days", state.what->policy.names_days);
    out.member("backup_days", state.what->policy.backup_days).end_object();
    return made;
}

std::string my_data(const jam_state& state, person_id who, std::string_view kept,
                    std::span<const listed_login> logins, std::span<const post_id> seen, instant now)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("jam", state.id.view()).member("title", state.what->title);
    out.member("person", who.value).member("made_at_ms", now.ms).name("logins").begin_array();
    for (const auto& each : logins) {
        out.begin_object().member("created_at_ms", each.created_at.ms).member("used_at_ms", each.used_at.ms);
        out.member("expires_at_ms", each.expires_at.ms).end_object();
    }
    out.end_array().name("posts_seen").begin_array();
    for (const auto post : seen)
        out.value(post.value);
    out.end_array().raw_member("kept", kept).end_object();
    return made;
}

std::string hall_key_page(std::string_view public_key)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("algorithm", "Ed25519").member("public_key", public_key).end_object();
    return made;
}

}  // namespace jamhall::codec
