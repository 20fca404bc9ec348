// SPDX-License-Identifier: Apache-2.0
#include "sessions/views/feeds.hpp"
#include "sessions/views/jam_view.hpp"
#include "sessions/views/me_view.hpp"
#include "sessions/views/pages.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/report.hpp"
#include "tests/unit/sessions/views/told_jam.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace jamhall::sessions;

namespace {

/// Writes down everything that the views say of a jam, for everybody but some people, as one text.
class walk {
public:
    walk(const told_jam& jam, person_id bystander)
        : state_{jam.state()}, log_{jam.log()}, bystander_{bystander}
    {
        hello();
        for (auto order :
             {order_switch::newest, order_switch::active, order_switch::shuffled, order_switch::top})
            for (forum_index forum = 0; forum < state_.forums.size(); ++forum)
                forum_pages(order, forum);
        for (const post& p : state_.posts)
            post_and_thread(p);
        for (const event& happened : log_)
            feeds(happened);
        report();
        me();
    }

    std::string text() const { return out_.str(); }

private:
    template <class T>
    void put(const std::optional<T>& value)
    {
        if (value)
            put(*value);
        else
            out_ << "null ";
    }

    void put(std::uint64_t number) { out_ << number << ' '; }
    void put(std::uint32_t number) { out_ << number << ' '; }
    void put(double number) { out_ << number << ' '; }
    void put(std::string_view text) { out_ << text << ' '; }
    void put(instant at) { out_ << at.ms << ' '; }
    void put(post_id id) { put(id.value); }
    void put(const slug& name) { put(name.view()); }
    void put(const shown_person& who) { out_ << who.id.value << ' ' << who.name << ' '; }
    void put(const interval& range) { out_ << range.low << '-' << range.high << ' '; }
    void put(const turnout& of) { out_ << of.ballots << '/' << of.people << ' '; }

    void put(const shown_tally& shown)
    {
        out_ << "tally " << shown.phase << ' ';
        for (auto count : shown.all.counts)
            put(count);
        for (const auto& part : shown.by_audience)
            for (auto count : part.counts)
                put(count);
    }

    void put(const post_view& shown)
    {
        put(shown.post);
        put(name_of(shown.kind));
        put(shown.forum);
        put(shown.parent);
        put(shown.builds_on);
        put(shown.author);
        put(shown.text);
        put(shown.at);
        put(shown.edited_at);
        put(name_of(shown.state));
        put(shown.comments);
        put(shown.tally);
        out_ << '\n';
    }

    void put(const outcome<post_page>& got)
    {
        if (!got) {
            put(name_of(got.error().code));
            put(got.error().message);
            return;
        }
        for (post_id post : got->posts)
            put(post);
        put(got->next);
        out_ << '\n';
    }

    void hello()
    {
        for (const forum_view& forum : forums_of(state_)) {
            put(forum.id);
            put(forum.ideas);
            put(forum.last_at);
        }
        for (const phase_view& phase : agenda_of(state_)) {
            put(phase.id);
            put(phase.begins_at);
            put(phase.ends_at);
        }
    }

    void forum_pages(order_switch order, forum_index forum)
    {
        std::string after;
        for (;;) {
            const auto got = forum_page(state_, forum, {order, after, 2, bystander_});
            put(got);
            if (!got || !got->next)
                return;
            after = *got->next;
        }
    }

    void post_and_thread(const post& p)
    {
        put(view_of(state_, p));
        put(thread_page(state_, p.id, {}));
        put(headline_tally(state_, p));
        put(seen_count(state_, p.id));
        for (phase_index phase = 0; phase < state_.clock.phases.size(); ++phase) {
            put(tally_of(state_, phase, p.id));
            put(turnout_of(state_, phase));
            if (const auto share = proportion_of(state_, phase, p.id))
                out_ << share->k << " of " << share->n << ' ';
        }
    }

    void feeds(const event& happened)
    {
        put(view_of(state_, happened));
        for (feed_id feed : feeds_of(state_, happened))
            if ((feed.kind != feed_kind::me || feed.number == bystander_.value) &&
                is_shown(state_, feed, happened))
                put(written(state_, feed));
    }

    void put(const funnel& counts)
    {
        for (auto count : counts.counts)
            put(count);
        out_ << '\n';
    }

    void put(const idea_support& support)
    {
        put(support.counts);
        put(support.n);
        put(support.rate);
        put(support.range);
    }

    void report()
    {
        const auto made = report_of(state_);
        put(made.participation.all);
        for (const auto& row : made.participation.by_audience)
            put(row.counts);
        for (const auto& by : made.participation.by_attribute)
            for (const auto& row : by.rows)
                put(row.counts);
        for (const auto& phase : made.phases) {
            put(phase.ideas);
            put(phase.comments);
            put(phase.ballots);
        }
        for (const auto& idea : made.ideas) {
            put(idea.post);
            put(idea.seen);
            put(idea.headline);
            for (const auto& support : idea.by_phase)
                put(support);
            put(idea.tie_band);
        }
        for (const auto& family : made.families)
            put(family.root);
        put(made.never_heard ? std::optional{made.never_heard->size()} : std::nullopt);
        put(made.gini);
        put(made.top_tenth_share);
        put(made.caveat);
    }

    void me()
    {
        const auto mine = me_of(state_, bystander_);
        put(mine.ballots.size());
        for (const auto& own : mine.posts)
            put(own.post);
    }

    const jam_state& state_;
    const std::vector<event>& log_;
    person_id bystander_;
    std::ostringstream out_;
};

enum class crowd_mood { first_idea, last_idea, fickle };

/// Two phases with ballots, in which the crowd does as many things in either mood, but others.
told_jam jam_in(crowd_mood mood)
{
    told_jam jam{told_jam::plan_of({told_jam::phase_of("ideas"_slug, phase_kind::ideate),
                                    told_jam::phase_of("choose"_slug, phase_kind::prioritise),
                                    told_jam::phase_of("results"_slug, phase_kind::reveal)},
                                   2)};
    std::vector<person_id> crowd;
    for (std::uint32_t i = 0; i < 16; ++i)
        crowd.push_back(jam.person({role::participant}, i % 2, {{"ward", i % 3 == 0 ? "North" : "South"}}));
    jam.ring_until("ideas"_slug);
    std::vector<post_id> ideas;
    for (std::size_t i = 0; i < 5; ++i)
        ideas.push_back(jam.idea(crowd[i], "An idea", static_cast<forum_index>(i % 2)));
    const auto cast = [&](choice says) {
        const auto liked = mood == crowd_mood::last_idea ? ideas.back() : ideas.front();
        for (std::size_t i = 1; i < 12; ++i)
            jam.ballot(crowd[i], liked, mood == crowd_mood::fickle && i % 2 == 0 ? choice::withdraw : says);
        jam.seen(liked, mood == crowd_mood::last_idea ? 8 : 3);
    };
    cast(choice::support);
    jam.comment(crowd[2], ideas[2]);
    jam.idea(crowd[3], "Grown", 0, ideas[1]);
    jam.edit(ideas[1], "Edited");
    jam.ring_until("choose"_slug);
    cast(mood == crowd_mood::fickle ? choice::disagree : choice::agree);
    return jam;
}

std::string walked(const told_jam& jam)
{
    return walk{jam, person_id{16}}.text();  // who never cast a ballot
}

}  // namespace

TEST_CASE("BA2: two sealed jams that differ in ballots alone look the same through every view")
{
    const auto first = walked(jam_in(crowd_mood::first_idea));
    CHECK(first == walked(jam_in(crowd_mood::last_idea)));
    CHECK(first == walked(jam_in(crowd_mood::fickle)));
}

TEST_CASE("BA2: cancelled while sealed they still look the same, and closed they do not")
{
    auto first = jam_in(crowd_mood::first_idea);
    auto last = jam_in(crowd_mood::last_idea);
    auto first_closed = first;
    auto last_closed = last;
    first.tell(jam_cancelled{"Flood"}, {});
    last.tell(jam_cancelled{"Flood"}, {});
    CHECK(walked(first) == walked(last));
    first_closed.tell(jam_closed{}, {});
    last_closed.tell(jam_closed{}, {});
    CHECK(walked(first_closed) != walked(last_closed));
}

TEST_CASE("BA2: at the reveal the same views tell them apart")
{
    auto first = jam_in(crowd_mood::first_idea);
    auto last = jam_in(crowd_mood::last_idea);
    first.ring_until("results"_slug);
    last.ring_until("results"_slug);
    CHECK(walked(first) != walked(last));
}
