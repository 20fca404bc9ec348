// SPDX-License-Identifier: Apache-2.0
#include "engine/net/origins.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace jamhall::net {
namespace {

std::string lowered(std::string_view text)
{
    std::string made{text};
    for (char& c : made) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return made;
}

bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_host(std::string_view host)
{
    if (host.starts_with('[')) {
        boost::system::error_code ec;
        if (!host.ends_with(']'))
            return false;
        boost::asio::ip::make_address_v6(std::string{host.substr(1, host.size() - 2)}, ec);
        return !ec;
    }
    return !host.empty() && std::ranges::all_of(host, is_host_character);
}

/// The host of an origin, an IPv6 address without its brackets.
std::string host_of(const std::string& origin)
{
    std::string host = origin.substr(origin.find("://") + 3);
    if (host.starts_with('['))
        return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

bool is_port(std::string_view text)
{
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The host of `host`, `host:port` or `[v6]:port`, with its brackets; nothing when it is none of these.
std::optional<std::string> named_host(std::string_view authority)
{
    const auto host_end = std::min(authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':'),
                                   authority.size());
    std::string host = lowered(authority.substr(0, host_end));
    const std::string_view rest = authority.substr(host_end);
    if (!is_host(host) || (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))))
        return std::nullopt;
    return host;
}

bool is_address(const std::string& host)
{
    boost::system::error_code ec;
    boost::asio::ip::make_address_v4(host, ec);
    return !ec || host.starts_with('[');
}

/// The longest label before the last one that domains are sold under: co.uk, gov.au, com.br.
constexpr std::size_t shared_label_size_max = 3;

}  // namespace

bool origins::has_name_of_its_own() const
{
    if (is_address(public_host_))
        return false;
    const auto dots = std::ranges::count(public_host_, '.');
    const auto last = public_host_.rfind('.');
    if (dots != 2)
        return dots > 2;
    return last - public_host_.find('.') - 1 > shared_label_size_max;
}

bool is_loopback_host(const std::string& host)
{
    boost::system::error_code ec;
    const auto address = boost::asio::ip::make_address(host, ec);
    return host == "localhost" || (!ec && address.is_loopback());
}

std::string written_endpoint(const std::string& host, std::uint16_t port)
{
    const bool is_v6 = host.find(':') != std::string::npos;
    return (is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

bool is_authority(std::string_view text)
{
    return named_host(text).has_value();
}

std::optional<std::string> origin_of(std::string_view url)
{
    std::string text = lowered(url);
    if (text.ends_with('/'))
        text.pop_back();
    const auto colon = text.find("://");
    const std::string scheme = text.substr(0, colon);
    if (colon == std::string::npos || (scheme != "http" && scheme != "https"))
        return std::nullopt;

    const std::string authority = text.substr(colon + 3);
    const auto host_end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    const std::string host = authority.substr(0, host_end);
    if (!is_host(host))
        return std::nullopt;
    if (host.size() == authority.size())
        return scheme + "://" + host;

    std::uint16_t port = 0;
    const char* const first = authority.data() + host.size() + 1;
    const char* const last = authority.data() + authority.size();
    if (authority[host.size()] != ':')
        return std::nullopt;
    const auto [end, failed] = std::from_chars(first, last, port);
    if (failed != std::errc{} || end != last || port == 0)
        return std::nullopt;
    if (port == (scheme == "http" ? 80 : 443))
        return scheme + "://" + host;
    return scheme + "://" + host + ':' + std::to_string(port);
}

origins::origins(std::string_view public_url, const std::string& listen_host, std::uint16_t listen_port,
                 bool listens_to_tls)
    : is_named_{!public_url.empty()}
{
    const std::string scheme = listens_to_tls ? "https://" : "http://";
    const std::string listening = scheme + written_endpoint(listen_host, listen_port);
    const auto own = origin_of(public_url.empty() ? listening : public_url);
    if (!own)
        throw std::invalid_argument{
            "The public URL \"" + std::string{public_url} +
            "\" is not of the form https://HOST or http://HOST:PORT, without a path."};
    accepted_.push_back(*own);
    public_host_ = named_host(own->substr(own->find("://") + 3)).value_or("");
    is_elsewhere_ = !listens_to_tls && is_loopback_host(listen_host) && !is_loopback_host(host_of(*own));
    if (is_loopback_host(listen_host)) {
        const auto local = origin_of(scheme + "localhost:" + std::to_string(listen_port));
        if (local && *local != *own)
            accepted_.push_back(*local);
    }
}

bool origins::are_named_by(std::string_view host) const
{
    const auto name = named_host(host);
    return name && (*name == public_host_ || *name == "localhost" || is_address(*name));
}

bool origins::are_ours(std::string_view origin) const
{
    return std::ranges::find(accepted_, origin) != accepted_.end();
}

}  // namespace jamhall::net
