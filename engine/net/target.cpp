// SPDX-License-Identifier: Apache-2.0
#include "engine/net/target.hpp"

#include "engine/codec/text_in.hpp"
#include "engine/net/hex_digit.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace jamhall::net {
namespace {

enum class plus { is_itself, is_space };

/// Errors: nothing for a broken escape or bytes that are not UTF-8.
std::optional<std::string> decoded(std::string_view text, plus meaning)
{
    std::string made;
    made.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && meaning == plus::is_space) {
            made += ' ';
        } else if (text[i] != '%') {
            made += text[i];
        } else {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            made += static_cast<char>(static_cast<std::uint8_t>(high * 16 + low));
            i += 2;
        }
    }
    if (!codec::is_utf8(made) || made.find('\0') != std::string::npos)
        return std::nullopt;
    return made;
}

/// Calls `take` with each piece between separators; false as soon as one call is.
template <class Take>
bool for_each_piece(std::string_view text, char separator, Take take)
{
    for (;;) {
        const auto end = text.find(separator);
        if (!take(text.substr(0, end)))
            return false;
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

bool read_query(std::string_view text, target& into)
{
    return for_each_piece(text, '&', [&into](std::string_view pair) {
        if (pair.empty())
            return true;
        const auto equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals), plus::is_space);
        auto value = equals == std::string_view::npos ? std::optional{std::string{}}
                                                      : decoded(pair.substr(equals + 1), plus::is_space);
        if (!name || !value)
            return false;
        into.query.emplace_back(std::move(*name), std::move(*value));
        return true;
    });
}

/// Takes `http://host:port` off the front of an absolute form; what is left begins with a slash.
std::string take_authority(std::string_view& text)
{
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme))
            continue;
        const auto end = std::min(text.find('/', scheme.size()), text.size());
        std::string authority{text.substr(scheme.size(), end - scheme.size())};
        text = end == text.size() ? std::string_view{"/"} : text.substr(end);
        return authority;
    }
    return {};
}

}  // namespace

std::optional<std::string_view> target::value_of(std::string_view name) const
{
    for (const auto& [called, value] : query) {
        if (called == name)
            return value;
    }
    return std::nullopt;
}

std::optional<target> parse_target(std::string_view text)
{
    const bool is_absolute = !text.empty() && text.front() != '/';
    std::string authority = take_authority(text);
    if (text.empty() || text.front() != '/' || (is_absolute && authority.empty()))
        return std::nullopt;
    for (const char c : text) {
        if (static_cast<std::uint8_t>(c) <= 0x20 || c == 0x7F)
            return std::nullopt;
    }
    text = text.substr(0, text.find('#'));
    const auto question = text.find('?');

    target made;
    made.authority = std::move(authority);
    made.path = text.substr(0, question);
    const auto segment = [&made](std::string_view piece) {
        auto plain = decoded(piece, plus::is_itself);
        if (plain)
            made.segments.push_back(std::move(*plain));
        return plain.has_value();
    };
    if (!for_each_piece(std::string_view{made.path}.substr(1), '/', segment))
        return std::nullopt;
    if (question != std::string_view::npos && !read_query(text.substr(question + 1), made))
        return std::nullopt;
    return made;
}

}  // namespace jamhall::net
