// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/request.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/sha256.hpp"

#include <algorithm>

namespace jamhall::oidc {
namespace {

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string joined(const std::vector<std::string>& words)
{
    std::string made;
    for (const std::string& word : words)
        made += (made.empty() ? "" : " ") + word;
    return made;
}

/// In the header unless the provider says that it takes only the other way.
bool wants_secret_in_form(const codec::provider_document& at)
{
    const auto& ways = at.token_login_methods;
    return !ways.empty() && std::ranges::find(ways, "client_secret_basic") == ways.end() &&
           std::ranges::find(ways, "client_secret_post") != ways.end();
}

}  // namespace

std::string form_escaped(std::string_view value)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string made;
    for (const char c : value) {
        if (is_unreserved(c)) {
            made += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        made += '%';
        made += digits[byte >> 4U];
        made += digits[byte & 0x0FU];
    }
    return made;
}

std::string form_of(const std::vector<std::pair<std::string_view, std::string>>& fields)
{
    std::string made;
    for (const auto& [name, value] : fields) {
        if (!made.empty())
            made += '&';
        made += form_escaped(name) + '=' + form_escaped(value);
    }
    return made;
}

std::string sign_in_address(const codec::provider_document& at, const provider_settings& settings,
                            const attempt& begun, std::string_view state, std::string_view come_back_to)
{
    const auto challenge = base::base64url_of(base::sha256_of(begun.verifier));
    std::vector<std::pair<std::string_view, std::string>> fields{
        {"response_type", "code"},
        {"client_id", settings.client_id},
        {"redirect_uri", std::string{come_back_to}},
        {"scope", joined(settings.scopes)},
        {"state", std::string{state}},
        {"nonce", begun.nonce},
        {"code_challenge", challenge},
        {"code_challenge_method", "S256"},
    };
    if (settings.authentication_age_max)
        fields.emplace_back("max_age", std::to_string(settings.authentication_age_max->count()));
    const std::string& base = at.authorization_endpoint;
    return base + (base.find('?') == std::string::npos ? '?' : '&') + form_of(fields);
}

outbound::fetch_request token_request(const codec::provider_document& at, const provider_settings& settings,
                                      const attempt& begun, std::string_view code,
                                      std::string_view come_back_to)
{
    std::vector<std::pair<std::string_view, std::string>> fields{
        {"grant_type", "authorization_code"},
        {"code", std::string{code}},
        {"redirect_uri", std::string{come_back_to}},
        {"code_verifier", begun.verifier},
    };
    outbound::fetch_request made;
    const bool is_in_form = settings.client_secret.empty() || wants_secret_in_form(at);
    if (is_in_form) {
        fields.emplace_back("client_id", settings.client_id);
        if (!settings.client_secret.empty())
            fields.emplace_back("client_secret", settings.client_secret);
    } else {
        made.basic_login.emplace(form_escaped(settings.client_id), form_escaped(settings.client_secret));
    }
    made.url = at.token_endpoint;
    made.form = form_of(fields);
    made.ca_file = settings.ca_file;
    return made;
}

}  // namespace jamhall::oidc
