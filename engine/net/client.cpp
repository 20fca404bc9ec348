// SPDX-License-Identifier: Apache-2.0
#include "engine/net/client.hpp"

#include "engine/base/parts.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace jamhall::net {
namespace {

using beast_string = boost::beast::string_view;

constexpr std::string_view forwarded = "Forwarded";
constexpr std::string_view forwarded_protocol = "X-Forwarded-Proto";

/// Proxies in a row that are looked through; more is a client that makes them up.
constexpr std::size_t hops_max = 16;

bool is_alike(std::string_view a, std::string_view b)
{
    return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

/// The value of a parameter of one element of Forwarded; empty without it. Source: RFC 7239 section 4.
std::string_view parameter_of(std::string_view element, std::string_view name)
{
    while (!element.empty()) {
        const std::string_view pair = base::next_part(element, ';');
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && is_alike(pair.substr(0, equals), name)) {
            std::string_view value = pair.substr(equals + 1);
            if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
                value = value.substr(1, value.size() - 2);
            return value;
        }
    }
    return {};
}

/// The elements of a header that is a list, over all its lines, in order.
std::vector<std::string_view> elements_of(const http_request& asked, std::string_view header)
{
    std::vector<std::string_view> found;
    const auto [first, last] = asked.equal_range(beast_string{header.data(), header.size()});
    for (auto line = first; line != last; ++line) {
        std::string_view rest{line->value().data(), line->value().size()};
        // One that ends in a comma ends in an empty element, which is nobody's address.
        for (;;) {
            const auto comma = rest.find(',');
            found.push_back(base::trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
    return found;
}

/// Whether a request names this machine itself as its host, as its own tools do and pages of other hosts cannot.
bool names_loopback(const http_request& asked)
{
    const auto field = asked[http::field::host];
    std::string_view host{field.data(), field.size()};
    if (is_alike(host.substr(0, host.rfind(':')), "localhost"))
        return true;
    const auto address = parse_node(host);
    return address && address->is_loopback();
}

/// Whether the last proxy says that the client came over plain http.
bool says_plain(const http_request& asked, bool uses_forwarded)
{
    const auto told = elements_of(asked, uses_forwarded ? forwarded : forwarded_protocol);
    if (told.empty())
        return false;
    return is_alike(uses_forwarded ? parameter_of(told.back(), "proto") : told.back(), "http");
}

}  // namespace

bool is_passed_on(const http_request& asked)
{
    constexpr std::array<beast_string, 5> marks{"Forwarded", "X-Forwarded-For", "X-Real-IP",
                                                "X-Forwarded-Proto", "Via"};
    return std::ranges::any_of(marks, [&asked](beast_string mark) { return asked.count(mark) > 0; });
}

client_finder::client_finder(proxy_options options, bool is_proxy_expected)
    : options_{std::move(options)}, is_proxy_expected_{is_proxy_expected}
{
}

bool client_finder::is_trusted(const ip_address& peer) const
{
    return std::ranges::any_of(options_.trusted,
                               [&peer](const address_range& range) { return range.contains(peer); });
}

/// The addresses that proxies have noted, in the order they did.
std::vector<std::string_view> client_finder::told_hops(const http_request& asked) const
{
    auto hops = elements_of(asked, options_.client_address_header);
    if (is_alike(options_.client_address_header, forwarded))
        std::ranges::transform(hops, hops.begin(),
                               [](std::string_view element) { return parameter_of(element, "for"); });
    return hops;
}

client client_finder::find(const ip_address& peer, const http_request& asked) const
{
    const ip_address itself = as_itself(peer);
    client found;
    found.address = address_key::of(itself);
    const bool is_bare = itself.is_loopback() && !is_passed_on(asked) && names_loopback(asked);
    if (!is_trusted(itself)) {
        found.is_local = is_bare && !is_proxy_expected_;
        found.is_known = found.is_local || !itself.is_loopback();
        return found;
    }

    auto hops = told_hops(asked);
    if (hops.empty()) {
        found.is_local = is_bare;
        found.is_known = is_bare;
        return found;
    }
    found.is_vouched_for = true;
    found.came_plain = says_plain(asked, is_alike(options_.client_address_header, forwarded));
    ip_address nearest = itself;
    for (std::size_t seen = 0; seen < hops_max && !hops.empty() && is_trusted(nearest); ++seen) {
        const auto told = parse_node(hops.back());
        if (!told) {
            found.is_known = false;
            break;
        }
        nearest = *told;
        hops.pop_back();
    }
    found.address = address_key::of(nearest);
    return found;
}

}  // namespace jamhall::net
