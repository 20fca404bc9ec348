// SPDX-License-Identifier: Apache-2.0
// Random people give random commands to the domain under a jumping clock: whatever happens, the log, the state, the
// permissions and a plain model of the ballots agree. A failing walk prints its seed; `walk_of` takes it again.
#include "sessions/rules/clock.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/rules/steering.hpp"
#include "tests/support/sessions/given_when_then.hpp"
#include "tests/support/sessions/permission_table.hpp"
#include "tests/support/sessions/random_jam.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace jamhall::test;

namespace {

constexpr std::size_t seeds = 500;
constexpr std::size_t commands_per_walk = 400;
constexpr std::size_t commands_until_halfway = 60;
constexpr std::size_t commands_between_checks = 40;
constexpr std::size_t commands_after_end = 40;

template <class... Ones>
bool is_one_of(const command& asked)
{
    return (std::holds_alternative<Ones>(asked) || ...);
}

/// Commands that may be accepted without saying anything new.
bool is_note(const command& asked)
{
    return is_one_of<record_seen, register_person, enter_person, put_person, record_export, erase_due>(asked);
}

class walk {
public:
    explicit walk(std::uint64_t seed) : random_{seed}, commands_{random_}, log_{opened(random_plan(random_))}
    {
        state_ = replay(log_);
    }

    void run()
    {
        std::size_t after_end = 0;
        for (std::size_t i = 0; i < commands_per_walk && after_end < commands_after_end; ++i) {
            jump();
            ring();
            const auto [asked, by] = commands_.next(state_, now_);
            take(asked, by);
            if (i % commands_between_checks == 0)
                check();
            if (i == commands_until_halfway)
                keep_halfway();
            after_end += state_.stage == jam_stage::open ? 0 : 1;
        }
        check();
        check_ballots();
        check_halves();
    }

    /// How many commands of each name were accepted, and how often edits and approvals told somebody of a mention.
    std::map<std::string_view, std::size_t> counted() const
    {
        auto all = accepted_;
        all["edits that name"] = newly_named_;
        all["approvals that name"] = named_when_approved_;
        return all;
    }

private:
    void jump()
    {
        if (random_.one_in(40))
            now_ = now_ - minutes{random_.below(30)};
        else if (random_.one_in(40))
            now_ = now_ + minutes{random_.below(60)};
        else
            now_ = now_ + seconds{random_.below(20)};
    }

    void happen(event_body body, person_id actor, instant at)
    {
        log_.push_back(next_event(state_, std::move(body), actor, at));
        evolve(state_, log_.back());
    }

    void ring()
    {
        const auto cause = random_.any_of({clock_cause::clock, clock_cause::recovery});
        std::size_t rung = 0;
        while (auto due = due_bell(state_, now_, cause)) {
            REQUIRE(due->at >= state_.last_at);
            REQUIRE(++rung <= state_.clock.phases.size() + 1 + state_.polls.size());
            happen(std::move(due->rings), {}, due->at);
        }
        const auto next = next_deadline(state_);
        REQUIRE((!next || *next > now_));
        REQUIRE((!next || !state_.clock.is_paused() || is_end_of_a_poll(*next)));
    }

    void take(const command& asked, const context& by)
    {
        INFO("command " << name_of(asked) << " by " << by.person.value << " after event "
                        << state_.last_offset.value);
        const auto answer = decide(state_, asked, by);
        if (!answer) {
            check_refusal(answer.error());
            return;
        }
        REQUIRE((!answer->empty() || is_note(asked)));
        if (answer->empty())
            return;
        REQUIRE(is_permitted(state_, asked, by));
        REQUIRE(may_still(asked));
        ++accepted_[name_of(asked)];
        if (const auto* poll = std::get_if<answer_poll>(&asked))
            REQUIRE(state_.at(poll->poll).asks.closes_at.value_or(now_ + seconds{1}) > now_);
        for (const auto& body : *answer) {
            note_mentions(body);
            happen(body, by.person, by.now);
            if (const auto* moved = std::get_if<support_moved>(&body))
                note(*moved, by.person);
        }
        if (const auto* ballot = std::get_if<cast_ballot>(&asked))
            note(*ballot, by.person);
    }

    /// Rules MO5 and PH11: what a jam takes when it is over.
    bool may_still(const command& asked) const
    {
        switch (state_.stage) {
        case jam_stage::open: return true;
        case jam_stage::closed:
            return is_of_records(asked) ||
                   is_one_of<withdraw_post, respond, grant_role, revoke_role, raise_flag, hide_post,
                             approve_post, restore_post, ask_edit, appeal, decide_appeal>(asked) ||
                   (is_one_of<add_post, edit_post>(asked) && is_in_grace(state_, now_));
        case jam_stage::cancelled: return is_of_records(asked);
        case jam_stage::none: return false;
        }
        return false;
    }

    /// Rules ER1 to EX1: these duties do not end with the jam.
    static bool is_of_records(const command& asked)
    {
        return is_one_of<ask_erasure, erase_post, erase_person, refuse_erasure, set_legal_hold,
                         lift_legal_hold, record_export, erase_due>(asked);
    }

    static void check_refusal(const rejection& refused)
    {
        REQUIRE_FALSE(refused.message.empty());
        CHECK(refused.message.back() == '.');
        CHECK(refused.message.find("vote") == std::string::npos);
        const bool waits = refused.code == reject_code::rate_limited || refused.code == reject_code::muted;
        CHECK(refused.retry_after.has_value() == waits);
    }

    void note(const cast_ballot& cast, person_id who)
    {
        const auto low = cast.over ? std::min(cast.post, cast.over) : cast.post;
        const auto high = cast.over ? std::max(cast.post, cast.over) : post_id{};
        const std::tuple place{state_.clock.running, low, who, high};
        const bool gives_no_dots =
            state_.clock.now_running().rules.ballot == ballot_switch::dots && number_in(cast.says) == 0;
        if (cast.says == choice::withdraw || gives_no_dots)
            ballots_.erase(place);
        else
            ballots_[place] = {cast.says, cast.post};
    }

    /// Rule PO14, told by a plain set for each post: who is told of it as mentioned, each once.
    void note_mentions(const event_body& body)
    {
        const auto listed = [&](post_id post, const std::set<person_id>& wanted, const auto& found) {
            REQUIRE(std::set(found.begin(), found.end()) == wanted);
            REQUIRE(found.size() == wanted.size());
            named_[post].insert(wanted.begin(), wanted.end());
        };
        if (const auto* added = std::get_if<post_added>(&body))
            listed(added->post, named_in(added->text), added->mentions);
        if (const auto* edited = std::get_if<post_edited>(&body)) {
            auto wanted = named_in(edited->text);
            auto before = named_in(state_.at(edited->post).text);
            before.insert(named_[edited->post].begin(), named_[edited->post].end());
            for (const person_id each : before)
                wanted.erase(each);
            if (state_.at(edited->post).state == post_state::held)
                wanted.clear();
            newly_named_ += wanted.size();
            listed(edited->post, wanted, edited->mentions);
        }
        if (const auto* approved = std::get_if<post_approved>(&body)) {
            const auto wanted =
                approved->was_held ? named_in(state_.at(approved->post).text) : std::set<person_id>{};
            named_when_approved_ += wanted.size();
            listed(approved->post, wanted, approved->mentions);
        }
    }

    /// The cast as the random texts name it.
    static std::set<person_id> named_in(std::string_view text)
    {
        std::set<person_id> found;
        for (const auto& [name, who] :
             {std::pair{"@[Ada](person/3)", ada}, std::pair{"@[Ben](person/4)", ben},
              std::pair{"@[Cleo](person/5)", cleo}})
            if (text.find(name) != std::string_view::npos)
                found.insert(who);
        return found;
    }

    void note(const support_moved& moved, person_id who)
    {
        const auto standing = ballots_.find(std::tuple{moved.phase, moved.post, who, post_id{}});
        REQUIRE(standing != ballots_.end());
        if (!moved.is_accepted)
            return;
        ballots_.try_emplace(std::tuple{moved.phase, moved.into, who, post_id{}}, standing->second);
        ballots_.erase(standing);
    }

    bool is_end_of_a_poll(instant at) const
    {
        return std::ranges::any_of(
            state_.polls, [&](const poll& each) { return !each.closed_at && each.asks.closes_at == at; });
    }

    void keep_halfway()
    {
        halfway_ = {state_, log_.size()};
        for (const auto& each : state_.posts)
            forums_halfway_.push_back(each.forum);
    }

    void check()
    {
        CHECK_NOTHROW(check_invariants(state_));
        REQUIRE(replay(log_) == state_);
    }

    /// The boxes hold exactly what the plain map of ballots holds.
    void check_ballots()
    {
        std::size_t standing = 0;
        for (const auto& box : state_.boxes)
            standing += box.count;
        REQUIRE(standing == ballots_.size());
        std::map<std::pair<phase_index, person_id>, std::int32_t> dots;
        for (const auto& [place, ballot] : ballots_) {
            const auto& [phase, post, who, other] = place;
            const auto& [says, preferred] = ballot;
            if (other) {
                const auto pairs = state_.boxes[phase].pairs_of(who);
                const auto other_one = preferred == post ? other : post;
                REQUIRE(std::ranges::count(pairs, pair_of(preferred, other_one)) == 1);
                continue;
            }
            REQUIRE(state_.boxes[phase].find(post, who) == says);
            if (state_.clock.phases[phase].rules.ballot == ballot_switch::dots)
                REQUIRE((dots[{phase, who}] += *number_in(says)) <= state_.what->policy.dots);
        }
    }

    /// A state kept halfway and the events since give the same as the whole log.
    void check_halves()
    {
        auto& [kept, size] = halfway_;
        for (std::size_t i = 0; i < forums_halfway_.size(); ++i)
            REQUIRE(forum_at(state_, state_.posts[i].id, kept.last_offset) == forums_halfway_[i]);
        for (auto i = size; i < log_.size(); ++i)
            evolve(kept, log_[i]);
        REQUIRE(kept == state_);
    }

    random_source random_;
    random_commands commands_;
    std::vector<event> log_;
    jam_state state_;
    std::pair<jam_state, std::size_t> halfway_;
    std::vector<std::optional<forum_index>> forums_halfway_;
    instant now_ = start - minutes{10};
    /// Phase, idea, person and the other idea of a pair (the higher number) -> what is said, of which idea.
    std::map<std::tuple<phase_index, post_id, person_id, post_id>, std::pair<choice, post_id>> ballots_;
    std::map<std::string_view, std::size_t> accepted_;
    std::map<post_id, std::set<person_id>> named_;
    std::size_t newly_named_ = 0;
    std::size_t named_when_approved_ = 0;
};

std::map<std::string_view, std::size_t> walk_of(std::uint64_t seed)
{
    INFO("seed " << seed);
    walk one{seed};
    one.run();
    return one.counted();
}

}  // namespace

TEST_CASE("LO1, LO3 and PE3: whatever people ask under a jumping clock, log, counts and roles hold")
{
    std::map<std::string_view, std::size_t> accepted;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        for (const auto& [name, count] : walk_of(seed))
            accepted[name] += count;
    CHECK(accepted.size() == std::variant_size_v<command> - 1 + 2);  // all but create_jam
    for (const auto& [name, count] : accepted) {
        INFO(name);
        CHECK(count > (name == "approvals that name" ? 0U : 20U));  // few posts are held
    }
    CHECK(accepted["add_post"] > seeds * 10);
    CHECK(accepted["cast_ballot"] > seeds * 10);
}
