// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/snapshot.hpp"

#include "sessions/views/participation.hpp"

namespace jamhall::sessions {
namespace {

struct snapshot_writer {
    const jam_state& after;
    phase_index ended;
    instant bell;
    std::vector<table_row>& rows;

    void put(std::string_view measure, std::string key, std::uint32_t value)
    {
        if (value > 0)
            rows.emplace_back(phase_snapshot_row{after.clock.phases[ended].id, bell, std::string{measure},
                                                 std::move(key), value});
    }

    void people()
    {
        head_count all{};
        std::vector<head_count> by_audience(after.what->audiences.size());
        for (const person& who : after.people) {
            if (!is_counted(who) || who.entry.came_by != way_in::roster)
                continue;
            add_to(all, who);
            add_to(by_audience.at(who.entry.audience), who);
        }
        for (involvement step : all_involvements) {
            const auto column = static_cast<std::size_t>(step);
            put(name_of(step), "", all[column]);
            for (std::size_t i = 0; i < by_audience.size(); ++i)
                put(name_of(step), after.what->audiences[i].id.str(), by_audience[i][column]);
        }
    }

    void forums()
    {
        std::vector<std::uint32_t> ideas(after.forums.size());
        std::vector<std::uint32_t> comments(after.forums.size());
        for (const post& p : after.posts) {
            if (p.forum && p.kind == post_kind::idea)
                ++ideas[*p.forum];
            if (p.forum && p.kind == post_kind::comment)
                ++comments[*p.forum];
        }
        for (std::size_t i = 0; i < after.forums.size(); ++i) {
            put("ideas", after.what->forums[i].id.str(), ideas[i]);
            put("comments", after.what->forums[i].id.str(), comments[i]);
        }
    }

    void ideas()
    {
        for (const post& p : after.posts) {
            if (p.kind != post_kind::idea)
                continue;
            put("seen", std::to_string(p.id.value), p.seen_count);
            tallies(p.id);
        }
    }

    void tallies(post_id post)
    {
        const std::size_t audiences = after.what->audiences.size();
        const auto parts = after.boxes.at(ended).tallies_of(post);
        for (measure each : measures_of(after.clock.phases[ended].rules.ballot)) {
            const auto name = name_of(each);
            std::uint32_t all = 0;
            for (std::size_t i = 0; i < parts.size(); ++i) {
                all += parts[i].of(each);
                if (audiences > 1)
                    put(name, std::to_string(post.value) + '/' + after.what->audiences[i].id.str(),
                        parts[i].of(each));
            }
            put(name, std::to_string(post.value), all);
        }
    }
};

}  // namespace

void append_snapshot(const jam_state& after, instant bell, std::vector<table_row>& rows)
{
    if (!after.clock.previous)
        return;
    snapshot_writer writer{after, *after.clock.previous, bell, rows};
    writer.people();
    writer.forums();
    writer.ideas();
}

}  // namespace jamhall::sessions
