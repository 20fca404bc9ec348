// SPDX-License-Identifier: Apache-2.0
#include "sessions/model/command.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/model/roles.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace jamhall::sessions;

namespace {

/// The words of an enum from its first value to `last`, which must all differ and read back.
template <class Enum, class Read>
void expect_words(Enum last, Read read)
{
    std::set<std::string_view> words;
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        const auto word = name_of(static_cast<Enum>(value));
        words.insert(word);
        CHECK(read(word) == static_cast<Enum>(value));
    }
    CHECK(words.size() == static_cast<std::size_t>(last) + 1);
    CHECK_FALSE(read("nonsense"));
}

template <class Variant, class Name, std::size_t... I>
std::set<std::string_view> names_of_all(Name name, std::index_sequence<I...>)
{
    return {name(Variant{std::in_place_index<I>})...};
}

}  // namespace

TEST_CASE("Every closed set of words reads back what it writes")
{
    expect_words(phase_kind::archive, phase_kind_named);
    expect_words(post_kind::announcement, post_kind_named);
    expect_words(choice::withdraw, choice_named);
    expect_words(queue_source::appeal, queue_source_named);
    expect_words(role::observer, role_named);
}

TEST_CASE("Commands have the words of the contract")
{
    constexpr auto count = std::variant_size_v<command>;
    const auto names =
        names_of_all<command>([](const command& c) { return name_of(c); }, std::make_index_sequence<count>{});
    CHECK(names.size() == count);
    CHECK(name_of(command{cast_ballot{}}) == "cast_ballot");
    CHECK(name_of(command{resume_clock{}}) == "resume_clock");
    CHECK(name_of(command{record_seen{}}) == "record_seen");
}

TEST_CASE("Events have words in the past tense")
{
    constexpr auto count = std::variant_size_v<event_body>;
    const auto types = names_of_all<event_body>([](const event_body& b) { return type_of(b); },
                                                std::make_index_sequence<count>{});
    CHECK(types.size() == count);
    CHECK(type_of(event_body{ballot_cast{}}) == "ballot_cast");
    CHECK(type_of(event_body{jam_closed{}}) == "jam_closed");
    CHECK(type_of(event_body{clock_extended{}}) == "clock_extended");
}

TEST_CASE("A set of roles knows what it holds")
{
    role_set roles{role::host};
    CHECK(roles.has(role::host));
    CHECK_FALSE(roles.has(role::guest));
    CHECK(roles.has_any(badge_roles));
    CHECK(roles.is_subset_of(scoped_roles));
    roles.add(role::analyst);
    CHECK_FALSE(roles.is_subset_of(scoped_roles));
    roles.remove(role::host);
    CHECK(roles == role_set{role::analyst});
    roles.remove(role::analyst);
    CHECK(roles.empty());
}

TEST_CASE("A tally adds up its choices")
{
    tally counts;
    counts.of(measure::agree) = 3;
    counts.of(measure::pass) = 2;
    CHECK(sum_of(std::vector{counts, counts}).of(measure::agree) == 2 * counts.of(measure::agree));
}

TEST_CASE("The tallies of a post nobody cast a ballot on are empty")
{
    ballot_box box;
    box.ideas.grow(2);
    box.ideas.edit(1).tallies.resize(2);
    box.ideas.edit(1).tallies[0].of(measure::support) = 1;
    CHECK(box.tallies_of(post_id{2})[0].of(measure::support) == 1);
    CHECK(box.tallies_of(post_id{1}).empty());
    CHECK(box.tallies_of(post_id{3}).empty());
}

TEST_CASE("A choice is written as a word or as a plain number")
{
    for (auto says : {choice::support, choice::agree, choice::disagree, choice::pass, choice::withdraw,
                      choice::over, choice_of(0), choice_of(4), choice_of(choice_number_max)})
        CHECK(choice_named(name_of(says)) == says);
    CHECK(name_of(choice_of(17)) == "17");
    CHECK(number_in(choice_of(17)) == 17);
    CHECK_FALSE(number_in(choice::over).has_value());
    for (auto wrong : {"", "04", "+4", "-1", "4.0", "201", "4x", "score_4"})
        CHECK_FALSE(choice_named(wrong).has_value());
}

TEST_CASE("No two measures of one method share a place in a tally")
{
    for (auto method : {ballot_switch::none, ballot_switch::support, ballot_switch::agree,
                        ballot_switch::score, ballot_switch::dots, ballot_switch::pairwise}) {
        std::set<std::size_t> places;
        for (measure each : measures_of(method))
            CHECK(places.insert(tally::place_of(each)).second);
    }
}
