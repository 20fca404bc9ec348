// SPDX-License-Identifier: Apache-2.0
#include "engine/app/stage.hpp"

#include "engine/app/example_jam.hpp"
#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"
#include "engine/app/script.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/csv_in.hpp"
#include "engine/codec/csv_out.hpp"
#include "engine/codec/roster_in.hpp"
#include "engine/identity/tokens.hpp"
#include "sessions/views/jam_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace jamhall::app {
namespace {

using live::caller;
using live::jam_runner;
using runner = std::shared_ptr<jam_runner>;

constexpr std::size_t links_size_max = 1024 * 1024;
constexpr std::size_t ideas_found = 12;
/// Where everybody of the example has an address, and nobody else: the ending is reserved. Source: RFC 2606.
constexpr std::string_view example_domain = "@thornmere.example";
constexpr caller administrator{sessions::actor_kind::administrator, {}};

bool is_over(const sessions::jam_state& state)
{
    return state.stage != sessions::jam_stage::open ||
           sessions::running_phase(state).kind == sessions::phase_kind::archive;
}

/// The value, or what was refused thrown as one sentence.
template <class T>
T granted(sessions::outcome<T> asked)
{
    if (!asked)
        throw refusal{asked.error().message};
    return std::move(*asked);
}

std::filesystem::path links_file(const live::hall& in, const runner& jam)
{
    return in.folder().root() / (jam->id().str() + ".links.csv");
}

std::vector<example_token> read_tokens(const std::filesystem::path& file)
{
    std::vector<example_token> tokens;
    if (!std::filesystem::exists(file))
        return tokens;
    const std::string csv = read_file(file, links_size_max);
    codec::csv_in read{csv};
    codec::csv_record line;
    read.next(line);  // the header
    while (read.next(line)) {
        std::uint32_t person = 0;
        if (line.fields.size() != 3)
            continue;
        std::from_chars(line.fields[0].data(), line.fields[0].data() + line.fields[0].size(), person);
        tokens.push_back({sessions::person_id{person}, line.fields[1], line.fields[2]});
    }
    return tokens;
}

void keep_tokens(const std::filesystem::path& file, const std::vector<example_token>& tokens)
{
    std::string csv;
    codec::csv_out row{csv};
    row.text("person").text("email").text("token").end_row();
    for (const example_token& each : tokens)
        row.number(std::int64_t{each.person.value}).text(each.email).text(each.token).end_row();
    write_file(file, csv, readable_by::owner);
}

bool has_title_of_example(const sessions::jam_state& state)
{
    return state.what->title == example_plan(clock::now()).title;
}

/// The example's tokens are kept beside it. Where a start was cut short before they were, nobody else is in it yet.
base::task<bool> is_example(runner jam, std::filesystem::path kept)
{
    if (!read_tokens(kept).empty())
        co_return true;
    const std::function<bool(const sessions::jam_state&)> question = has_title_of_example;
    if (!co_await jam->read(question))
        co_return false;
    const auto people = co_await jam->identities({}, std::numeric_limits<std::size_t>::max());
    co_return std::ranges::all_of(people,
                                  [](const auto& each) { return each.email.ends_with(example_domain); });
}

/// Errors: throws refusal where only others run: their people would be joined by the example's, and lose their links.
base::task<runner> running_example(live::hall& in)
{
    const std::vector<runner> jams = in.jams();
    runner other;
    for (auto jam = jams.rbegin(); jam != jams.rend(); ++jam) {
        const std::function<bool(const sessions::jam_state&)> question = is_over;
        if (co_await (*jam)->read(question))
            continue;
        if (co_await is_example(*jam, links_file(in, *jam)))
            co_return *jam;
        if (!other)
            other = *jam;
    }
    if (other)
        throw refusal{
            fmt::format("In this data folder runs {}, which is not the example. It was left as it is: choose "
                        "another folder with --data.",
                        other->id().str())};
    co_return nullptr;
}

std::size_t count_people(const sessions::jam_state& state)
{
    return state.people.size();
}

base::task<> invite(runner jam, std::size_t people)
{
    const std::function<std::size_t(const sessions::jam_state&)> question = count_people;
    if (co_await jam->read(question) >= people)
        co_return;
    auto roster = codec::decode_roster(example_roster(people), example_plan(clock::now()));
    granted(co_await jam->import_roster(administrator, std::move(roster), false, false));
}

/// Everybody's token: those kept from before, and new ones for who has none. Kept ones that no longer open
/// anything are all renewed.
base::task<std::vector<example_token>> collect_tokens(runner jam, std::filesystem::path file)
{
    std::vector<example_token> tokens = read_tokens(file);
    bool are_valid = !tokens.empty();
    if (are_valid)
        are_valid = (co_await jam->authorise(identity::hash_of(tokens.front().token))).has_value();
    if (!are_valid)
        tokens.clear();
    const auto which = are_valid ? jam_runner::renewal::missing_only : jam_runner::renewal::all;
    const auto minted = granted(co_await jam->mint_links(administrator, which, ""));
    for (const live::minted_link& each : minted)
        tokens.push_back({each.person, each.email, each.token});
    std::ranges::sort(tokens, {}, &example_token::person);
    if (!minted.empty())
        keep_tokens(file, tokens);
    co_return tokens;
}

base::task<sessions::post_id> post(runner jam, sessions::person_id author, sessions::add_post what)
{
    const caller by{sessions::actor_kind::person, author};
    granted(co_await jam->perform(by, sessions::command{sessions::enter_person{}}));
    const auto posted = granted(co_await jam->perform(by, sessions::command{std::move(what)}));
    co_return posted.post;
}

/// A few ideas with a comment each, so that the first visitor finds a conversation.
base::task<> begin_conversation(runner jam, std::vector<sessions::person_id> authors)
{
    script said = script::of_example();
    dice from{20'261'201};
    std::size_t next = 0;
    for (std::size_t i = 0; i < ideas_found; ++i) {
        const std::size_t line = said.take_idea(from);
        sessions::add_post idea;
        idea.forum = sessions::slug::parse(said.at(line).forum).value();
        idea.kind = sessions::post_kind::idea;
        idea.text = said.at(line).text;
        sessions::add_post comment{
            idea.forum, sessions::post_kind::comment, said.at(line).comments.front(), {}, {}, {}};
        comment.parent = co_await post(jam, authors.at(next++ % authors.size()), std::move(idea));
        if (i % 2 == 0)
            co_await post(jam, authors.at(next++ % authors.size()), std::move(comment));
    }
}

}  // namespace

const example_token& stage::of(std::string_view email) const
{
    const auto found = std::ranges::find(tokens, email, &example_token::email);
    if (found == tokens.end())
        throw refusal{fmt::format(
            "{} is no longer in the example of this data folder; choose another with --data.", email)};
    return *found;
}

base::task<stage> set_stage(live::hall& in, std::size_t crowd)
{
    stage made;
    made.jam = co_await running_example(in);
    const bool is_fresh = made.jam == nullptr;
    if (is_fresh)
        made.jam = co_await in.create(example_plan(clock::now()));
    co_await invite(made.jam, people_needed(crowd));
    made.tokens = co_await collect_tokens(made.jam, links_file(in, made.jam));
    if (!is_fresh)
        co_return made;
    std::vector<sessions::person_id> authors;
    for (const example_token& each : made.tokens)
        if (std::ranges::find(example_roles, each.email, &example_role::email) == example_roles.end())
            authors.push_back(each.person);
    co_await begin_conversation(made.jam, std::move(authors));
    co_return made;
}

}  // namespace jamhall::app
