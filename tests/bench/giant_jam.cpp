// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/giant_jam.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/live/batch.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/data_folder.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/jam_reader.hpp"
#include "engine/store/jam_store.hpp"
#include "engine/store/store_workers.hpp"
#include "tests/support/sessions/builders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {

using namespace sessions;

namespace {

constexpr std::uint32_t commands_per_batch = 2'000;
constexpr std::uint32_t attending_share = 3;  ///< one of so many on the roster takes part
constexpr std::array audience_names{"residents"_slug, "trades"_slug, "schools"_slug, "council"_slug};

plan giant_plan(instant starts_at)
{
    test::a_plan made;
    made.starts_at(starts_at).audiences({audience_names.begin(), audience_names.end()});
    made.phase("ideas"_slug, phase_kind::ideate, test::hours{1'000},
               [](switches& rules) { rules.tallies = tallies_switch::live; });
    made.but([](plan& written) { written.source = "{}"; });
    made.policy([](policies& policy) { policy.limits = {{}, {}, {}}; });
    return made;
}

/// Draws what people do: the same every time.
class dice {
public:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(draws_() % bound); }

    /// Small numbers far more often than large ones, as with words and with what is liked.
    std::uint32_t skewed_below(std::uint32_t bound)
    {
        const double u = static_cast<double>(below(1U << 24U)) / (1U << 24U);
        return static_cast<std::uint32_t>(u * u * bound);
    }

private:
    std::mt19937_64 draws_{20'060'701};
};

std::string text_of(std::uint32_t number, dice& draws)
{
    constexpr std::uint32_t vocabulary = 20'000;
    std::string text;
    if (draws.below(10) > 0)
        text += giant_jam::common_word;
    if (number % 5'000 == 7)
        fmt::format_to(std::back_inserter(text), " {}", giant_jam::rare_word);
    for (std::uint32_t words = 20 + draws.below(60); words > 0; --words)
        fmt::format_to(std::back_inserter(text), " w{:x}", draws.skewed_below(vocabulary) * 7'919U);
    return text;
}

/// Applies commands and writes them in batches as a running jam does.
class teller {
public:
    teller(store::jam_store& file, live::loaded_jam& jam, instant now) : file_{file}, jam_{jam}, now_{now} {}

    const jam_state& state() const { return jam_.state; }

    live::acceptance_note tell(const live::caller& by, const command& asked)
    {
        turn().ring_due_bells(clock_cause::clock);
        const auto given = turn().apply(asked, by);
        if (!given)
            throw std::runtime_error{"the benchmark's jam refuses: " + given.error().message};
        turn().remember(by, {fmt::format("{:016x}", key_++ * 0x9e3779b97f4a7c15U), {}}, *given);
        if (++told_ == commands_per_batch)
            write();
        return *given;
    }

    void note_identity(store::identity who) { turn().to_store.identities.push_back(std::move(who)); }
    void note_seen(post_id post, person_id person) { jam_.exposure.note(post, person); }

    void write()
    {
        if (!turn_)
            return;
        turn_->flush_exposure();
        turn_->seal();
        file_.append(turn_->to_store);
        turn_.reset();
        told_ = 0;
        now_ = now_ + duration{2'000};
    }

    void count_keys_from(std::uint64_t first) { key_ = first; }

private:
    live::batch& turn()
    {
        if (!turn_)
            turn_.emplace(jam_.state, jam_.names, jam_.exposure, now_);
        return *turn_;
    }

    store::jam_store& file_;
    live::loaded_jam& jam_;
    std::optional<live::batch> turn_;
    instant now_;
    std::uint32_t told_ = 0;
    std::uint64_t key_ = 1;
};

constexpr live::caller by_hall{actor_kind::hall, {}};

live::caller by(person_id who)
{
    return {actor_kind::person, who};
}

void tell_people(teller& to, const giant_jam& jam)
{
    for (std::uint32_t number = 1; number <= jam.size().people; ++number) {
        auto entry = test::entry_of(fmt::format("Person Number {}", number));
        entry.audience = static_cast<audience_index>(number % audience_names.size());
        entry.attributes = {{"ward", fmt::format("Ward of the {}th bridge", number % 12)},
                            {"age", fmt::format("{}0 to {}9", number % 8, number % 8)},
                            {"language", number % 5 == 0 ? "French" : "English"}};
        to.tell(by_hall, put_person{{}, std::move(entry)});
        to.note_identity({.person = {number},
                          .email = fmt::format("person.number.{}@example.org", number),
                          .token_hash = identity::hash_of(jam.token_of({number})),
                          .minted_at = test::created,
                          .subject = {},
                          .code_hash = {}});
    }
    to.write();
}

void tell_posts(teller& to, const giant_jam& jam, dice& draws)
{
    const std::uint32_t ideas = jam.size().posts / 2;
    for (std::uint32_t turn = 0; turn < jam.size().people / attending_share; ++turn)
        to.tell(by(jam.participant(turn)), join{{1, 1}});
    for (std::uint32_t number = 1; number <= jam.size().posts; ++number) {
        auto asked = test::idea(text_of(number, draws));
        if (number > ideas) {
            asked.kind = post_kind::comment;
            asked.parent = draws.below(10) == 0 ? post_id{1} : post_id{1 + draws.skewed_below(ideas)};
            asked.forum = to.state().what->forums.at(*to.state().at(asked.parent).forum).id;
        } else if (number % 2 == 0) {
            asked.forum = "parks"_slug;
        }
        to.tell(by(jam.participant(draws.below(jam.size().people))), asked);
    }
    to.write();
}

void tell_ballots(teller& to, const giant_jam& jam, dice& draws, std::uint32_t count)
{
    constexpr std::uint32_t sights_per_ballot = 3;
    constexpr std::uint32_t ballots_per_visit = 10;
    const std::uint32_t ideas = jam.size().posts / 2;
    person_id who;
    for (std::uint32_t turn = 0; turn < count; ++turn) {
        // People come for a while. It also spares the index by person a page for each ballot.
        if (turn % ballots_per_visit == 0)
            who = jam.participant(draws.below(jam.size().people));
        to.tell(by(who), cast_ballot{{1 + draws.skewed_below(ideas)}, choice::support});
        for (std::uint32_t seen = 0; seen < sights_per_ballot; ++seen)
            to.note_seen({1 + draws.skewed_below(ideas)}, who);
    }
    to.write();
}

}  // namespace

giant_jam::giant_jam(std::filesystem::path data, jam_size size) : data_{std::move(data)}, size_{size} {}

std::filesystem::path giant_jam::jam_file() const
{
    return data_ / "jams" / store::data_folder::file_name_of("jam"_slug);
}

person_id giant_jam::participant(std::uint32_t turn) const
{
    return {1 + turn % (size_.people / attending_share) * attending_share};
}

std::string giant_jam::token_of(person_id person) const
{
    return fmt::format("{:022}", person.value);
}

post_id giant_jam::idea(std::uint32_t turn) const
{
    return {1 + turn % (size_.posts / 2)};
}

void giant_jam::create()
{
    const store::data_folder folder{data_};
    store::hall_store hall{folder.hall_file()};
    const instant began = clock::now() - duration{test::hours{12}};
    const slug id = "jam"_slug;
    store::store_workers moving;
    auto file = store::jam_store::create(jam_file(), &moving);
    live::loaded_jam jam;
    teller to{file, jam, began};
    dice draws;
    to.tell(by_hall, create_jam{id, std::make_shared<const plan>(giant_plan(began + duration{1})), 7});
    tell_people(to, *this);
    tell_posts(to, *this, draws);
    tell_ballots(to, *this, draws, size_.ballots);
    hall.add_jam({id, jam.state.what->title, store::data_folder::file_name_of(id), began});
}

jam_state giant_jam::state() const
{
    store::jam_reader reader{jam_file()};
    return live::load_jam(reader).state;
}

void giant_jam::append_ballots(std::uint32_t count)
{
    store::jam_reader reader{jam_file()};
    auto jam = live::load_jam(reader);
    auto file = store::jam_store::open(jam_file());
    teller to{file, jam, jam.state.last_at};
    to.count_keys_from(jam.state.last_offset.value << 8U);
    dice draws;
    tell_ballots(to, *this, draws, count);
}

}  // namespace jamhall::bench
