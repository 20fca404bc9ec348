// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_out.hpp"

#include "engine/codec/json_out.hpp"
#include "sessions/core/assert.hpp"

namespace jamhall::codec {
namespace {

/// Writes the fields of one command; the object is open.
struct fields_out {
    json_out& out;

    void optional_id(std::string_view name, sessions::post_id id) const
    {
        if (id)
            out.member(name, id.value);
    }

    void optional_slug(std::string_view name, const std::optional<sessions::slug>& slug) const
    {
        if (slug)
            out.member(name, slug->view());
    }

    void operator()(const sessions::join& c) const
    {
        out.member("charter", c.accepts.charter).member("rules", c.accepts.rules);
        if (c.accepts.privacy != 0)
            out.member("privacy", c.accepts.privacy);
    }

    void operator()(const sessions::add_post& c) const
    {
        out.member("forum", c.forum.view()).member("kind", sessions::name_of(c.kind)).member("text", c.text);
        optional_id("parent", c.parent);
        optional_id("builds_on", c.builds_on);
        optional_slug("drafted_in", c.drafted_in);
    }

    void operator()(const sessions::edit_post& c) const
    {
        out.member("post", c.post.value).member("text", c.text);
        optional_slug("drafted_in", c.drafted_in);
    }

    void operator()(const sessions::withdraw_post& c) const { out.member("post", c.post.value); }

    void operator()(const sessions::cast_ballot& c) const
    {
        out.member("post", c.post.value);
        if (const auto number = sessions::number_in(c.says))
            out.member("choice", *number);
        else if (c.says != sessions::choice::over)
            out.member("choice", sessions::name_of(c.says));
        optional_id("over", c.over);
    }

    void operator()(const sessions::announce& c) const
    {
        out.member("text", c.text);
        optional_slug("forum", c.forum);
    }

    void operator()(const sessions::advance_phase&) const {}
    void operator()(const sessions::extend_phase& c) const { out.member("minutes", c.minutes); }
    void operator()(const sessions::pause_clock&) const {}
    void operator()(const sessions::resume_clock&) const {}

    void operator()(const sessions::grant_role& c) const
    {
        out.member("person", c.person.value).member("role", sessions::name_of(c.which));
        if (c.forums.empty())
            return;
        out.name("forums").begin_array();
        for (const auto& forum : c.forums)
            out.value(forum.view());
        out.end_array();
    }

    void operator()(const sessions::revoke_role& c) const
    {
        out.member("person", c.person.value).member("role", sessions::name_of(c.which));
    }

    void post_only(sessions::post_id post) const { out.member("post", post.value); }
    void note(const std::string& written) const
    {
        if (!written.empty())
            out.member("note", written);
    }

    void operator()(const sessions::spotlight_post& c) const
    {
        post_only(c.post);
        if (c.minutes)
            out.member("minutes", *c.minutes);
    }
    void operator()(const sessions::end_spotlight& c) const { post_only(c.post); }
    void operator()(const sessions::connect_posts& c) const
    {
        out.member("post", c.post.value).member("with", c.with.value);
    }
    void operator()(const sessions::move_post& c) const
    {
        out.member("post", c.post.value).member("forum", c.forum.view());
    }
    void operator()(const sessions::merge_post& c) const
    {
        out.member("post", c.post.value).member("into", c.into.value);
    }
    void operator()(const sessions::move_support& c) const
    {
        out.member("post", c.post.value).member("accept", c.accept);
    }
    void operator()(const sessions::split_post& c) const { post_only(c.post); }
    void operator()(const sessions::claim_thread& c) const { post_only(c.post); }
    void operator()(const sessions::release_thread& c) const { post_only(c.post); }
    void operator()(const sessions::publish_summary& c) const
    {
        out.member("forum", c.forum.view()).member("text", c.text);
    }
    void operator()(const sessions::introduce_guest& c) const
    {
        out.member("person", c.person.value).member("text", c.text);
    }
    void operator()(const sessions::open_poll& c) const
    {
        optional_slug("forum", c.forum);
        out.member("question", c.question).name("options").begin_array();
        for (const auto& option : c.options)
            out.value(option);
        out.end_array();
        out.member("kind", sessions::name_of(c.kind)).member("results", sessions::name_of(c.results));
        if (c.minutes)
            out.member("minutes", *c.minutes);
    }
    void operator()(const sessions::close_poll& c) const { out.member("poll", c.poll.value); }
    void operator()(const sessions::answer_poll& c) const
    {
        out.member("poll", c.poll.value).name("options").begin_array();
        for (const auto option : c.options)
            out.value(option);
        out.end_array();
    }

    template <class Ruled>
    void ruled(const Ruled& c) const
    {
        out.member("post", c.post.value).member("rule", c.rule.view());
        note(c.note);
    }
    void operator()(const sessions::raise_flag& c) const { ruled(c); }
    void operator()(const sessions::hide_post& c) const { ruled(c); }
    void operator()(const sessions::approve_post& c) const { post_only(c.post); }
    void operator()(const sessions::restore_post& c) const
    {
        post_only(c.post);
        note(c.note);
    }
    void operator()(const sessions::ask_edit& c) const { ruled(c); }
    void operator()(const sessions::appeal& c) const
    {
        out.member("post", c.post.value).member("text", c.text);
    }
    void operator()(const sessions::decide_appeal& c) const
    {
        out.member("post", c.post.value).member("uphold", c.uphold);
        note(c.note);
    }
    void operator()(const sessions::mute_person& c) const
    {
        optional_id("post", c.post);
        if (c.person)
            out.member("person", c.person.value);
        out.member("minutes", c.minutes);
        note(c.note);
    }
    void operator()(const sessions::unmute_person& c) const { out.member("person", c.person.value); }
    void operator()(const sessions::remove_person& c) const
    {
        out.member("person", c.person.value);
        note(c.note);
    }
    void operator()(const sessions::readmit_person& c) const
    {
        out.member("person", c.person.value);
        note(c.note);
    }

    template <class Slot>
    void slot(const Slot& c) const
    {
        out.member("forum", c.forum.view()).member("starts_at_ms", c.starts_at.ms).member("hours", c.hours);
    }
    void operator()(const sessions::take_shift& c) const { slot(c); }
    void operator()(const sessions::drop_shift& c) const { slot(c); }
    void operator()(const sessions::offer_shift& c) const
    {
        slot(c);
        out.member("to", c.to.value);
    }
    void operator()(const sessions::hand_over& c) const
    {
        out.member("forum", c.forum.view()).member("text", c.text);
    }
    void operator()(const sessions::say& c) const
    {
        out.member("text", c.text);
        optional_slug("forum", c.forum);
    }
    void operator()(const sessions::respond& c) const
    {
        out.member("post", c.post.value)
            .member("outcome", sessions::name_of(c.outcome))
            .member("text", c.text);
        if (!c.owner.empty())
            out.member("owner", c.owner);
        if (!c.due.empty())
            out.member("due", c.due);
    }
    void operator()(const sessions::unseal& c) const { out.member("phase", c.phase.view()); }
    void operator()(const sessions::change_plan& c) const { out.raw_member("plan", c.what->source); }

    void operator()(const sessions::close_jam&) const {}
    void operator()(const sessions::cancel_jam& c) const { out.member("note", c.note); }

    void operator()(const sessions::ask_erasure& c) const
    {
        out.member("what", sessions::name_of(c.what));
        optional_id("post", c.post);
        note(c.note);
    }
    void operator()(const sessions::erase_post& c) const
    {
        out.member("post", c.post.value);
        if (c.text)
            out.member("text", *c.text);
        note(c.note);
    }
    void operator()(const sessions::erase_person& c) const
    {
        out.member("person", c.person.value).member("what", sessions::name_of(c.what));
        note(c.note);
    }
    void operator()(const sessions::refuse_erasure& c) const
    {
        out.member("person", c.person.value).member("note", c.note);
    }
    void operator()(const sessions::set_legal_hold& c) const { out.member("note", c.note); }
    void operator()(const sessions::lift_legal_hold& c) const { out.member("note", c.note); }

    void operator()(const sessions::create_jam&) const { never(); }
    void operator()(const sessions::put_person&) const { never(); }
    void operator()(const sessions::register_person&) const { never(); }
    void operator()(const sessions::enter_person&) const { never(); }
    void operator()(const sessions::record_seen&) const { never(); }
    void operator()(const sessions::record_export&) const { never(); }
    void operator()(const sessions::erase_due&) const { never(); }

    void operator()(const sessions::command& c) const { std::visit(*this, c); }

    void operator()(const watch& c) const
    {
        out.name("feeds").begin_object();
        for (const auto& [feed, after] : c.feeds)
            out.member(feed, after ? std::optional{after->value} : std::nullopt);
        out.end_object();
    }

    void operator()(const unwatch& c) const
    {
        out.name("feeds").begin_array();
        for (const auto& feed : c.feeds)
            out.value(feed);
        out.end_array();
    }

    void operator()(const saw_posts& c) const
    {
        out.name("posts").begin_array();
        for (const auto post : c.posts)
            out.value(post.value);
        out.end_array();
    }

    void operator()(const follow& c) const
    {
        optional_id("post", c.post);
        optional_slug("forum", c.forum);
    }

    void operator()(const unfollow& c) const
    {
        optional_id("post", c.post);
        optional_slug("forum", c.forum);
    }

    void operator()(const mark_read& c) const { out.member("feed", c.feed).member("offset", c.offset.value); }

    void operator()(const look_at& c) const { optional_id("post", c.post); }

    static void never() { sessions::ensure(false, "the hall's own commands are never sent"); }
};

struct naming {
    std::string_view operator()(const sessions::command& c) const { return sessions::name_of(c); }
    std::string_view operator()(const watch&) const { return "watch"; }
    std::string_view operator()(const unwatch&) const { return "unwatch"; }
    std::string_view operator()(const saw_posts&) const { return "saw_posts"; }
    std::string_view operator()(const follow&) const { return "follow"; }
    std::string_view operator()(const unfollow&) const { return "unfollow"; }
    std::string_view operator()(const mark_read&) const { return "mark_read"; }
    std::string_view operator()(const look_at&) const { return "look_at"; }
};

}  // namespace

std::string encode_frame(const client_command& asked, std::string_view ref, std::string_view key)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("do", std::visit(naming{}, asked));
    if (!ref.empty())
        out.raw_member("ref", ref);
    if (!key.empty())
        out.member("key", key);
    std::visit(fields_out{out}, asked);
    out.end_object();
    return made;
}

std::string encode_command(const client_command& asked)
{
    return encode_frame(asked, {}, {});
}

}  // namespace jamhall::codec
