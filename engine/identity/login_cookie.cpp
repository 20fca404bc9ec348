// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/login_cookie.hpp"

#include "engine/base/parts.hpp"
#include "engine/identity/logins.hpp"

#include <algorithm>

namespace jamhall::identity {
namespace {

bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_secret(std::string_view value)
{
    return value.size() == login_secret_size && std::ranges::all_of(value, is_base64url);
}

}  // namespace

std::string login_cookie::set(std::string_view secret, std::chrono::seconds max_age) const
{
    return with(secret, max_age);
}

std::string login_cookie::clear() const
{
    return with("", std::chrono::seconds{0});
}

std::optional<std::string> login_cookie::value_in(std::string_view cookie_header) const
{
    std::optional<std::string> found;
    while (!cookie_header.empty()) {
        const std::string_view pair = base::next_part(cookie_header, ';');
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || base::trimmed(pair.substr(0, equals)) != name())
            continue;
        const std::string_view value = base::trimmed(pair.substr(equals + 1));
        if (found || !is_secret(value))
            return std::nullopt;
        found = std::string{value};
    }
    return found;
}

std::string login_cookie::with(std::string_view value, std::chrono::seconds max_age) const
{
    std::string text{name()};
    text += '=';
    text += value;
    text += "; HttpOnly; SameSite=Lax; Path=/; Max-Age=";
    text += std::to_string(max_age.count());
    if (is_https_)
        text += "; Secure";
    return text;
}

}  // namespace jamhall::identity
