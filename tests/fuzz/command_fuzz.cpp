// SPDX-License-Identifier: Apache-2.0
// F3: one text frame to the decoder, then to the rules of a small jam.
#include "engine/clock/zones.hpp"
#include "engine/codec/command_in.hpp"
#include "engine/codec/command_out.hpp"
#include "sessions/rules/decide.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/fuzz/bytes_in.hpp"
#include "tests/support/sessions/permission_table.hpp"
#include "tests/unit/engine/store/played_jam.hpp"

using namespace jamhall;

namespace {

/// The small jam at five moments of its life.
const std::vector<sessions::jam_state>& moments()
{
    static const std::vector<sessions::jam_state> all = [] {
        std::vector<sessions::jam_state> made;
        const auto log = store::small_jam();
        sessions::jam_state state;
        for (std::size_t i = 0; i < log.size(); ++i) {
            sessions::evolve(state, log[i]);
            if (i % (log.size() / 5) == log.size() / 5 - 1)
                made.push_back(state);
        }
        return made;
    }();
    return all;
}

void judge(const sessions::command& asked, std::size_t choice)
{
    auto state = moments().at(choice % moments().size());
    const sessions::person_id who{static_cast<std::uint32_t>(choice / 7 % (state.people.size() + 1))};
    const sessions::context by{state.last_at + sessions::duration{1'000},
                               who ? sessions::actor_kind::person : sessions::actor_kind::administrator, who};
    const auto decided = sessions::decide(state, asked, by);
    if (!decided) {
        fuzz::require(!decided.error().message.empty(), "a refusal says why");
        return;
    }
    fuzz::require(decided->empty() || test::is_permitted(state, asked, by), "nobody does what they may not");
    for (const auto& body : *decided)
        sessions::evolve(state, sessions::next_event(state, body, who, by.now));
    sessions::check_invariants(state);
}

}  // namespace

/// Whatever a client sends is answered, and the answer echoes a `ref` that is JSON again. What is understood is written
/// the same way however it came, and leaves a jam that holds together.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    static const auto zones = clock::system_zones();
    fuzz::bytes_in in{bytes, size};
    const std::size_t choice = in.byte();
    codec::command_limits limits;
    limits.zones = &zones;
    limits.now = moments().front().last_at;
    const auto frame = codec::decode_frame(in.rest(), limits);
    const auto echoed = codec::decode_frame(R"({"do":"pause_clock","ref":)" + frame.ref + "}", limits);
    fuzz::require(echoed.ref == frame.ref, "a ref is echoed as it came");
    if (!frame.asked) {
        fuzz::require(!frame.asked.error().message.empty(), "a refusal says why");
        return 0;
    }
    const auto written = codec::encode_frame(*frame.asked, "1", "");
    const auto again = codec::decode_frame(written, limits);
    fuzz::require(again.asked.has_value(), "what was understood is understood again");
    fuzz::require(codec::encode_command(*again.asked) == codec::encode_command(*frame.asked),
                  "a command has one canonical form");
    if (const auto* command = std::get_if<sessions::command>(&*frame.asked))
        judge(*command, choice);
    return 0;
}
