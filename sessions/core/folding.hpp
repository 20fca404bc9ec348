// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::sessions {

/// The words of a text in the form in which they are compared: each with one space before and after it,
/// upper and lower case alike, compatible characters alike (NFKC case folding), what is not seen left out.
/// What is neither letter, digit nor mark parts words; an ideograph is a word of its own.
std::string folded_words(std::string_view utf8);

/// Whether these words, one after another, stand in that text. Both went through `folded_words`.
bool holds_words(std::string_view text, std::string_view words);

}  // namespace jamhall::sessions
