// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/calendar_out.hpp"
#include "engine/codec/organizing_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/plan_template_files.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/store/backup.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/rules/plan_change.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace jamhall::net {

/// What a changed plan would change, before anybody is told.
base::task<reply> post_plan_change_check(exchange_ptr e)
{
    const auto document = codec::json_document::parse(e->body(), {.size_max = codec::plan_size_max});
    if (!document)
        co_return problem_reply(sessions::refuse(sessions::reject_code::bad_json, "plan",
                                                 "The plan " + document.error().message));
    const auto now = clock::now();
    const auto read = codec::decode_changed_plan(document->root(), e->server.zones, now);
    if (!read)
        co_return plan_problem_reply(read.error());
    const auto wanted = std::make_shared<codec::changed_plan>(*read);
    const std::function<text_outcome(const sessions::jam_state&)> question =
        [wanted, now](const sessions::jam_state& state) -> text_outcome {
        if (wanted->starts_now)
            wanted->what.starts_at = state.what->starts_at;
        if (auto wrong = sessions::fault_of_change(state, wanted->what, std::max(now, state.last_at)))
            return *std::move(wrong);
        return codec::plan_changes(sessions::differences(*state.what, wanted->what));
    };
    auto text = co_await e->jam->read<text_outcome>(question);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

/// How far the rehearsals of a jam came.
base::task<sessions::readiness::rehearsal> rehearsed(exchange_ptr e)
{
    using progress = sessions::readiness::rehearsal;
    const std::function<progress(const sessions::jam_state&)> question = sessions::progress_of_rehearsal;
    const auto all = e->server.hall.rehearsals_of(e->jam->id());
    progress furthest = progress::none;
    for (const auto& each : all) {
        const progress found = co_await each->read<progress>(question);
        furthest = std::max(furthest, found);
    }
    co_return furthest;
}

base::task<reply> get_checklist(exchange_ptr e)
{
    sessions::readiness beside;
    beside.people_with_link = co_await e->jam->people_with_link();
    beside.rehearsed = co_await rehearsed(e);
    const auto news = e->server.post.news();
    beside.sends_mail = news.is_configured;
    beside.mail_taken_at = news.tested_at;
    beside.mail_failure = news.failure;
    try {
        if (const auto last = store::read_backup_mark(e->server.hall.folder().root())) {
            beside.backed_up_at = last->made_at;
            beside.is_backup_whole = last->is_whole;
        }
    } catch (const store::store_error&) {
        beside.is_backup_known = false;
    }
    const std::function<std::string(const sessions::jam_state&)> page =
        [beside](const sessions::jam_state& state) {
            return codec::checklist_page(sessions::checklist_of(state, beside, clock::now()));
        };
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

base::task<reply> get_plan_templates(exchange_ptr)
{
    co_return json_reply(codec::plan_templates(plan_template_files));
}

base::task<reply> get_calendar(exchange_ptr e)
{
    const std::string page = e->server.from.public_url() + "/j/" + e->jam->id().str();
    const std::function<std::string(const sessions::jam_state&)> question =
        [page](const sessions::jam_state& state) { return codec::calendar(state, page); };
    reply made = text_reply(http::status::ok, "text/calendar; charset=utf-8",
                            co_await e->jam->read<std::string>(question));
    made.set(http::field::content_disposition, "attachment; filename=\"" + e->jam->id().str() + ".ics\"");
    co_return made;
}

base::task<reply> post_wall_link(exchange_ptr e)
{
    const auto made = co_await e->jam->mint_wall_link(e->by);
    if (!made)
        co_return problem_reply(made.error());
    // Whoever came by the link before goes with it: there is no other way to take a screen down from afar.
    const std::vector<sessions::person_id> screen{made->person};
    co_await e->server.logins.end_logins_for_good(e->jam->id(), screen);
    const std::string link =
        e->server.from.public_url() + "/j/" + e->jam->id().str() + "/wall#" + made->token;
    co_return json_reply(codec::wall_link(link, made->token), http::status::created);
}

}  // namespace jamhall::net
