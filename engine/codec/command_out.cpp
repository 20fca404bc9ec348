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
        out.member("post", c.post.value).member("choice", sessions::name_of(c.says));
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

    void operator()(const sessions::close_jam&) const {}
    void operator()(const sessions::cancel_jam& c) const { out.member("note", c.note); }

    void operator()(const sessions::create_jam&) const { never(); }
    void operator()(const sessions::put_person&) const { never(); }
    void operator()(const sessions::register_person&) const { never(); }
    void operator()(const sessions::enter_person&) const { never(); }
    void operator()(const sessions::record_seen&) const { never(); }

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
