// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/my_jam_out.hpp"
#include "engine/codec/page_out.hpp"
#include "engine/codec/poll_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/query.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/target.hpp"
#include "sessions/views/me_view.hpp"
#include "sessions/views/pages.hpp"

#include <charconv>
#include <functional>
#include <memory>
#include <string>

namespace jamhall::net {
namespace {

using sessions::reject_code;

constexpr std::size_t found_posts_max = 50;
constexpr std::size_t query_size_max = 400;

/// A page as asked for, owning its cursor.
struct asked_page {
    std::optional<sessions::order_switch> order;
    std::string after;
    std::size_t limit = 0;
    sessions::person_id viewer;

    sessions::page_request request() const { return {order, after, limit, viewer}; }
};

std::optional<sessions::order_switch> order_named(std::string_view name)
{
    using enum sessions::order_switch;
    for (const auto order : {newest, active, shuffled, top, fair}) {
        if (sessions::name_of(order) == name)
            return order;
    }
    return std::nullopt;
}

sessions::outcome<asked_page> page_in(const exchange& e)
{
    asked_page made;
    const auto limit = integer_in(e.asked, "limit", {50, 1, sessions::page_limit_max});
    if (!limit)
        return limit.error();
    made.limit = static_cast<std::size_t>(*limit);
    made.after = e.asked.value_of("after").value_or("");
    made.viewer = e.by.person;
    if (const auto order = e.asked.value_of("order")) {
        made.order = order_named(*order);
        if (!made.order)
            return sessions::refuse(reject_code::bad_field, "order", "There is no such order of posts.");
    }
    return made;
}

/// The number in a path; 0, which no post bears, for anything else.
sessions::post_id post_in(const std::string& text)
{
    std::uint32_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = failed == std::errc{} && end == text.data() + text.size();
    return sessions::post_id{is_number ? number : 0};
}

text_outcome forum_text(const sessions::jam_state& state, std::string_view name, const asked_page& asked)
{
    const auto written = sessions::slug::parse(name);
    const auto forum = written ? state.forum_named(*written) : std::nullopt;
    if (!forum)
        return sessions::refuse(reject_code::no_such_forum, "forum", "There is no such forum in this jam.");
    const auto page = sessions::forum_page(state, *forum, asked.request());
    if (!page)
        return page.error();
    return codec::posts_page(state, *page);
}

text_outcome thread_text(const sessions::jam_state& state, sessions::post_id top, const asked_page& asked)
{
    const auto page = sessions::thread_page(state, top, asked.request());
    if (!page)
        return page.error();
    return codec::thread_page(state, top, *page);
}

/// Private marks as the store keeps them ("forum/ideas", "post/17") into what a page shows.
codec::private_marks marks_of(const live::jam_runner::private_state& kept)
{
    constexpr std::string_view forum_prefix = "forum/";
    constexpr std::string_view post_prefix = "post/";
    codec::private_marks made;
    for (const std::string& target : kept.follows) {
        if (target.starts_with(post_prefix))
            made.follows.emplace_back(post_in(target.substr(post_prefix.size())));
        else if (const auto forum =
                     sessions::slug::parse(std::string_view{target}.substr(forum_prefix.size())))
            made.follows.emplace_back(*forum);
    }
    for (const auto& [feed, offset] : kept.read)
        made.read.emplace_back(feed, sessions::log_offset{offset});
    return made;
}

base::task<reply> answer_with(exchange_ptr e,
                              std::function<text_outcome(const sessions::jam_state&)> question)
{
    auto text = co_await e->jam->read<text_outcome>(question);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

}  // namespace

base::task<reply> get_forum_posts(exchange_ptr e)
{
    const auto asked = page_in(*e);
    if (!asked)
        co_return problem_reply(asked.error());
    const std::function<text_outcome(const sessions::jam_state&)> question =
        [name = e->parameter(1), page = *asked](const sessions::jam_state& state) {
            return forum_text(state, name, page);
        };
    const bool is_for_all = asked->after.empty() && asked->order &&
                            *asked->order != sessions::order_switch::shuffled &&
                            *asked->order != sessions::order_switch::fair;
    if (!is_for_all)
        co_return co_await answer_with(e, question);
    const std::string called = e->parameter(1) + ' ' + std::string{sessions::name_of(*asked->order)} + ' ' +
                               std::to_string(asked->limit);
    auto text = co_await e->jam->page(called, question);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

base::task<reply> get_thread(exchange_ptr e)
{
    const auto asked = page_in(*e);
    if (!asked)
        co_return problem_reply(asked.error());
    const std::function<text_outcome(const sessions::jam_state&)> question =
        [top = post_in(e->parameter(1)), page = *asked](const sessions::jam_state& state) {
            return thread_text(state, top, page);
        };
    co_return co_await answer_with(e, question);
}

base::task<reply> get_search(exchange_ptr e)
{
    const auto query = e->asked.value_of("q");
    if (!query || query->size() > query_size_max)
        co_return problem_reply(sessions::refuse(
            reject_code::bad_field, "q",
            "Give the words to search for in q, at most " + std::to_string(query_size_max) + " bytes."));
    const std::string words{*query};
    auto found = co_await e->jam->search(words, found_posts_max);
    if (!found)
        co_return problem_reply(found.error());
    const std::function<text_outcome(const sessions::jam_state&)> question =
        [posts = std::move(*found)](const sessions::jam_state& state) -> text_outcome {
        return codec::search_page(state, posts);
    };
    co_return co_await answer_with(e, question);
}

base::task<reply> get_me(exchange_ptr e)
{
    const auto kept = co_await e->jam->private_state_of(e->by.person);
    const std::function<text_outcome(const sessions::jam_state&)> question =
        [person = e->by.person, marks = marks_of(kept)](const sessions::jam_state& state) -> text_outcome {
        return codec::me_page(state, sessions::me_of(state, person), marks);
    };
    co_return co_await answer_with(e, question);
}

base::task<reply> get_polls(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> page = codec::polls_page;
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

base::task<reply> get_responses(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> page = codec::responses_page;
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

base::task<reply> get_mine(exchange_ptr e)
{
    const auto kept = co_await e->jam->private_state_of(e->by.person);
    const std::function<text_outcome(const sessions::jam_state&)> page =
        [person = e->by.person, marks = marks_of(kept)](const sessions::jam_state& state) -> text_outcome {
        return codec::my_jam_page(state, person, marks);
    };
    auto text = co_await made_beside(e, e->server.hall.storing().reader, page);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

base::task<reply> get_mentionable(exchange_ptr e)
{
    const auto query = e->asked.value_of("q");
    if (!query || query->size() < 2 || query->size() > query_size_max)
        co_return problem_reply(
            sessions::refuse(reject_code::bad_field, "q", "Give the beginning of a name in q."));
    const std::function<text_outcome(const sessions::jam_state&)> page =
        [words = std::string{*query}](const sessions::jam_state& state) -> text_outcome {
        return codec::mentionable_page(state, words);
    };
    auto text = co_await made_beside(e, e->server.hall.storing().reader, page);
    if (!text)
        co_return problem_reply(text.error());
    co_return json_reply(std::move(*text));
}

}  // namespace jamhall::net
