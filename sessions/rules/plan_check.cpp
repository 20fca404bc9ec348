// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/plan_check.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"
#include "sessions/rules/clock.hpp"

#include <algorithm>

namespace jamhall::sessions {
namespace {

/// Gathers faults; every check goes on after a fault, so that all of them are named at once.
class findings {
public:
    void add(std::string pointer, std::string message)
    {
        faults_.push_back({std::move(pointer), std::move(message)});
    }

    void add_if(bool wrong, std::string pointer, std::string message)
    {
        if (wrong)
            add(std::move(pointer), std::move(message));
    }

    std::vector<plan_fault> take() { return std::move(faults_); }

private:
    std::vector<plan_fault> faults_;
};

enum class presence { required, optional };

void check_fault(findings& found, text_fault fault, std::size_t length_max, const std::string& pointer)
{
    switch (fault) {
    case text_fault::none: return;
    case text_fault::empty: return found.add(pointer, "must not be empty");
    case text_fault::too_long:
        return found.add(pointer, "is too long: at most " + std::to_string(length_max) + " characters fit");
    case text_fault::control_character: return found.add(pointer, "contains a control character");
    }
}

void check_line(findings& found, const std::string& line, std::size_t length_max, const std::string& pointer)
{
    check_fault(found, judge_line(line, length_max), length_max, pointer);
}

void check_text(findings& found, const std::string& text, presence needed, const std::string& pointer)
{
    if (text.empty() && needed == presence::optional)
        return;
    check_fault(found, judge_text(text, limits::plan_text_length_max), limits::plan_text_length_max, pointer);
}

template <class Items>
void check_count(findings& found, const Items& items, std::size_t most, const std::string& pointer)
{
    found.add_if(items.empty(), pointer, "needs at least one entry");
    found.add_if(items.size() > most, pointer, "has too many entries: at most " + std::to_string(most));
}

/// Names every entry whose id stands earlier in the list.
template <class Items>
void check_ids(findings& found, const Items& items, const std::string& pointer)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto here = pointer + "/" + std::to_string(i) + "/id";
        found.add_if(items[i].id.empty(), here, "must be 1 to 40 of a-z, 0-9 and hyphen");
        const auto first = std::ranges::find(items, items[i].id, [](const auto& item) { return item.id; });
        const auto first_at = static_cast<std::size_t>(first - items.begin());
        found.add_if(first_at < i && !items[i].id.empty(), here,
                     "“" + items[i].id.str() + "” is used already by entry " + std::to_string(first_at));
    }
}

void check_range(findings& found, std::int64_t value, std::int64_t least, std::int64_t most,
                 const std::string& pointer)
{
    found.add_if(value < least || value > most, pointer,
                 "must be from " + std::to_string(least) + " to " + std::to_string(most));
}

void check_words(findings& found, const plan& written)
{
    check_line(found, written.title, limits::title_length_max, "/title");
    check_text(found, written.purpose, presence::optional, "/purpose");
    if (const auto& mandate = written.mandate) {
        check_text(found, mandate->asks, presence::optional, "/charter/asks");
        check_text(found, mandate->decides, presence::optional, "/charter/decides");
        check_text(found, mandate->criteria, presence::optional, "/charter/criteria");
        check_text(found, mandate->answer_by, presence::optional, "/charter/answer_by");
    }
    if (const auto& privacy = written.privacy) {
        check_text(found, privacy->text, presence::optional, "/privacy/text");
        check_text(found, privacy->contact, presence::optional, "/privacy/contact");
    }
    found.add_if(written.time_zone.empty(), "/time_zone", "must not be empty");
}

void check_lists(findings& found, const plan& written)
{
    check_count(found, written.audiences, limits::audiences_max, "/audiences");
    check_ids(found, written.audiences, "/audiences");
    for (std::size_t i = 0; i < written.audiences.size(); ++i)
        check_line(found, written.audiences[i].title, limits::title_length_max,
                   "/audiences/" + std::to_string(i) + "/title");

    check_count(found, written.forums, limits::forums_max, "/forums");
    check_ids(found, written.forums, "/forums");
    for (std::size_t i = 0; i < written.forums.size(); ++i) {
        const auto here = "/forums/" + std::to_string(i);
        check_line(found, written.forums[i].title, limits::title_length_max, here + "/title");
        check_text(found, written.forums[i].question, presence::optional, here + "/question");
    }

    check_count(found, written.rules, limits::rules_max, "/rules");
    check_ids(found, written.rules, "/rules");
    for (std::size_t i = 0; i < written.rules.size(); ++i)
        check_text(found, written.rules[i].text, presence::required, "/rules/" + std::to_string(i) + "/text");
}

void check_guests(findings& found, const plan& written)
{
    found.add_if(written.guests.size() > limits::guests_max, "/guests",
                 "has more than " + std::to_string(limits::guests_max) + " entries");
    for (std::size_t i = 0; i < written.guests.size(); ++i) {
        const auto here = "/guests/" + std::to_string(i);
        const auto& slot = written.guests[i];
        check_line(found, slot.name, limits::name_length_max, here + "/name");
        check_range(found, slot.minutes, 1, 60 * 24, here + "/minutes");
        check_text(found, slot.about, presence::optional, here + "/about");
        const auto is_there = [&](const planned_forum& f) { return f.id == *slot.forum; };
        found.add_if(slot.forum && std::ranges::none_of(written.forums, is_there), here + "/forum",
                     "is no forum of this plan");
    }
}

void check_signals(findings& found, const signal_policy& policy)
{
    found.add_if(policy.words.size() > limits::signal_words_max, "/policies/signals/words",
                 "has too many entries: at most " + std::to_string(limits::signal_words_max));
    for (std::size_t i = 0; i < policy.words.size(); ++i)
        check_line(found, policy.words[i], limits::signal_word_length_max,
                   "/policies/signals/words/" + std::to_string(i));
    if (policy.fast_posts_per_minute)
        check_range(found, *policy.fast_posts_per_minute, 1, 1'000,
                    "/policies/signals/fast_posts_per_minute");
}

bool is_domain(std::string_view text)
{
    const auto is_part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !text.empty() && text.size() <= limits::domain_length_max && std::ranges::all_of(text, is_part) &&
           text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

void check_admission(findings& found, const plan& written)
{
    const auto& policy = written.policy.admission;
    for (const way_in way : {way_in::email, way_in::oidc, way_in::code}) {
        const auto here = "/policies/admission/" + std::string{name_of(way)};
        const auto& rules = policy.of(way);
        const auto is_there = [&](const audience& a) { return a.id == *rules.audience; };
        found.add_if(rules.audience && std::ranges::none_of(written.audiences, is_there), here + "/audience",
                     "is no audience of this plan");
        found.add_if(rules.domains.size() > limits::domains_max, here + "/domains",
                     "has more than " + std::to_string(limits::domains_max) + " entries");
        for (std::size_t i = 0; i < rules.domains.size(); ++i)
            found.add_if(!is_domain(rules.domains[i]), here + "/domains/" + std::to_string(i),
                         "is no domain such as council.example");
    }
}

void check_policies(findings& found, const policies& policy)
{
    check_signals(found, policy.signals);
    check_range(found, policy.unanswered_after_min, 1, 60 * 24 * 7, "/policies/unanswered_after_min");
    check_range(found, policy.grace_s, 0, 600, "/policies/grace_s");
    check_range(found, policy.text_max, 1, std::int64_t{limits::text_length_max}, "/policies/text_max");
    check_range(found, policy.small_cell, 1, 1'000, "/policies/small_cell");
    check_range(found, policy.exposure_floor, 0, std::int64_t{limits::people_max},
                "/policies/exposure_floor");
    check_range(found, policy.retention_days, 0, 36'525, "/policies/retention_days");
    if (policy.names_days)
        check_range(found, *policy.names_days, 0, policy.retention_days, "/policies/names_days");
    check_range(found, policy.backup_days, 0, 3'650, "/policies/backup_days");
    check_line(found, policy.support_word, 40, "/policies/support_word");
    check_range(found, policy.dots, 1, limits::dots_max, "/policies/dots");
    const auto check_rate = [&](const std::optional<std::int32_t>& rate, const std::string& name) {
        if (rate)
            check_range(found, *rate, 1, 1'000'000, "/policies/limits/" + name);
    };
    check_rate(policy.limits.posts_per_minute, "posts_per_minute");
    check_rate(policy.limits.commands_per_minute, "commands_per_minute");
    check_rate(policy.limits.connections_per_person, "connections_per_person");
}

void check_switches(findings& found, const switches& rules, const std::string& pointer)
{
    found.add_if(rules.order == order_switch::top && rules.tallies == tallies_switch::sealed,
                 pointer + "/order", "top shows which ideas lead, so it needs tallies to be live");
    if (rules.words_max)
        check_range(found, *rules.words_max, 1, 10'000, pointer + "/words_max");
    check_range(found, rules.slow_mode_s, 0, 86'400, pointer + "/slow_mode_s");
    check_range(found, rules.sample_size, 1, limits::sample_size_max, pointer + "/sample_size");
}

/// Lobby and archive are what the implicit phases are called (rule PH8).
void check_reserved(findings& found, const planned_phase& each, const std::string& pointer)
{
    found.add_if(each.id == "lobby"_slug && each.kind != phase_kind::lobby, pointer + "/id",
                 "“lobby” is kept for a phase of that kind");
    found.add_if(each.id == "archive"_slug && each.kind != phase_kind::archive, pointer + "/id",
                 "“archive” is kept for a phase of that kind");
}

/// Follows the agenda from `starts_at`; after a phase that lasts no time it goes on from its begin.
void check_times(findings& found, const plan& written)
{
    instant begins = written.starts_at;
    for (std::size_t i = 0; i < written.agenda.size(); ++i) {
        const auto here = "/agenda/" + std::to_string(i);
        const auto* fixed = std::get_if<instant>(&written.agenda[i].end);
        const auto pointer = here + (fixed ? "/ends_at" : "/lasts");
        const auto lasts = fixed ? *fixed - begins : std::get<duration>(written.agenda[i].end);
        if (fixed && lasts <= duration{0})
            found.add(pointer, i == 0 ? "ends before the jam starts" : "ends before it begins");
        else
            found.add_if(lasts < limits::phase_length_min, pointer, "lasts less than a minute");
        found.add_if(lasts > limits::phase_length_max, pointer, "lasts more than five years");
        if (lasts > duration{0} && lasts <= limits::phase_length_max)
            begins = begins + lasts;
    }
}

}  // namespace

std::vector<plan_fault> check_plan(const plan& written)
{
    findings found;
    check_words(found, written);
    check_lists(found, written);
    check_count(found, written.agenda, limits::phases_max, "/agenda");
    check_ids(found, written.agenda, "/agenda");
    for (std::size_t i = 0; i < written.agenda.size(); ++i) {
        const auto here = "/agenda/" + std::to_string(i);
        check_reserved(found, written.agenda[i], here);
        check_switches(found, written.agenda[i].rules, here + "/switches");
    }
    check_times(found, written);
    check_guests(found, written);
    check_policies(found, written.policy);
    check_admission(found, written);
    return found.take();
}

std::optional<plan_fault> fault_of_start(const plan& written, instant now)
{
    const auto as_planned = clock_of(written, written.starts_at);
    const auto last_end = as_planned.phases[archive_of(as_planned)].begins_at;
    if (!last_end || *last_end > now)
        return std::nullopt;
    return plan_fault{"/starts_at", "By these times the jam would be over before anybody could join it."};
}

}  // namespace jamhall::sessions
