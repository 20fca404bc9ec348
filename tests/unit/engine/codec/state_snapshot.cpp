// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/state_snapshot.hpp"

#include "engine/base/sha256.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/unit/engine/codec/sample_jam.hpp"

#include <catch2/catch.hpp>

using namespace jamhall;
using namespace jamhall::codec;
using namespace jamhall::codec_test;

namespace {

std::string fault_of(std::string_view bytes)
{
    const auto read = decode_state(bytes);
    return read ? "" : read.error().message;
}

/// The bytes with a checksum that fits, as nobody but a bug would write them.
std::string sealed(std::string bytes)
{
    bytes.resize(bytes.size() - base::sha256_size);
    const auto digest = base::sha256_of(bytes);
    bytes.append(digest.begin(), digest.end());
    return bytes;
}

}  // namespace

TEST_CASE("state_snapshot: any state of the sample jam is read back equal")
{
    const auto log = sample_log();
    sessions::jam_state state;
    for (const auto& happened : log) {
        sessions::evolve(state, happened);
        const auto read = decode_state(encode_state(state));
        REQUIRE(read.has_value());
        CHECK((*read == state));
        CHECK_NOTHROW(sessions::check_invariants(*read));
    }
}

TEST_CASE("state_snapshot: a snapshot and the tail give what the whole log gives")
{
    const auto log = sample_log();
    const auto whole = sessions::replay(log);
    for (std::size_t cut = 1; cut < log.size(); ++cut) {
        auto state = decode_state(encode_state(sample_state(cut))).value();
        for (std::size_t i = cut; i < log.size(); ++i)
            sessions::evolve(state, log[i]);
        CHECK((state == whole));
    }
}

TEST_CASE("state_snapshot: every damaged byte and every cut is found")
{
    const auto bytes = encode_state(sample_state(12));
    for (std::size_t i = 0; i < bytes.size(); i += 7) {
        auto damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        REQUIRE_FALSE(fault_of(damaged).empty());
        REQUIRE_FALSE(fault_of(std::string_view{bytes}.substr(0, i)).empty());
    }
    CHECK(fault_of(bytes + "x") == "is damaged: its checksum does not fit");
    CHECK(fault_of("") == "is no snapshot of a jam's state");
    auto newer = bytes;
    newer[8] = 99;
    CHECK(fault_of(newer) == "is a snapshot of another version");
}

TEST_CASE("state_snapshot: bytes that fit their checksum and nothing else are refused without harm")
{
    const auto bytes = encode_state(sample_state(20));
    for (std::size_t i = 9; i + base::sha256_size < bytes.size(); ++i) {
        auto odd = bytes;
        odd[i] = static_cast<char>(0xff);
        CHECK_NOTHROW(decode_state(sealed(odd)).has_value());
        auto cut = bytes.substr(0, i) + std::string(base::sha256_size, '\0');
        CHECK_FALSE(fault_of(sealed(cut)).empty());
    }
}
