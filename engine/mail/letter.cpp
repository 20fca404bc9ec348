// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/letter.hpp"

#include <fmt/format.h>

namespace jamhall::mail {
namespace {

/// A page of a mail: no pictures, nothing loaded from elsewhere.
std::string page(std::string_view heading, std::string_view body)
{
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n"
        "<body style=\"font-family: sans-serif; line-height: 1.5; max-width: 34em; margin: "
        "1.5em\">\n{}</body>\n</html>\n",
        heading, body);
}

std::string button(std::string_view link, std::string_view says)
{
    return fmt::format(
        "<p><a href=\"{0}\" style=\"display: inline-block; padding: 0.7em 1.2em; background: #14532d; color: "
        "#ffffff; "
        "text-decoration: none; border-radius: 0.4em\">{1}</a></p>\n<p>Or copy this address into your "
        "browser:<br>"
        "<span style=\"word-break: break-all\">{0}</span></p>\n",
        escaped(link), says);
}

}  // namespace

std::string escaped(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&': made += "&amp;"; break;
        case '<': made += "&lt;"; break;
        case '>': made += "&gt;"; break;
        case '"': made += "&quot;"; break;
        case '\'': made += "&#39;"; break;
        default: made += c;
        }
    }
    return made;
}

letter sign_in_letter(std::string to, std::string_view title, std::string_view hall, std::string_view link,
                      std::string_view code)
{
    const std::string where = title.empty() ? std::string{hall} : std::string{title};
    const std::string spaced = std::string{code.substr(0, 3)} + ' ' + std::string{code.substr(3)};
    letter made;
    made.to = std::move(to);
    made.subject = fmt::format("{} is your code for {}", spaced, where);
    made.text = fmt::format(
        "Somebody, probably you, wants to sign in to {0} with this e-mail address.\n\n"
        "Your code: {1}\n\n"
        "Type it on the page where you asked for it. Or open this link in the same browser and press the "
        "button there:\n\n"
        "{2}\n\n"
        "Both work once and for 15 minutes. Whoever has the code can sign in as you, so tell it to nobody.\n"
        "If you did not ask for this, do nothing: without the code nobody gets in.\n\n"
        "Sent by {3}\n",
        where, spaced, link, hall);
    const auto body = fmt::format(
        "<p>Somebody, probably you, wants to sign in to <strong>{0}</strong> with this e-mail address.</p>\n"
        "<p>Your code:</p>\n<p style=\"font-size: 1.8em; letter-spacing: 0.1em\"><strong>{1}</strong></p>\n"
        "<p>Type it on the page where you asked for it. Or open this link in the same browser and press the "
        "button "
        "there:</p>\n{2}"
        "<p>Both work once and for 15 minutes. Whoever has the code can sign in as you, so tell it to "
        "nobody.</p>\n"
        "<p>If you did not ask for this, do nothing: without the code nobody gets in.</p>\n<p>Sent by "
        "{3}</p>\n",
        escaped(where), spaced, button(link, "Go to the sign-in page"), escaped(hall));
    made.html = page(escaped(made.subject), body);
    return made;
}

letter personal_link_letter(std::string to, std::string_view name, std::string_view title,
                            std::string_view hall, std::string_view link)
{
    const std::string greeting = name.empty() ? std::string{"Hello,"} : fmt::format("Hello {},", name);
    letter made;
    made.to = std::move(to);
    made.subject = fmt::format("Your link to {}", title);
    made.text = fmt::format(
        "{0}\n\nyou are invited to {1}. This is your own link; it signs you in without a password:\n\n{2}\n\n"
        "Please keep it to yourself: whoever has it can take part under your name.\n\nSent by {3}\n",
        greeting, title, link, hall);
    const auto body = fmt::format(
        "<p>{0}</p>\n<p>you are invited to <strong>{1}</strong>. This is your own link; it signs you in "
        "without a "
        "password:</p>\n{2}<p>Please keep it to yourself: whoever has it can take part under your name.</p>\n"
        "<p>Sent by {3}</p>\n",
        escaped(greeting), escaped(title), button(link, "Take part"), escaped(hall));
    made.html = page(escaped(made.subject), body);
    return made;
}

letter test_letter(std::string to, std::string_view hall)
{
    letter made;
    made.to = std::move(to);
    made.subject = fmt::format("Mail from {} arrives", hall);
    made.text = fmt::format(
        "This is the test mail you asked for. If you can read it, people can sign in to {} by e-mail.\n",
        hall);
    made.html = page(escaped(made.subject), "<p>" + escaped(made.text) + "</p>\n");
    return made;
}

}  // namespace jamhall::mail
