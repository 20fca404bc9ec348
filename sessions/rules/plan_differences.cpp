// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/plan_change.hpp"

#include <algorithm>
#include <set>

namespace jamhall::sessions {
namespace {

/// Gathers what differs.
struct comparing {
    std::vector<plan_difference>& found;

    void text(std::string pointer, const std::string& before, const std::string& after) const
    {
        if (before != after)
            found.push_back({std::move(pointer), before, after});
    }

    void word(std::string pointer, std::string_view before, std::string_view after) const
    {
        text(std::move(pointer), std::string{before}, std::string{after});
    }

    template <class Number>
    void number(std::string pointer, const Number& before, const Number& after) const
    {
        text(std::move(pointer), written(before), written(after));
    }

    static std::string written(const std::optional<std::int32_t>& value)
    {
        return value ? std::to_string(*value) : "none";
    }
    static std::string written(instant at) { return std::to_string(at.ms); }
};

void compare_switches(const comparing& to, const switches& a, const switches& b, const std::string& here)
{
    to.word(here + "/ideas", name_of(a.ideas), name_of(b.ideas));
    to.word(here + "/comments", name_of(a.comments), name_of(b.comments));
    to.word(here + "/others", name_of(a.others), name_of(b.others));
    to.word(here + "/ballot", name_of(a.ballot), name_of(b.ballot));
    to.word(here + "/tallies", name_of(a.tallies), name_of(b.tallies));
    to.word(here + "/order", name_of(a.order), name_of(b.order));
    to.word(here + "/names", name_of(a.names), name_of(b.names));
    to.word(here + "/moderation", name_of(a.moderation), name_of(b.moderation));
    to.number(here + "/words_max", a.words_max, b.words_max);
    to.number(here + "/slow_mode_s", std::optional{a.slow_mode_s}, std::optional{b.slow_mode_s});
    to.number(here + "/sample_size", std::optional{a.sample_size}, std::optional{b.sample_size});
}

std::string written(const std::variant<duration, instant>& end)
{
    if (const auto* fixed = std::get_if<instant>(&end))
        return "ends_at " + std::to_string(fixed->ms);
    return "lasts " + std::to_string(std::get<duration>(end).count());
}

/// Calls `both(pointer, before, after)` for entries of the same id, and notes those that come and go by `name`.
template <class Items, class Name, class Both>
void compare_lists(const comparing& to, const Items& before, const Items& after, const std::string& pointer,
                   Name name, Both both)
{
    using item = typename Items::value_type;
    for (const item& was : before)
        if (std::ranges::find(after, was.id, &item::id) == after.end())
            to.text(pointer + "/" + was.id.str(), name(was), "");
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto was = std::ranges::find(before, after[i].id, &item::id);
        const auto here = pointer + "/" + std::to_string(i);
        if (was == before.end())
            to.text(here, "", name(after[i]));
        else
            both(here, *was, after[i]);
    }
}

void compare_policies(const comparing& to, const policies& a, const policies& b)
{
    const auto number = [&](const std::string& name, std::int32_t before, std::int32_t after) {
        to.number("/policies/" + name, std::optional{before}, std::optional{after});
    };
    number("grace_s", a.grace_s, b.grace_s);
    number("text_max", a.text_max, b.text_max);
    number("small_cell", a.small_cell, b.small_cell);
    number("exposure_floor", a.exposure_floor, b.exposure_floor);
    number("retention_days", a.retention_days, b.retention_days);
    to.number("/policies/names_days", a.names_days, b.names_days);
    number("backup_days", a.backup_days, b.backup_days);
    number("dots", a.dots, b.dots);
    number("unanswered_after_min", a.unanswered_after_min, b.unanswered_after_min);
    to.text("/policies/support_word", a.support_word, b.support_word);
    to.word("/policies/facilitators_move_clock", a.facilitators_move_clock ? "true" : "false",
            b.facilitators_move_clock ? "true" : "false");
    to.number("/policies/limits/posts_per_minute", a.limits.posts_per_minute, b.limits.posts_per_minute);
    to.number("/policies/limits/commands_per_minute", a.limits.commands_per_minute,
              b.limits.commands_per_minute);
    to.number("/policies/limits/connections_per_person", a.limits.connections_per_person,
              b.limits.connections_per_person);
    to.word("/policies/admission", a.admission == b.admission ? "" : "before",
            a.admission == b.admission ? "" : "after");
    to.word("/policies/signals", a.signals == b.signals ? "" : "before",
            a.signals == b.signals ? "" : "after");
}

void compare_charter(const comparing& to, const charter& a, const charter& b)
{
    to.text("/charter/asks", a.asks, b.asks);
    to.text("/charter/decides", a.decides, b.decides);
    to.text("/charter/criteria", a.criteria, b.criteria);
    to.text("/charter/answer_by", a.answer_by, b.answer_by);
}

void compare_guests(const comparing& to, const plan& before, const plan& after)
{
    const auto shown = [](const guest_slot& slot) { return slot.name + " " + std::to_string(slot.at.ms); };
    for (const guest_slot& slot : before.guests)
        if (std::ranges::find(after.guests, slot) == after.guests.end())
            to.text("/guests", shown(slot), "");
    for (const guest_slot& slot : after.guests)
        if (std::ranges::find(before.guests, slot) == before.guests.end())
            to.text("/guests", "", shown(slot));
}

}  // namespace

std::vector<plan_difference> differences(const plan& before, const plan& after)
{
    std::vector<plan_difference> found;
    const comparing to{found};
    to.text("/title", before.title, after.title);
    to.text("/purpose", before.purpose, after.purpose);
    compare_charter(to, before.mandate.value_or(charter{}), after.mandate.value_or(charter{}));
    const auto privacy_before = before.privacy.value_or(privacy_note{});
    const auto privacy_after = after.privacy.value_or(privacy_note{});
    to.text("/privacy/text", privacy_before.text, privacy_after.text);
    to.text("/privacy/contact", privacy_before.contact, privacy_after.contact);
    to.text("/time_zone", before.time_zone, after.time_zone);
    to.number("/starts_at", before.starts_at, after.starts_at);
    const auto title = [](const auto& item) { return item.title; };
    compare_lists(to, before.audiences, after.audiences, "/audiences", title,
                  [&](const std::string& here, const audience& a, const audience& b) {
                      to.text(here + "/title", a.title, b.title);
                  });
    compare_lists(to, before.forums, after.forums, "/forums", title,
                  [&](const std::string& here, const planned_forum& a, const planned_forum& b) {
                      to.text(here + "/title", a.title, b.title);
                      to.text(here + "/question", a.question, b.question);
                  });
    compare_lists(
        to, before.agenda, after.agenda, "/agenda",
        [](const planned_phase& p) { return std::string{name_of(p.kind)}; },
        [&](const std::string& here, const planned_phase& a, const planned_phase& b) {
            to.word(here + "/kind", name_of(a.kind), name_of(b.kind));
            to.text(here + "/end", written(a.end), written(b.end));
            compare_switches(to, a.rules, b.rules, here + "/switches");
        });
    compare_lists(
        to, before.rules, after.rules, "/rules", [](const house_rule& r) { return r.text; },
        [&](const std::string& here, const house_rule& a, const house_rule& b) {
            to.text(here + "/text", a.text, b.text);
        });
    compare_guests(to, before, after);
    compare_policies(to, before.policy, after.policy);
    return found;
}

}  // namespace jamhall::sessions
