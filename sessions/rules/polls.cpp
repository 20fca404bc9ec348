// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/polls.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/judges.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/rules/refusals.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace jamhall::sessions {
namespace {

using fault = std::optional<rejection>;

constexpr auto bad_field = reject_code::bad_field;

rejection no_such_poll()
{
    return refuse(reject_code::no_such_poll, "poll", "There is no such poll in this jam.");
}

rejection poll_is_closed(std::string message)
{
    return refuse(reject_code::poll_closed, "poll", std::move(message));
}

/// Who opens and closes the polls of a forum, or of the whole jam.
fault fault_of_asker(const jam_state& state, const context& by, std::optional<forum_index> forum)
{
    if (forum ? may(state, by, action::steer, forum) : may(state, by, action::announce_to_all))
        return std::nullopt;
    return forum ? may_not_steer({})
                 : refuse(reject_code::not_allowed, {}, "Polls for the whole jam are for organizers.");
}

fault fault_of_option_count(poll_kind kind, std::size_t count)
{
    if (kind == poll_kind::scale && count != 0 && count != 2)
        return refuse(bad_field, "options", "A scale has words for both of its ends, or none.");
    if (kind == poll_kind::scale)
        return std::nullopt;
    if (count < limits::poll_options_min)
        return refuse(
            bad_field, "options",
            "Please give at least " + std::to_string(limits::poll_options_min) + " options to choose from.");
    if (count > limits::poll_options_max)
        return refuse(reject_code::too_many, "options",
                      "A poll has at most " + std::to_string(limits::poll_options_max) + " options.");
    return std::nullopt;
}

fault fault_of_options(const open_poll& asked)
{
    if (auto wrong = fault_of_option_count(asked.kind, asked.options.size()))
        return wrong;
    std::set<std::string_view> different;
    for (const auto& option : asked.options) {
        if (auto wrong = fault_of_one_line(option, limits::poll_option_length_max, "options"))
            return wrong;
        if (!different.insert(option).second)
            return refuse(bad_field, "options", "Two options are the same. Please make them different.");
    }
    return std::nullopt;
}

/// What a refused answer is told: how this poll is answered.
std::string how_to_answer(poll_kind kind)
{
    switch (kind) {
    case poll_kind::single: return "Please choose one of the options.";
    case poll_kind::multiple: return "Please choose one or more of the options, each once.";
    case poll_kind::scale:
        return "Please choose one step of the scale, from 1 to " + std::to_string(scale_steps) + ".";
    }
    return {};
}

/// The answer in order; none where a number is none an answer can have.
std::optional<std::vector<std::uint8_t>> sorted_answer(const std::vector<std::int64_t>& options)
{
    std::vector<std::uint8_t> sorted;
    for (auto option : options) {
        if (option < 0 || option > UINT8_MAX || sorted.size() > limits::poll_options_max)
            return std::nullopt;
        sorted.push_back(static_cast<std::uint8_t>(option));
    }
    std::ranges::sort(sorted);
    return sorted;
}

}  // namespace

bool is_answer(const poll_question& asked, const std::vector<std::uint8_t>& options)
{
    const std::size_t first = asked.kind == poll_kind::scale ? 1 : 0;
    const bool is_one = options.size() == 1;
    const bool are_some = !options.empty() && std::ranges::is_sorted(options) &&
                          std::ranges::adjacent_find(options) == options.end();
    return (asked.kind == poll_kind::multiple ? are_some : is_one) && options.front() >= first &&
           options.back() < first + answer_count(asked);
}

judgement judge(const jam_state& state, const open_poll& asked, const context& by)
{
    poll_question question{{}, asked.question, asked.options, asked.kind, asked.results, {}};
    if (asked.forum) {
        question.forum = state.forum_named(*asked.forum);
        if (!question.forum)
            return no_such_forum("forum");
    }
    if (auto wrong = fault_of_asker(state, by, question.forum))
        return *std::move(wrong);
    if (auto wrong = fault_of_text(asked.question, limits::poll_question_length_max, "question"))
        return *std::move(wrong);
    if (auto wrong = fault_of_options(asked))
        return *std::move(wrong);
    if (asked.minutes) {
        if (auto wrong = fault_of_minutes(*asked.minutes))
            return *std::move(wrong);
        question.closes_at = effective_now(state, by) + std::chrono::minutes{*asked.minutes};
    }
    if (state.polls.size() >= limits::polls_max)
        return refuse(reject_code::too_many, {}, "This jam has reached the most polls it can hold.");
    return event_bodies{poll_opened{state.next_poll(), std::move(question)}};
}

judgement judge(const jam_state& state, const close_poll& asked, const context& by)
{
    if (!state.knows(asked.poll))
        return no_such_poll();
    const auto& closing = state.at(asked.poll);
    if (auto wrong = fault_of_asker(state, by, closing.asks.forum))
        return *std::move(wrong);
    if (!is_open(state, closing))
        return poll_is_closed("This poll is closed already.");
    return event_bodies{poll_closed{asked.poll, clock_cause::person}};
}

judgement judge(const jam_state& state, const answer_poll& asked, const context& by)
{
    if (!may(state, by, action::take_part))
        return may_not_take_part(by);
    if (!state.knows(asked.poll))
        return no_such_poll();
    const auto& answered = state.at(asked.poll);
    if (!is_open(state, answered))
        return poll_is_closed("Thank you, but this poll closed before your answer came.");
    auto options = sorted_answer(asked.options);
    if (!options || !is_answer(answered.asks, *options))
        return refuse(bad_field, "options", how_to_answer(answered.asks.kind));
    return event_bodies{poll_answered{asked.poll, *std::move(options)}};
}

}  // namespace jamhall::sessions
