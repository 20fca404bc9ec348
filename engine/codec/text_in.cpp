// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/text_in.hpp"

#include "sessions/core/assert.hpp"
#include "sessions/core/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace jamhall::codec {
namespace {

std::string with_line_feeds(std::string_view utf8)
{
    std::string made;
    made.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        if (utf8[i] != '\r')
            made += utf8[i];
        else if (i + 1 == utf8.size() || utf8[i + 1] != '\n')
            made += '\n';
    }
    return made;
}

std::string composed(std::string_view utf8)
{
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
    std::string made;
    icu::StringByteSink<std::string> sink{&made, static_cast<std::int32_t>(utf8.size())};
    if (U_SUCCESS(error))
        nfc->normalizeUTF8(0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr, error);
    sessions::ensure(U_SUCCESS(error), "ICU brings well-formed UTF-8 to NFC");
    return made;
}

}  // namespace

std::string normalised(std::string_view utf8)
{
    std::string made = with_line_feeds(utf8);
    const bool is_ascii =
        std::ranges::all_of(made, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!is_ascii)
        made = composed(made);
    const auto kept = sessions::trimmed(made);
    if (kept.size() != made.size())
        made = std::string{kept};
    return made;
}

bool is_utf8(std::string_view bytes)
{
    const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto size = static_cast<std::int64_t>(bytes.size());
    for (std::int64_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(data, i, size, c);
        if (c < 0)
            return false;
    }
    return true;
}

bool ends_within_character(std::string_view bytes)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(bytes.size(), 3); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0U) == 0x80)
            continue;
        const std::size_t whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return back < whole;
    }
    return false;
}

}  // namespace jamhall::codec
