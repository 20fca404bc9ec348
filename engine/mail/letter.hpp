// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::mail {

/// A mail as people read it.
struct letter {
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
};

/// The mail with a link and a code to sign in. `title` is the jam's, or empty for the hall; `hall` its address, such as
/// "jam.council.example".
letter sign_in_letter(std::string to, std::string_view title, std::string_view hall, std::string_view link,
                      std::string_view code);

/// The mail with a person's own link to a jam.
letter personal_link_letter(std::string to, std::string_view name, std::string_view title,
                            std::string_view hall, std::string_view link);

/// The mail by which somebody finds out that mails arrive.
letter test_letter(std::string to, std::string_view hall);

/// Text as it stands in HTML.
std::string escaped(std::string_view text);

}  // namespace jamhall::mail
