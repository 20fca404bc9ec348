// SPDX-License-Identifier: Apache-2.0
// F6: a jam's file with damage anywhere, and events whose bodies are anything, through the real store and the rules.
#include "engine/codec/event_in.hpp"
#include "engine/codec/event_out.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "engine/store/jam_reader.hpp"
#include "engine/store/jam_store.hpp"
#include "engine/store/store_error.hpp"
#include "engine/store/verify.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "tests/fuzz/bytes_in.hpp"
#include "tests/unit/engine/store/played_jam.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>

using namespace jamhall;

namespace {

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream from{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{from}, {}};
}

/// Where the damaged files lie, in memory where there is such a place.
const std::filesystem::path& folder()
{
    static const std::filesystem::path made = [] {
        const std::filesystem::path memory{"/dev/shm"};
        const auto root = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
        auto path = root / ("jamhall-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directory(path);
        return path;
    }();
    return made;
}

const std::string& sound_file()
{
    static const std::string bytes = [] {
        const auto file = folder() / "sound.jam";
        {
            auto writer = store::jam_store::create(file);
            store::play(writer, store::small_jam());
        }
        return content_of(file);
    }();
    return bytes;
}

/// Pieces that replace others, then a cut.
std::string damaged(fuzz::bytes_in& in)
{
    auto bytes = sound_file();
    const bool is_cut = in.byte() % 8 == 0;
    if (is_cut)
        bytes.resize(in.below(0x10000) * bytes.size() / 0x10000);
    while (!in.empty() && !bytes.empty()) {
        const auto page = in.byte();
        const auto at = (static_cast<std::size_t>(page) * 4'096 + in.below(4'096)) % bytes.size();
        const auto piece = in.take(1 + in.byte() % 16);
        bytes.replace(at, std::min(piece.size(), bytes.size() - at), piece.substr(0, bytes.size() - at));
    }
    return bytes;
}

/// As a start reads it: every event, folded.
void read_all(const std::filesystem::path& file)
{
    store::jam_reader reader{file};
    sessions::jam_state state;
    codec::event_names names;
    const auto erased = reader.erasures();
    constexpr sessions::log_offset end{std::numeric_limits<std::int64_t>::max()};
    for (const auto& row : reader.events({}, end, 10'000)) {
        const auto happened = codec::decode_event(row, names, erased);
        if (!happened)
            return;
        sessions::evolve(state, *happened);
        if (codec::changes_names(happened->body))
            names = codec::names_of(state);
    }
    static_cast<void>(reader.identities({}, 100));
    static_cast<void>(reader.load_keys());
    static_cast<void>(reader.exposure());
    static_cast<void>(reader.search("tree", 10));
    if (const auto kept = reader.snapshot())
        static_cast<void>(codec::decode_state(kept->body));
}

/// Damage is a refusal in words, never anything else.
template <class Work>
void attempt(Work work)
{
    try {
        work();
    } catch (const store::store_error& error) {
        fuzz::require(*error.what() != '\0', "a refusal says why");
    } catch (const sessions::invariant_broken&) {
    }
}

void open_damaged(fuzz::bytes_in& in)
{
    const auto file = folder() / "damaged.jam";
    for (const auto* tail : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + tail);
    const auto bytes = damaged(in);
    const bool is_changed = bytes != sound_file();
    std::ofstream{file, std::ios::binary}.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    attempt([&] {
        const auto found = store::verify_jam_file(file);
        fuzz::require(found.is_sound == found.first_difference.empty(), "a difference is told in words");
        fuzz::require(is_changed || found.is_sound, "a sound file verifies");
    });
    attempt([&] { read_all(file); });
    attempt([&] { static_cast<void>(store::jam_store::open(file).head()); });
}

/// A row of the log with a body of the fuzzer's own.
void fold_any(fuzz::bytes_in& in)
{
    static const auto log = store::small_jam();
    const auto at = 1 + in.below(log.size() - 1);
    auto state = sessions::replay(std::span{log}.first(at));
    const auto names = codec::names_of(state);
    auto stored = codec::encode_event(log[at], names, [] { return codec::text_salt{}; });
    if (in.byte() % 2 == 0)
        stored.type = sessions::type_of(log[in.below(log.size())].body);
    stored.body = in.rest();
    const auto happened = codec::decode_event(stored, names, codec::missing_texts::were_erased);
    if (!happened)
        return fuzz::require(!happened.error().message.empty(), "a fault says what does not fit");
    attempt([&] { sessions::evolve(state, *happened); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    fuzz::bytes_in in{bytes, size};
    switch (in.byte() % 3) {
    case 0: fold_any(in); break;
    case 1: static_cast<void>(codec::decode_state(in.rest())); break;
    default: open_damaged(in);
    }
    return 0;
}
