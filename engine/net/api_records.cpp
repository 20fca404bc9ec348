// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/records_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/query.hpp"
#include "engine/net/server_parts.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/rules/erasing.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

using sessions::erasure_scope;
using sessions::person_id;
using sessions::post_id;
using sessions::reject_code;

constexpr std::size_t acts_shown_max = 500;

/// What a preview is asked of. Errors: bad_field.
sessions::outcome<sessions::erased> erasure_in(const target& asked)
{
    const auto post = integer_in(asked, "post", {0, 0, sessions::limits::posts_max});
    const auto person = integer_in(asked, "person", {0, 0, sessions::limits::people_max});
    if (!post || !person)
        return !post ? post.error() : person.error();
    if ((*post == 0) == (*person == 0))
        return sessions::refuse(reject_code::bad_field, "person", "Please name either a person or a post.");
    sessions::erased made;
    made.post = post_id{static_cast<std::uint32_t>(*post)};
    if (*post != 0)
        return made;
    made.people = {person_id{static_cast<std::uint32_t>(*person)}};
    const auto what = asked.value_of("what");
    made.what = what && *what == "identity" ? erasure_scope::identity : erasure_scope::everything;
    return made;
}

bool is_known(const sessions::jam_state& state, const sessions::erased& meant)
{
    return meant.post ? state.knows(meant.post) : state.knows(meant.people.front());
}

base::task<text_outcome> my_data_of(exchange_ptr e)
{
    const auto who = e->by.person;
    auto collected = co_await e->jam->data_of(who);
    if (!collected)
        co_return collected.error();
    const auto kept = std::make_shared<const std::string>(std::move(*collected));
    const auto seen = std::make_shared<const std::vector<post_id>>(co_await e->jam->seen_by(who));
    const auto logins = std::make_shared<std::vector<codec::listed_login>>();
    for (const auto& each : e->server.logins.logins_of(e->jam->id(), who))
        logins->push_back({each.created_at, each.used_at, each.expires_at});
    const std::function<std::string(const sessions::jam_state&)> question =
        [who, kept, logins, seen](const sessions::jam_state& state) {
            return codec::my_data(state, who, *kept, *logins, *seen, clock::now());
        };
    co_return co_await e->jam->read<std::string>(question);
}

base::task<text_outcome> records_of(exchange_ptr e)
{
    const auto acts =
        std::make_shared<const std::vector<store::kept_record>>(co_await e->jam->records(acts_shown_max));
    const auto key = base::hex_of(e->server.hall.key().public_key());
    const std::function<std::string(const sessions::jam_state&)> question =
        [acts, key](const sessions::jam_state& state) {
            std::vector<codec::listed_record> listed;
            listed.reserve(acts->size());
            for (const auto& each : *acts)
                listed.push_back({each.offset, each.at, each.actor, each.action, each.what, each.post,
                                  each.person, each.people, each.note});
            return codec::records_page(state, listed, key);
        };
    co_return co_await e->jam->read<std::string>(question);
}

}  // namespace

base::task<std::optional<reply>> note_export(exchange_ptr e, sessions::export_kind what)
{
    if (!e->is_staff)
        co_return std::nullopt;
    const sessions::command note{sessions::record_export{what}};
    const auto noted = co_await e->jam->perform(e->by, note);
    if (!noted)
        co_return problem_reply(noted.error());
    co_return std::nullopt;
}

base::task<reply> get_hall_key(exchange_ptr e)
{
    co_return json_reply(codec::hall_key_page(base::hex_of(e->server.hall.key().public_key())));
}

base::task<reply> get_privacy(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> question =
        [reader = e->by.person](const sessions::jam_state& state) {
            return codec::privacy_page(state, reader);
        };
    co_return json_reply(co_await e->jam->read<std::string>(question));
}

base::task<reply> get_my_data(exchange_ptr e)
{
    auto data = co_await read_whole(e, my_data_of);
    if (!data)
        co_return problem_reply(data.error());
    reply made = json_reply(std::move(*data));
    made.set(http::field::content_disposition,
             "attachment; filename=\"" + e->jam->id().str() + "-my-data.json\"");
    co_return made;
}

base::task<reply> get_records(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::records))
        co_return std::move(*problem);
    auto page = co_await read_whole(e, records_of);
    if (!page)
        co_return problem_reply(page.error());
    co_return json_reply(std::move(*page));
}

base::task<reply> get_erasure_preview(exchange_ptr e)
{
    const auto meant = erasure_in(e->asked);
    if (!meant)
        co_return problem_reply(meant.error());
    const std::function<bool(const sessions::jam_state&)> known =
        [meant = *meant](const sessions::jam_state& state) { return is_known(state, meant); };
    const bool is_there = co_await e->jam->read<bool>(known);
    if (!is_there)
        co_return problem_reply(sessions::refuse(
            meant->post ? reject_code::no_such_post : reject_code::no_such_person,
            meant->post ? "post" : "person", "There is nothing with this number in this jam."));
    const std::function<std::vector<sessions::erased>(const sessions::jam_state&)> all =
        [meant = *meant](const sessions::jam_state& state) { return sessions::what_goes(state, meant); };
    const auto going = co_await e->jam->read<std::vector<sessions::erased>>(all);
    auto counted = co_await e->jam->texts_named(going);
    const auto texts = std::make_shared<const std::vector<store::text_count>>(std::move(counted));
    const std::function<text_outcome(const sessions::jam_state&)> make =
        [meant = *meant, texts](const sessions::jam_state& state) -> text_outcome {
        codec::erasure_preview preview{meant, {}};
        for (const auto& each : *texts)
            preview.texts.emplace_back(each.type, each.texts);
        return codec::preview_page(state, preview);
    };
    auto text = co_await made_beside(e, e->server.hall.storing().background, make);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

}  // namespace jamhall::net
