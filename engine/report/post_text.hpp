// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jamhall::report {

/// A post's Markdown as safe HTML: paragraphs, strong, em, links to http, https and mailto, lists, quotes
/// and code. Everything else of Markdown becomes its plain text, and HTML in it is text too.
std::string html_of_post(std::string_view markdown);

/// The first words of a post in one line without any markup, at most so many characters; cut ones end
/// with an ellipsis.
std::string excerpt_of_post(std::string_view markdown, std::size_t length_max);

/// The first `length_max` characters of a line; cut ones end with an ellipsis.
std::string shortened(std::string_view line, std::size_t length_max);

}  // namespace jamhall::report
