// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/zones.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/codec/plan_out.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// A plan is taken or refused with at least one fault; one that is taken can be stored and read back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace jamhall;
    static const auto zones = clock::system_zones();
    const std::string_view written{reinterpret_cast<const char*>(bytes), size};
    const auto read = codec::decode_plan(written, zones, sessions::instant{1'796'115'600'000});
    if (!read && read.error().empty())
        std::abort();
    if (read && !codec::decode_stored_plan(codec::encode_plan(*read)))
        std::abort();
    return 0;
}
