// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace jamhall::sessions {

/// Number of Unicode code points of well-formed UTF-8.
std::size_t code_point_count(std::string_view utf8);

/// Number of words: runs of characters between white space.
std::size_t word_count(std::string_view utf8);

/// Without the Unicode white space at both ends.
std::string_view trimmed(std::string_view utf8);

enum class text_fault { none, empty, too_long, control_character };

/// Judges text that the codec has brought to NFC, trimmed and given LF line ends.
/// LF and TAB are allowed, other control characters (C0, DEL, C1) are not. Source: rule PO1.
text_fault judge_text(std::string_view utf8, std::size_t length_max);

/// The same for a single line: no LF or TAB either.
text_fault judge_line(std::string_view utf8, std::size_t length_max);

}  // namespace jamhall::sessions
