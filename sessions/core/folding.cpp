// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/folding.hpp"

#include "sessions/core/assert.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace jamhall::sessions {
namespace {

std::string folded(std::string_view utf8)
{
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* const fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
    std::string made;
    icu::StringByteSink<std::string> sink{&made, static_cast<std::int32_t>(utf8.size())};
    if (U_SUCCESS(error))
        fold->normalizeUTF8(0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr, error);
    ensure(U_SUCCESS(error), "ICU folds well-formed UTF-8");
    return made;
}

bool is_of_word(UChar32 c)
{
    return u_isalnum(c) || u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

}  // namespace

std::string folded_words(std::string_view utf8)
{
    const auto text = folded(utf8);
    const auto* const data = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    std::string made{" "};
    const auto end_word = [&] {
        if (made.back() != ' ')
            made += ' ';
    };
    for (std::int64_t i = 0; i < size;) {
        const auto begin = i;
        UChar32 c = 0;
        U8_NEXT(data, i, size, c);
        const bool stands_alone = u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0;
        if (stands_alone || !is_of_word(c))
            end_word();
        if (stands_alone || is_of_word(c))
            made.append(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin));
        if (stands_alone)
            end_word();
    }
    end_word();
    return made;
}

bool holds_words(std::string_view text, std::string_view words)
{
    return words.size() > 1 && text.find(words) != std::string_view::npos;
}

}  // namespace jamhall::sessions
