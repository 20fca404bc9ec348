// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/message.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/codec/email_in.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

namespace jamhall::mail {
namespace {

constexpr std::size_t line_size_max = 76;
constexpr std::size_t encoded_word_size_max = 75;
constexpr std::string_view word_begins = "=?UTF-8?B?";
constexpr std::string_view word_ends = "?=";

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string base64_of(std::string_view bytes)
{
    std::string made(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(made.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return made;
}

/// Bytes of the character that begins here, in well-formed UTF-8.
std::size_t character_size(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0x80)
        return 1;
    if (byte < 0xe0)
        return 2;
    return byte < 0xf0 ? 3 : 4;
}

void put_header(std::string& to, std::string_view name, std::string_view value)
{
    // The one place where headers are written. A folded line's CR LF is put in by header_text alone, before a space.
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool is_fold = value.substr(i).starts_with("\r\n ");
        if (is_fold)
            i += 2;
        else if (is_control(value[i]))
            throw std::invalid_argument{"a header of a mail has a control character"};
    }
    to.append(name).append(": ").append(value).append("\r\n");
}

/// Source: RFC 5322 section 3.3.
std::string date_of(sessions::instant at)
{
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = at.ms / 1'000;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000",
                  days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                  utc.tm_sec);
    return text.data();
}

std::string mailbox(const sender& who)
{
    if (who.name.empty())
        return who.address;
    // Encoded, a control character would no longer be seen by put_header.
    if (std::ranges::any_of(who.name, is_control))
        throw std::invalid_argument{"the name a mail is from has a control character"};
    if (!is_plain_ascii(who.name))
        return header_text(who.name, sizeof "From: ") + " <" + who.address + '>';
    std::string quoted;
    for (const char c : who.name) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return '"' + quoted + "\" <" + who.address + '>';
}

void put_part(std::string& to, std::string_view boundary, std::string_view type, std::string_view text)
{
    to.append("--").append(boundary).append("\r\n");
    put_header(to, "Content-Type", std::string{type} + "; charset=utf-8");
    put_header(to, "Content-Transfer-Encoding", "quoted-printable");
    to.append("\r\n").append(quoted_printable(text)).append("\r\n");
}

/// One line: what control characters there are become spaces.
std::string one_line(std::string_view text)
{
    std::string made{text};
    std::ranges::replace_if(made, is_control, ' ');
    return made;
}

}  // namespace

bool read_sender(std::string_view written, sender& into)
{
    sender read;
    const auto open = written.rfind('<');
    if (open == std::string_view::npos) {
        read.address = written;
    } else {
        if (!written.ends_with('>'))
            return false;
        read.address = written.substr(open + 1, written.size() - open - 2);
        auto name = written.substr(0, open);
        while (!name.empty() && name.back() == ' ')
            name.remove_suffix(1);
        read.name = name;
    }
    if (!codec::is_email(read.address) || std::ranges::any_of(read.name, is_control))
        return false;
    into = std::move(read);
    return true;
}

std::string header_text(std::string_view utf8, std::size_t first_line_used)
{
    const bool may_be_misread = utf8.find("=?") != std::string_view::npos;
    if (is_plain_ascii(utf8) && !may_be_misread && first_line_used + utf8.size() <= 900)
        return std::string{utf8};
    constexpr std::size_t bytes_max = (encoded_word_size_max - word_begins.size() - word_ends.size()) / 4 * 3;
    // The first line has the header's name before it; the names of our headers leave room for this much.
    const std::size_t used = std::min<std::size_t>(first_line_used, 20);
    std::size_t room = (encoded_word_size_max - used - word_begins.size() - word_ends.size()) / 4 * 3;
    std::string made;
    while (!utf8.empty()) {
        std::size_t size = 0;
        while (size < utf8.size()) {
            const auto next = character_size(utf8[size]);
            if (size + next > room || size + next > utf8.size())
                break;
            size += next;
        }
        if (size == 0)
            size = utf8.size();
        if (!made.empty())
            made += "\r\n ";
        made.append(word_begins).append(base64_of(utf8.substr(0, size))).append(word_ends);
        utf8.remove_prefix(size);
        room = bytes_max;
    }
    return made;
}

std::string quoted_printable(std::string_view utf8)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string made;
    std::size_t column = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (c == '\n') {
            made += "\r\n";
            column = 0;
            continue;
        }
        const bool ends_line = i + 1 == utf8.size() || utf8[i + 1] == '\n';
        const bool is_safe = (c > ' ' && c < 0x7f && c != '=') || (c == ' ' && !ends_line);
        const std::size_t size = is_safe ? 1 : 3;
        if (column + size > line_size_max - 1) {
            made += "=\r\n";
            column = 0;
        }
        // A dot alone on a line would end the message for a careless relay.
        if (is_safe && !(c == '.' && column == 0)) {
            made += c;
            column += 1;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            made += '=';
            made += digits[byte >> 4U];
            made += digits[byte & 15U];
            column += 3;
        }
    }
    return made;
}

std::string message_of(const letter& what, const sender& from, sessions::instant at)
{
    if (!codec::is_email(what.to) || !codec::is_email(from.address))
        throw std::invalid_argument{"a mail is to or from something that is no address"};
    const std::string boundary = "jamhall-" + base::hex_of(base::random_bytes<16>());
    const auto domain = from.address.substr(from.address.rfind('@') + 1);
    std::string made;
    put_header(made, "Date", date_of(at));
    put_header(made, "From", mailbox(from));
    put_header(made, "To", what.to);
    put_header(made, "Subject", header_text(one_line(what.subject), sizeof "Subject: "));
    put_header(made, "Message-ID", '<' + base::hex_of(base::random_bytes<16>()) + '@' + domain + '>');
    put_header(made, "Auto-Submitted", "auto-generated");
    put_header(made, "MIME-Version", "1.0");
    put_header(made, "Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + '"');
    made += "\r\n";
    put_part(made, boundary, "text/plain", what.text);
    put_part(made, boundary, "text/html", what.html);
    made.append("--").append(boundary).append("--\r\n");
    return made;
}

}  // namespace jamhall::mail
