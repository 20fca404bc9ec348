// SPDX-License-Identifier: Apache-2.0
#include "engine/outbound/address.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace jamhall::outbound {
namespace {

constexpr std::size_t url_size_max = 2048;

struct url_closer {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using url_handle = std::unique_ptr<CURLU, url_closer>;

url_handle parsed(const std::string& url)
{
    const bool is_plain = url.size() <= url_size_max &&
                          std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
    url_handle made{is_plain ? curl_url() : nullptr};
    if (made && curl_url_set(made.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        made.reset();
    return made;
}

std::optional<std::string> part(const url_handle& of, CURLUPart which, unsigned how = 0)
{
    char* text = nullptr;
    if (curl_url_get(of.get(), which, &text, how) != CURLUE_OK)
        return std::nullopt;
    std::string copy{text};
    curl_free(text);
    return copy;
}

bool has_loopback_host(const url_handle& of)
{
    const auto host = part(of, CURLUPART_HOST);
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

bool may_be_asked(const std::string& url)
{
    const url_handle read = parsed(url);
    if (!read || part(read, CURLUPART_USER) || part(read, CURLUPART_PASSWORD) ||
        part(read, CURLUPART_FRAGMENT))
        return false;
    const auto scheme = part(read, CURLUPART_SCHEME);
    return scheme == "https" || (scheme == "http" && has_loopback_host(read));
}

std::string authority_of(const std::string& url)
{
    if (!may_be_asked(url))
        return {};
    const url_handle read = parsed(url);
    auto made = part(read, CURLUPART_HOST).value_or("") + ":" +
                part(read, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("");
    std::ranges::transform(made, made.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return made;
}

bool is_loopback(const std::string& url)
{
    const url_handle read = parsed(url);
    return read && has_loopback_host(read);
}

}  // namespace jamhall::outbound
