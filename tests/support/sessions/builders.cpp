// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sessions/builders.hpp"

#include "sessions/rules/evolve.hpp"

namespace jamhall::test {

a_plan::a_plan()
{
    plan_.title = "Neighbourhood jam";
    plan_.purpose = "Streets and parks, from the people who use them";
    plan_.time_zone = "UTC";
    plan_.starts_at = start;
    plan_.audiences = {{"all"_slug, "Everybody"}};
    plan_.forums = {{"streets"_slug, "Streets", "What would make our streets safer?"},
                    {"parks"_slug, "Parks", "What do our parks lack?"}};
    plan_.rules = {{"civil"_slug, "No personal attacks."}};
}

a_plan& a_plan::starts_at(instant at)
{
    plan_.starts_at = at;
    return *this;
}

a_plan& a_plan::audiences(std::vector<slug> ids)
{
    plan_.audiences.clear();
    for (const auto& id : ids)
        plan_.audiences.push_back({id, id.str()});
    return *this;
}

a_plan three_phases()
{
    a_plan made;
    made.phase("ideas"_slug, phase_kind::ideate, hours{1});
    made.phase("choose"_slug, phase_kind::prioritise, minutes{30});
    made.phase("results"_slug, phase_kind::reveal, minutes{30});
    return made;
}

a_plan one_phase(phase_kind kind)
{
    a_plan made;
    made.phase("main"_slug, kind, hours{1});
    return made;
}

roster_entry entry_of(std::string name, role_set roles)
{
    roster_entry made;
    made.name = std::move(name);
    made.roles = roles;
    return made;
}

void append(std::vector<event>& log, instant at, person_id actor, event_body body)
{
    log.push_back(next_event(replay(log), std::move(body), actor, at));
}

std::vector<event> opened(const plan& written)
{
    std::vector<event> log;
    append(log, created, {}, jam_created{"jam"_slug, std::make_shared<const plan>(written), 7});
    auto add = [&, next = 1U](roster_entry entry) mutable {
        append(log, created, {}, person_added{person_id{next++}, std::move(entry)});
    };
    const auto scoped = [](roster_entry entry, forum_index forum) {
        entry.forums = {forum};
        return entry;
    };
    auto ben_entry = entry_of("Ben");
    ben_entry.audience = static_cast<audience_index>(written.audiences.size() - 1);
    add(entry_of("Olga", {role::organizer}));
    add(scoped(entry_of("Fay", {role::facilitator}), 0));
    add(entry_of("Ada"));
    add(ben_entry);
    add(entry_of("Cleo"));
    add(scoped(entry_of("Hugo", {role::host}), 1));
    add(entry_of("Gita", {role::guest}));
    add(entry_of("Otto", {role::observer}));
    add(entry_of("Anna", {role::analyst}));
    add(entry_of("Rosa", {role::records_officer}));
    return log;
}

std::string words(std::size_t count)
{
    std::string made;
    for (std::size_t i = 0; i < count; ++i)
        made += i == 0 ? "word" : " word";
    return made;
}

}  // namespace jamhall::test
