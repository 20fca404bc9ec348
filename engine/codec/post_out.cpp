// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/post_out.hpp"

namespace jamhall::codec {
namespace {

using namespace sessions;

void append_id(json_out& out, std::string_view name, post_id id)
{
    out.member(name, id ? std::optional{id.value} : std::nullopt);
}

void append_steering(json_out& out, const post_view& shown)
{
    out.name("tombstone");
    if (shown.hidden) {
        out.begin_object().member("rule", shown.hidden->rule.view()).member("at_ms", shown.hidden->at.ms);
        out.member("role", name_of(shown.hidden->by)).end_object();
    } else {
        out.null();
    }
    append_id(out, "split_from", shown.split_from);
    append_ids(out, "connected", shown.connected);
    append_ids(out, "merged", shown.merged);
    out.name("credits").begin_array();
    for (const auto& each : shown.credits)
        append_author(out, each);
    out.end_array().name("mentions").begin_array();
    for (const auto& each : shown.mentions)
        append_author(out, each);
    out.end_array().name("response");
    if (shown.answer) {
        out.begin_object();
        append_answer(out, *shown.answer);
        out.member("at_ms", shown.answer->at.ms).end_object();
    } else {
        out.null();
    }
}

}  // namespace

void append_author(json_out& out, const std::optional<shown_person>& who)
{
    if (!who) {
        out.null();
        return;
    }
    out.begin_object().member("id", who->id.value).member("name", who->name).name("roles").begin_array();
    for (const role each : all_roles)
        if (who->badges.has(each))
            out.value(name_of(each));
    out.end_array().end_object();
}

void append_counts(json_out& out, const shown_tally& shown)
{
    for (const measure each : measures_of(shown.method))
        out.member(name_of(each), shown.all.of(each));
    if (shown.method == ballot_switch::score)
        out.member("mean", shown.mean);
    if (shown.method == ballot_switch::pairwise)
        out.member("rank_score", shown.rank_score);
}

void append_tally_members(json_out& out, const jam_state& state, const shown_tally& shown)
{
    out.member("phase", state.clock.phases.at(shown.phase).id.view());
    append_counts(out, shown);
    if (shown.by_audience.empty())
        return;
    out.name("by_audience");
    append_by_audience(out, state, shown);
}

void append_by_audience(json_out& out, const jam_state& state, const shown_tally& shown)
{
    if (shown.by_audience.empty()) {
        out.null();
        return;
    }
    out.begin_object();
    for (std::size_t i = 0; i < shown.by_audience.size(); ++i) {
        out.name(state.what->audiences.at(i).id.view()).begin_object();
        for (const measure each : measures_of(shown.method))
            out.member(name_of(each), shown.by_audience[i].of(each));
        out.end_object();
    }
    out.end_object();
}

void append_answer(json_out& out, const response& answer)
{
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional{std::string_view{text}};
    };
    out.member("outcome", name_of(answer.outcome)).member("text", answer.text);
    out.member("owner", text_or_null(answer.owner)).member("due", text_or_null(answer.due));
}

void append_post_members(json_out& out, const post_view& shown)
{
    out.member("post", shown.post.value).member("kind", name_of(shown.kind));
    out.member("forum", shown.forum ? std::optional{shown.forum->view()} : std::nullopt);
    append_id(out, "parent", shown.parent);
    append_id(out, "builds_on", shown.builds_on);
    out.name("author");
    append_author(out, shown.author);
    out.member("text", shown.text);
}

void append_post(json_out& out, const jam_state& state, const post_view& shown)
{
    out.begin_object();
    append_post_members(out, shown);
    out.member("at_ms", shown.at.ms);
    out.member("edited_at_ms", shown.edited_at ? std::optional{shown.edited_at->ms} : std::nullopt);
    out.member("state", name_of(shown.state));
    out.member("rule", shown.hidden ? std::optional{shown.hidden->rule.view()} : std::nullopt);
    append_id(out, "merged_into", shown.merged_into);
    append_steering(out, shown);
    out.member("comments", shown.comments).name("tally");
    if (shown.tally) {
        out.begin_object();
        append_tally_members(out, state, *shown.tally);
        out.end_object();
    } else {
        out.null();
    }
    out.end_object();
}

}  // namespace jamhall::codec
