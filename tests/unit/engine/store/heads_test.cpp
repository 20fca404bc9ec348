// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/verify.hpp"
#include "tests/unit/engine/store/played_jam.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <sys/stat.h>

#include <algorithm>

using namespace jamhall;
using namespace jamhall::store;

namespace {

/// A small jam whose hall signed some of its heads.
struct signed_jam {
    temporary_folder folder;
    std::filesystem::path file = folder / "a.jam";
    hall_key key{folder / "hall.key"};
    std::vector<chain_head> heads;
    std::size_t events = 0;
    std::string content;

    signed_jam()
    {
        const auto log = small_jam();
        events = log.size();
        {
            auto writer = jam_store::create(file);
            const auto epoch = writer.epoch();
            for (std::size_t at = 0; at < log.size(); at += 9) {
                writer.append(played_batch(log, at, 9));
                heads.push_back(key.sign("jam", epoch, writer.head()));
            }
        }
        content = read_file(file);
    }

    void reset() const { write_file(file, content); }

    void change(const std::string& sql) const
    {
        reset();
        database::open(file, access::write).execute("PRAGMA synchronous = OFF; " + sql);
    }

    std::string found() const
    {
        const auto own = verify_jam_file(file);
        return own.is_sound ? check_heads(file, heads, key.public_key()).difference : own.first_difference;
    }
};

}  // namespace

TEST_CASE("LO5: signatures are Ed25519 (RFC 8032, section 7.1, tests 1 and 2)")
{
    const auto bytes = [](std::string_view hex) { return base::bytes_of_hex(hex).value(); };
    const auto test = [&](std::string_view secret, std::string_view open, std::string_view message,
                          std::string_view expected) {
        base::ed25519_seed seed{};
        std::ranges::copy(bytes(secret), seed.begin());
        const auto text = bytes(message);
        const std::string said{text.begin(), text.end()};
        CHECK(base::hex_of(base::ed25519_public_key_of(seed)) == open);
        const auto made = base::ed25519_sign(seed, said);
        CHECK(base::hex_of(made) == expected);
        CHECK(base::ed25519_verify(base::ed25519_public_key_of(seed), said, made));
        CHECK_FALSE(base::ed25519_verify(base::ed25519_public_key_of(seed), said + ".", made));
    };
    test("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25"
         "bf5f0595bbe24"
         "655141438e7a100b");
    test("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387"
         "b2eaeb4302aee"
         "b00d291612bb0c00");
}

TEST_CASE("LO5: the key of a hall is its owner's alone and stays the same")
{
    const signed_jam jam;
    struct stat told {};
    REQUIRE(::stat((jam.folder / "hall.key").c_str(), &told) == 0);
    CHECK((told.st_mode & 0777U) == 0600U);
    CHECK(hall_key{jam.folder / "hall.key"}.public_key() == jam.key.public_key());
    CHECK(read_public_key(jam.folder / "hall.pub") == jam.key.public_key());
    CHECK(jam.found() == "");
    CHECK(check_heads(jam.file, jam.heads, jam.key.public_key()).good == jam.heads.size());
}

TEST_CASE("LO5: heads are kept as lines and read back as they were signed")
{
    const signed_jam jam;
    const auto file = jam.folder / "heads/a.heads";
    for (const auto& each : jam.heads)
        add_head(file, each);
    const auto read = read_heads(file);
    REQUIRE(read.size() == jam.heads.size());
    for (const auto& each : read)
        CHECK(is_signed_by(each, jam.key.public_key()));
    auto forged = read.front();
    forged.at.offset.value += 1;
    CHECK_FALSE(is_signed_by(forged, jam.key.public_key()));
    CHECK_FALSE(is_signed_by(read.front(), hall_key{jam.folder / "other.key"}.public_key()));
    write_file(file, read_file(file) + read_file(file).substr(0, 80));
    CHECK(read_heads(file).size() == jam.heads.size());
    write_file(file, "no head\n" + read_file(file));
    CHECK(fault_of([&] { (void)read_heads(file); }) == store_fault::damaged);
    write_file(file, "no head\n");
    CHECK(fault_of([&] { (void)read_heads(file); }) == store_fault::damaged);
}

TEST_CASE("LO5: a log whose tail was cut is sound in itself, the heads name the first event that is missing")
{
    const signed_jam jam;
    // Cut as its own program would have left it: an older log with its rows.
    const auto log = small_jam();
    std::filesystem::remove(jam.file);
    {
        auto writer = jam_store::create(jam.file);
        play(writer, {log.begin(), log.end() - 3});
    }
    database::open(jam.file, access::write)
        .execute("INSERT INTO epoch (epoch) VALUES ('" + jam.heads.front().epoch + "')");
    REQUIRE(verify_jam_file(jam.file).is_sound);
    const auto end = log.size() - 3;
    const auto beyond =
        std::ranges::find_if(jam.heads, [&](const chain_head& each) { return each.at.offset.value > end; });
    REQUIRE(beyond != jam.heads.end());
    CHECK(jam.found() == "the log ends with event " + std::to_string(end) + ", but the hall signed event " +
                             std::to_string(beyond->at.offset.value) + ": event " + std::to_string(end + 1) +
                             " and what came after it is missing");
}

TEST_CASE("LO5: a log that was written anew with right hashes is not what the hall signed")
{
    const signed_jam jam;
    auto log = small_jam();
    const auto first = std::ranges::find_if(
        log, [](const auto& e) { return std::holds_alternative<sessions::post_added>(e.body); });
    std::get<sessions::post_added>(first->body).text = "Plant nothing.";
    std::filesystem::remove(jam.file);
    {
        auto writer = jam_store::create(jam.file);
        play(writer, log);
    }
    database::open(jam.file, access::write)
        .execute("INSERT INTO epoch (epoch) VALUES ('" + jam.heads.front().epoch + "')");
    REQUIRE(verify_jam_file(jam.file).is_sound);
    CHECK(jam.found().find("is not what the hall signed") != std::string::npos);
}

TEST_CASE("LO5: heads of before a backup was restored prove the log up to where it was restored")
{
    signed_jam jam;
    REQUIRE(jam.heads.size() > 3);
    database::open(jam.file, access::write).execute("UPDATE epoch SET epoch = 'another'");
    auto checked = check_heads(jam.file, jam.heads, jam.key.public_key());
    CHECK(checked.difference == "");
    CHECK(checked.good == 0);
    CHECK(checked.of_other_lives == jam.heads.size());
    CHECK(checked.agreed == jam.heads.back().at.offset);
    // What the log went on to differently, and what it never came to, proves nothing; what was before does.
    auto other = jam.heads[2];
    other.at.hash[0] ^= 1U;
    auto beyond = jam.heads.back();
    beyond.at.offset.value += 1'000;
    const std::vector heads{jam.heads[1], jam.key.sign("jam", other.epoch, other.at),
                            jam.key.sign("jam", beyond.epoch, beyond.at)};
    checked = check_heads(jam.file, heads, jam.key.public_key());
    CHECK(checked.difference == "");
    CHECK(checked.agreed == jam.heads[1].at.offset);
    CHECK_FALSE(check_heads(jam.file, {heads[1]}, jam.key.public_key()).difference.empty());
}

TEST_CASE("LO5: heads of another hall, and none at all, prove nothing")
{
    const signed_jam jam;
    const hall_key other{jam.folder / "other.key"};
    CHECK(
        check_heads(jam.file, jam.heads, other.public_key()).difference.find("is not signed by this hall") !=
        std::string::npos);
    CHECK_FALSE(check_heads(jam.file, {}, jam.key.public_key()).difference.empty());
}

TEST_CASE("Any changed byte of an event, and any event dropped, doubled or moved, is found by its number")
{
    const signed_jam jam;
    std::size_t flips = 0;
    for (std::size_t offset = 1; offset <= jam.events; ++offset) {
        const auto where = " WHERE offset = " + std::to_string(offset);
        const auto named = "event " + std::to_string(offset);
        const auto is_named = [&](const std::string& sentence) {
            INFO(sentence);
            return sentence.find(named) != std::string::npos ||
                   sentence.find("event " + std::to_string(offset + 1)) != std::string::npos ||
                   sentence.find("a text belongs to") != std::string::npos;
        };
        jam.change("DELETE FROM event" + where);
        // Without its last event a log is whole in itself: its tables differ, and only a head names the event.
        CHECK_FALSE(jam.found().empty());
        CHECK(is_named(offset < jam.events
                           ? jam.found()
                           : check_heads(jam.file, jam.heads, jam.key.public_key()).difference));
        for (const auto* column :
             {"at_ms = at_ms + 1", "actor = actor + 1", "type = type || 'x'",
              "body = replace(body, '1', '2')", "body = body || ' '", "hash = zeroblob(32)"}) {
            jam.change("UPDATE event SET " + std::string{column} + where);
            if (read_file(jam.file) == jam.content)
                continue;
            const auto found = jam.found();
            if (std::string_view{column}.starts_with("body = replace") && found.empty())
                continue;  // there was no 1 in it
            INFO(column << " at " << offset);
            CHECK(is_named(found));
            ++flips;
        }
        if (offset > 1) {
            // Two neighbours change places.
            jam.change("UPDATE event SET offset = 1000000" + where + "; UPDATE event SET offset = " +
                       std::to_string(offset) + " WHERE offset = " + std::to_string(offset - 1) +
                       "; UPDATE event SET offset = " + std::to_string(offset - 1) +
                       " WHERE offset = 1000000");
            CHECK_FALSE(jam.found().empty());
        }
    }
    CHECK(flips > jam.events * 4);
}
