// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_in.hpp"
#include "engine/codec/frame_out.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Whatever a client sends is answered, and the answer echoes a `ref` that is JSON again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace jamhall;
    const std::string_view sent{reinterpret_cast<const char*>(bytes), size};
    const auto frame = codec::decode_frame(sent, {});
    const auto echoed = codec::decode_frame(R"({"do":"pause_clock","ref":)" + frame.ref + "}", {});
    if (echoed.ref != frame.ref)
        std::abort();
    return 0;
}
