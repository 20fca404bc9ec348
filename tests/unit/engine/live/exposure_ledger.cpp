// SPDX-License-Identifier: Apache-2.0
#include "engine/live/exposure_ledger.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using sessions::person_id;
using sessions::post_id;

namespace {

using counts = std::vector<std::pair<post_id, std::uint32_t>>;

}  // namespace

TEST_CASE("PE2: Seeing a post again is no news, and only counts leave the ledger", "[live]")
{
    live::exposure_ledger ledger;
    ledger.note(post_id{2}, person_id{5});
    ledger.note(post_id{2}, person_id{5});
    ledger.note(post_id{2}, person_id{6});
    ledger.note(post_id{1}, person_id{5});
    CHECK(ledger.take_new() == counts{{post_id{1}, 1}, {post_id{2}, 2}});
    CHECK_FALSE(ledger.has_new());
    ledger.note(post_id{2}, person_id{6});
    CHECK_FALSE(ledger.has_new());
}

TEST_CASE("BA4: A ballot counts as having seen the idea, once", "[live]")
{
    live::exposure_ledger ledger;
    CHECK(ledger.note_ballot(post_id{3}, person_id{1}));
    CHECK_FALSE(ledger.note_ballot(post_id{3}, person_id{1}));
    ledger.note(post_id{3}, person_id{1});
    CHECK_FALSE(ledger.has_new());
}

TEST_CASE("Bitmaps come back from their bytes, and only changed ones are written", "[live]")
{
    live::exposure_ledger kept;
    for (std::uint32_t person = 1; person <= 3'000; ++person)
        kept.note(post_id{1}, person_id{person});
    const auto written = kept.take_changed();
    REQUIRE(written.size() == 1);
    CHECK_FALSE(kept.has_changed());

    live::exposure_ledger again;
    again.load(written[0].first, written[0].second);
    again.note(post_id{1}, person_id{2'999});
    CHECK_FALSE(again.has_new());
    again.note(post_id{1}, person_id{3'001});
    CHECK(again.take_new() == counts{{post_id{1}, 1}});
}

TEST_CASE("Damaged bitmap bytes are refused", "[live]")
{
    live::exposure_ledger ledger;
    CHECK_THROWS(ledger.load(post_id{1}, "not a bitmap"));
}
