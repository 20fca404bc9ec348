// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/desk.hpp"

#include "sessions/rules/clock.hpp"
#include "sessions/rules/moderation.hpp"
#include "sessions/rules/shifts.hpp"
#include "sessions/rules/steering.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <tuple>

namespace jamhall::sessions {
namespace {

constexpr duration hour = std::chrono::hours{1};
constexpr std::int64_t hours_ahead_max = 72;
constexpr std::size_t named_threads_max = 3;
constexpr std::size_t unanswered_named_max = 10;
/// Threads taken on and cases named one by one; a note has a bound, so the others are counted.
constexpr std::size_t lines_named_max = 8;
constexpr std::size_t rules_named_max = 2;

bool is_open_thread(const post& p)
{
    return p.state == post_state::published && (p.kind == post_kind::idea || p.kind == post_kind::prompt);
}

/// Whether both show the same author; one that is not shown is taken for somebody else, or this would tell who it is.
bool show_one_author(const jam_state& state, const post& a, const post& b)
{
    const auto author = shown_author(state, a);
    return author && author == shown_author(state, b);
}

bool was_answered(const jam_state& state, const post& top)
{
    return std::ranges::any_of(top.comments, [&](post_id id) {
        const post& comment = state.at(id);
        return comment.state == post_state::published && !show_one_author(state, comment, top);
    });
}

std::uint32_t comments_since(const jam_state& state, const post& top, instant since)
{
    return static_cast<std::uint32_t>(std::ranges::count_if(top.comments, [&](post_id id) {
        return state.at(id).at >= since && is_public(state, state.at(id));
    }));
}

/// The first words of a text, for a list.
std::string beginning_of(const std::string& text)
{
    constexpr std::size_t bytes_max = 60;
    std::string line = text.substr(0, text.find('\n'));
    if (line.size() <= bytes_max)
        return line;
    std::size_t cut = bytes_max;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
        --cut;
    return line.substr(0, cut) + "…";
}

std::string named(const jam_state& state, post_id id)
{
    return "#" + std::to_string(id.value) + " “" + beginning_of(state.at(id).text) + "”";
}

std::string counted(std::uint32_t count, std::string_view one, std::string_view many)
{
    return count == 0 ? "no " + std::string{many}
                      : std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

void add_list(std::string& to, const jam_state& state, std::string_view title,
              const std::vector<post_id>& posts)
{
    if (posts.empty())
        return;
    to += "\n" + std::string{title} + "\n";
    for (const post_id each : posts)
        to += "- " + named(state, each) + "\n";
}

std::string minutes_in_words(std::int64_t minutes)
{
    return minutes < 120 ? counted(static_cast<std::uint32_t>(minutes), "minute", "minutes")
                         : counted(static_cast<std::uint32_t>(minutes / 60), "hour", "hours");
}

/// What somebody has to decide about; a first post or a link is only to be looked at.
bool asks_for_decision(const std::vector<queue_source>& sources)
{
    return std::ranges::any_of(sources, [](queue_source each) {
        return each == queue_source::flag || each == queue_source::held || each == queue_source::appeal;
    });
}

std::string quoted_rule(const jam_state& state, const slug& rule)
{
    return "“" + beginning_of(rule_in_words(state, rule)) + "”";
}

/// The rules that reports name, each once.
std::string rules_of(const jam_state& state, const std::vector<flag>& flags)
{
    std::vector<slug> rules;
    for (const flag& each : flags)
        if (std::ranges::find(rules, each.rule) == rules.end())
            rules.push_back(each.rule);
    std::string made;
    for (std::size_t i = 0; i < rules.size() && i < rules_named_max; ++i)
        made += (i == 0 ? "" : ", ") + quoted_rule(state, rules[i]);
    return rules.size() > rules_named_max ? made + " and others" : made;
}

/// Why a case waits, with the rule it is about, and for how long.
std::string case_in_words(const jam_state& state, post_id id, instant now)
{
    const post& p = state.at(id);
    const moderation_case* const known = case_of(state, id);
    std::string why;
    const auto add = [&](const std::string& more) { why += (why.empty() ? "" : "; ") + more; };
    for (const queue_source each : sources_of(state, p)) {
        if (each == queue_source::flag)
            add("reported: " + rules_of(state, known->flags));
        else if (each == queue_source::held)
            add("held until somebody approves it");
        else if (each == queue_source::appeal)
            add("its author appeals; hidden: " + quoted_rule(state, known->hidden->rule));
    }
    const auto minutes = (now - waits_since(state, p).value_or(now)).count() / 60'000;
    return why + (minutes < 1 ? ", just came" : ", waits " + minutes_in_words(minutes));
}

void add_undecided(std::string& to, const jam_state& state, const std::vector<post_id>& cases, instant now)
{
    if (cases.empty())
        return;
    to += "\nReported, held or appealed about, and not decided yet:\n";
    for (std::size_t i = 0; i < cases.size() && i < lines_named_max; ++i)
        to += "- " + named(state, cases[i]) + " – " + case_in_words(state, cases[i], now) + "\n";
    if (cases.size() > lines_named_max)
        to += "- and " + std::to_string(cases.size() - lines_named_max) + " more\n";
}

void add_taken_on(std::string& to, const jam_state& state, const std::vector<taken_thread>& threads)
{
    if (threads.empty())
        return;
    to += "\nTaken on, and perhaps promised something:\n";
    for (std::size_t i = 0; i < threads.size() && i < lines_named_max; ++i) {
        const auto& [id, by, is_claimed] = threads[i];
        const std::string who =
            by ? beginning_of(std::string{person_view_of(state, by).name}) : "the administrator";
        to +=
            "- " + named(state, id) + (is_claimed ? " – claimed by " + who : " – last word by " + who) + "\n";
    }
    if (threads.size() > lines_named_max)
        to += "- and " + std::to_string(threads.size() - lines_named_max) + " more\n";
}

/// Who of this desk took a thread on since then: by claiming it, or by the last word in it.
std::optional<taken_thread> taken_on_since(const jam_state& state, const post& top, instant since,
                                           instant now)
{
    if (const claim* const held = claim_at(state, top.id, now))
        return taken_thread{top.id, held->person, true};
    for (auto at = top.comments.size(); at > 0; --at) {
        const post& last = state.at(top.comments[at - 1]);
        if (last.state != post_state::published || !is_public(state, last))
            continue;
        // Whose idea it is speaks for it, not for the desk; and what shows no name is attributed to nobody.
        const auto author = shown_author(state, last);
        const bool is_of_desk = author && top.forum && may_work(state, *author, *top.forum) &&
                                (!show_one_author(state, last, top) || top.kind == post_kind::prompt);
        if (last.at >= since && is_of_desk)
            return taken_thread{top.id, *author, false};
        break;
    }
    const auto ended = state.steered.claims.find(top.id);
    if (ended != state.steered.claims.end() && ended->second.since >= since)
        return taken_thread{top.id, ended->second.person, true};
    return std::nullopt;
}

std::optional<instant> end_of_jam(const jam_state& state)
{
    return state.clock.phases[archive_of(state.clock)].begins_at;
}

}  // namespace

std::vector<post_id> queue_of(const jam_state& state, forum_index forum)
{
    std::vector<std::pair<instant, post_id>> waiting;
    for (const post& p : state.posts)
        if (p.forum == forum)
            if (const auto since = is_in_queue(state, p) ? waits_since(state, p) : std::nullopt)
                waiting.emplace_back(*since, p.id);
    std::ranges::sort(waiting);
    std::vector<post_id> found;
    for (const auto& [since, id] : waiting)
        found.push_back(id);
    return found;
}

std::vector<unanswered_thread> unanswered_in(const jam_state& state, forum_index forum, instant now,
                                             std::size_t limit)
{
    std::vector<unanswered_thread> found;
    // While others' comments are nobody's to see, neither is which threads have one.
    if (state.clock.now_running().rules.comments == comments_switch::closed || others_are_hidden(state))
        return found;
    const duration patience = std::chrono::minutes{state.what->policy.unanswered_after_min};
    for (const post_id id : state.forums[forum].tops) {
        const post& top = state.at(id);
        if (is_open_thread(top) && now - top.at >= patience && !was_answered(state, top))
            found.push_back({id, top.at});
    }
    std::ranges::sort(found, {}, [](const unanswered_thread& t) { return std::pair{t.since, t.post}; });
    if (found.size() > limit)
        found.resize(limit);
    return found;
}

std::vector<coverage_gap> coverage_gaps(const jam_state& state, instant now)
{
    std::vector<coverage_gap> found;
    if (state.stage != jam_stage::open)
        return found;
    const instant from = std::max(now, state.what->starts_at);
    const instant ahead = from + hour * hours_ahead_max;
    const instant to = std::min(end_of_jam(state).value_or(ahead), ahead);
    for (std::size_t i = 0; i < state.forums.size(); ++i) {
        const auto forum = static_cast<forum_index>(i);
        instant free_from = from;
        for (const shift& each : state.desk.shifts) {
            if (each.forum != forum || !may_work(state, each.person, forum) || each.ends_at() <= free_from)
                continue;
            if (each.starts_at >= to)
                break;
            if (each.starts_at > free_from)
                found.push_back({forum, free_from, each.starts_at});
            free_from = each.ends_at();
        }
        if (free_from < to)
            found.push_back({forum, free_from, to});
    }
    return found;
}

shift_facts facts_of_shift(const jam_state& state, forum_index forum, instant now)
{
    shift_facts facts;
    const bool was_handed_over = forum < state.desk.handovers.size() && state.desk.handovers[forum];
    facts.since = was_handed_over ? state.desk.handovers[forum]->at : state.what->starts_at;
    const auto queue = queue_of(state, forum);
    facts.waiting = static_cast<std::uint32_t>(queue.size());
    std::ranges::copy_if(queue, std::back_inserter(facts.undecided),
                         [&](post_id id) { return asks_for_decision(sources_of(state, state.at(id))); });
    std::vector<std::pair<std::uint32_t, post_id>> busy;
    for (const post_id id : state.forums[forum].tops) {
        const post& top = state.at(id);
        if (!is_open_thread(top))
            continue;
        facts.threads_opened += top.at >= facts.since ? 1 : 0;
        if (!is_public(state, top))
            continue;
        const auto fresh = comments_since(state, top, facts.since);
        facts.comments += fresh;
        if (fresh > 0)
            busy.emplace_back(fresh, id);
        if (claim_at(state, id, now))
            facts.claimed.push_back(id);
        if (const auto taken = taken_on_since(state, top, facts.since, now))
            facts.taken_on.push_back(*taken);
        if (top.at >= facts.since && !others_are_hidden(state) && shown_comment_count(state, top) == 0 &&
            facts.quietest.size() < named_threads_max)
            facts.quietest.push_back(id);
    }
    std::ranges::sort(busy, [](const auto& a, const auto& b) {
        return std::tuple{b.first, a.second} < std::tuple{a.first, b.second};
    });
    for (std::size_t i = 0; i < busy.size() && i < named_threads_max; ++i)
        facts.busiest.push_back(busy[i].second);
    for (const auto& each : unanswered_in(state, forum, now, unanswered_named_max))
        facts.unanswered.push_back(each.post);
    return facts;
}

std::string handover_draft(const jam_state& state, forum_index forum, const shift_facts& facts, instant now)
{
    const auto minutes = std::max<std::int64_t>(0, (now - facts.since).count() / 60'000);
    std::string text = state.what->forums[forum].title + ": " +
                       counted(facts.threads_opened, "new thread", "new threads") + " and " +
                       counted(facts.comments, "new comment", "new comments") + " in the last " +
                       (minutes < 2 ? "two minutes" : minutes_in_words(minutes)) + ".\n";
    text += facts.waiting == 0 ? "Nothing waits in the queue.\n"
                               : counted(facts.waiting, "post waits", "posts wait") + " in the queue.\n";
    add_undecided(text, state, facts.undecided, now);
    add_taken_on(text, state, facts.taken_on);
    add_list(text, state, "Still without an answer:", facts.unanswered);
    add_list(text, state, "Busiest threads:", facts.busiest);
    add_list(text, state, "Nobody has answered these new ones:", facts.quietest);
    return text;
}

std::vector<person_id> muted_at(const jam_state& state, instant now)
{
    std::vector<person_id> found;
    for (std::uint32_t number = 1; number <= state.people.size(); ++number)
        if (const auto& until = state.people[number - 1].muted_until; until && *until > now)
            found.push_back(person_id{number});
    return found;
}

}  // namespace jamhall::sessions
