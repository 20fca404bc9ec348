// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/roster_in.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Each line of a roster is either taken or refused, in the order of the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace jamhall;
    static const sessions::plan planned = [] {
        sessions::plan made;
        made.audiences = {{sessions::slug::parse("all").value(), "Everybody"}};
        made.forums = {{sessions::slug::parse("streets").value(), "Streets", "What?"}};
        return made;
    }();
    const auto roster = codec::decode_roster({reinterpret_cast<const char*>(bytes), size}, planned);
    std::uint32_t last = 0;
    for (const auto& line : roster.lines) {
        if (line.line <= last || line.email.empty())
            std::abort();
        last = line.line;
    }
    return 0;
}
