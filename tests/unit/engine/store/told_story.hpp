// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/rules/evolve.hpp"
#include "tests/support/sessions/builders.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::store {

using namespace jamhall::test;

/// Words that stand nowhere else, long enough for pages of their own.
inline std::string secret(std::string_view called, std::size_t bytes)
{
    std::string made;
    for (std::size_t i = 0; made.size() < bytes; ++i)
        made += std::string{called} + "-" + std::to_string(i * 7919) + " ";
    return made.substr(0, bytes - 1) + ".";
}

/// Every stretch of 12 bytes of a text that is left in some file of a folder; empty when none is.
inline std::vector<std::string> left_of(const std::string& text, const std::filesystem::path& folder)
{
    constexpr std::size_t stretch = 12;
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream in{entry.path(), std::ios::binary};
        if (!in.is_open() && !std::filesystem::exists(entry.path()))
            continue;  // it was taken away meanwhile, as a snapshot's unfinished file is
        REQUIRE(in.good());
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        for (std::size_t at = 0; at + stretch <= text.size(); at += stretch)
            if (bytes.find(std::string_view{text}.substr(at, stretch)) != std::string::npos)
                left.push_back(entry.path().filename().string() + ": " + text.substr(at, stretch));
    }
    return left;
}

struct story {
    std::vector<event> log = opened(three_phases());

    template <class Body>
    story& add(person_id actor, Body body)
    {
        jam_state state = replay(log);
        log.push_back(
            next_event(state, std::move(body), actor, start + seconds{static_cast<long>(log.size())}));
        return *this;
    }

    post_id post(person_id who, const std::string& text)
    {
        const post_id id = replay(log).next_post();
        add(who, post_added{id, post_kind::idea, 0, {}, {}, false, text});
        return id;
    }
};

inline erased gone(post_id post)
{
    return {erasure_scope::post, post, {}, erasure_cause::officer, "", std::nullopt};
}

inline erased gone(person_id who, erasure_scope what)
{
    return {what, {}, {who}, erasure_cause::officer, "", std::nullopt};
}

/// Texts of every kind of one person among those of others.
struct told {
    story of;
    std::vector<std::string> adas;
    std::vector<std::string> others;

    std::string ada_says(std::string_view called, std::size_t bytes = 300)
    {
        return adas.emplace_back(secret(called, bytes));
    }
};

inline told busy_story()
{
    told made;
    auto& s = made.of;
    auto renamed = entry_of(made.ada_says("adaname", 60));
    renamed.attributes = {{"ward", made.ada_says("adaward", 50)}};
    s.add({}, person_updated{ada, renamed});
    s.add({}, phase_began{1, clock_cause::clock});
    std::vector<post_id> bens;
    for (int i = 0; i < 60; ++i) {
        bens.push_back(s.post(ben, made.others.emplace_back(secret("ben" + std::to_string(i), 700))));
        if (i % 10 == 0) {
            const auto own = s.post(ada, made.ada_says("adapost" + std::to_string(i), 200 + i * 150));
            s.add(ada, post_edited{own, 2, made.ada_says("adaedit" + std::to_string(i), 900)});
        }
    }
    s.add(ada, flag_raised{bens[0], "civil"_slug, made.ada_says("adaflag")});
    const auto hidden = s.post(ada, made.ada_says("adahidden"));
    s.add(fay, post_hidden{hidden, "civil"_slug, made.others.emplace_back(secret("faynote", 200))});
    s.add(ada, appealed{hidden, made.ada_says("adaappeal")});
    s.add(ada, erasure_asked{erasure_scope::everything, {}, made.ada_says("adaasks")});
    s.add(ada, handed_over{0, made.ada_says("adahands")});
    s.add(ada, said{std::nullopt, made.ada_says("adasays")});
    return made;
}

inline void erase_ada(story& s)
{
    const jam_state state = replay(s.log);
    for (const post_id own : state.at(ada).posts)
        s.add(rosa, gone(own));
    s.add(rosa, gone(ada, erasure_scope::everything));
}

}  // namespace jamhall::store
