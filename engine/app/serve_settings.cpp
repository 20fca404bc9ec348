// SPDX-License-Identifier: Apache-2.0
#include "engine/app/serve_settings.hpp"

#include "engine/app/account_settings.hpp"
#include "engine/app/config_section.hpp"
#include "engine/app/files.hpp"
#include "engine/app/oidc_settings.hpp"
#include "engine/app/refusal.hpp"
#include "engine/net/origins.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace jamhall::app {
namespace {

constexpr std::size_t config_size_max = 64 * 1024;
constexpr std::size_t password_size_max = 4 * 1024;
constexpr std::int64_t workers_max = 64;
constexpr std::int64_t seconds_max = 3'600;
constexpr std::int64_t hesitation_minutes_max = 60 * 24 * 7;

void read_limits(config_section in, net::client_limits& into, net::line_times& times)
{
    const std::pair<std::string_view, net::client_limits::count&> each[] = {
        {"requests_per_minute_per_address", into.requests_per_address},
        {"sign_ins_per_minute_per_address", into.sign_ins_per_address},
        {"upgrades_per_minute_per_address", into.upgrades_per_address},
        {"connections_per_minute_per_address", into.lines_per_address},
        {"open_connections_per_address", into.open_lines_per_address},
        {"requests_per_minute_per_person", into.requests_per_person},
        {"requests_per_minute_per_jam", into.requests_per_jam},
        {"messages_per_minute_per_socket", into.messages_per_socket},
    };
    for (const auto& [key, count] : each)
        count = in.limit(key).value_or(count);
    const std::pair<std::string_view, std::chrono::seconds&> waits[] = {
        {"header_seconds", times.header},
        {"body_seconds", times.body},
        {"handshake_seconds", times.handshake},
        {"socket_idle_seconds", times.socket_idle},
    };
    for (const auto& [key, wait] : waits)
        wait = std::chrono::seconds{in.number(key, 1, seconds_max).value_or(wait.count())};
    into.spares_loopback = in.yes_or_no("spares_loopback").value_or(into.spares_loopback);
    in.end();
}

std::optional<net::endpoint> address_in(config_section& in, std::string_view key)
{
    const auto text = in.text(key);
    if (!text)
        return std::nullopt;
    const auto found = parse_listen_address(*text);
    if (!found)
        in.refuse(key, "is HOST:PORT");
    return net::endpoint{found->host, found->port};
}

void read_tls(config_section in, config_only& into)
{
    const auto certificate = in.text("certificate");
    const auto key = in.text("key");
    into.redirect_from = address_in(in, "redirect_from");
    into.local = address_in(in, "local");
    in.end();
    if (!certificate || !key)
        in.refuse_section("needs certificate and key, the names of two PEM files");
    into.tls = net::tls_options{*certificate, *key};
    if (into.local && !net::is_loopback_host(into.local->host))
        in.refuse("local", "is HOST:PORT on a loopback address: it speaks without TLS");
}

toml::table parse(std::string_view toml, std::string_view name)
{
    try {
        return toml::parse(toml, name);
    } catch (const toml::parse_error& fault) {
        throw refusal{fmt::format("{}, line {}: {}.", name, fault.source().begin.line, fault.description())};
    }
}

mail::mail_settings::tls encryption_in(config_section& in)
{
    using tls = mail::mail_settings::tls;
    const auto word = in.text("tls");
    if (!word)
        return mail::mail_settings{}.encryption;
    if (*word == "required")
        return tls::required;
    if (*word == "if-offered")
        return tls::if_offered;
    if (*word != "off")
        in.refuse("tls", "is \"required\", \"if-offered\" or \"off\"");
    return tls::off;
}

/// smtp://HOST:PORT or smtps://HOST:PORT, and nothing else: user and password stand by themselves.
bool is_mail_url(std::string_view url)
{
    const bool is_smtp = url.starts_with("smtp://") || url.starts_with("smtps://");
    if (!is_smtp)
        return false;
    const auto place = url.substr(url.find("//") + 2);
    return !place.empty() && place.find_first_of("/@?# \t") == std::string_view::npos;
}

void read_mail(config_section in, mail::mail_settings& into)
{
    const auto url = in.text("smtp");
    const auto from = in.text("from");
    into.user = in.text("user").value_or("");
    if (const auto file = in.text("password_file"))
        into.password = read_secret(*file, password_size_max);
    into.encryption = encryption_in(in);
    into.ca_file = in.text("ca_file").value_or("");
    in.end();
    if (!url || !from)
        in.refuse_section("needs smtp and from");
    if (!is_mail_url(*url))
        in.refuse("smtp", "is smtp://HOST:PORT or smtps://HOST:PORT");
    if (!mail::read_sender(*from, into.from))
        in.refuse("from", "is an address, or a name and an address in angle brackets");
    into.url = *url;
}

std::vector<oidc::provider_settings*> all_who_vouch(config_only& in)
{
    std::vector<oidc::provider_settings*> all;
    for (auto& provider : in.providers)
        all.push_back(&provider);
    if (in.proxy.accounts)
        all.push_back(&in.proxy.accounts->says);
    return all;
}

}  // namespace

config_file read_config(std::string_view toml, std::string_view name)
{
    const toml::table table = parse(toml, name);
    config_section in{table, name, ""};
    config_file read;
    read.listen = in.text("listen");
    if (read.listen && !parse_listen_address(*read.listen))
        in.refuse("listen", "is HOST:PORT");
    read.public_url = in.text("public_url");
    read.more.hsts_subdomains = in.yes_or_no("hsts_subdomains");
    if (auto data = in.text("data"))
        read.data = std::move(*data);
    if (const auto count = in.number("workers", 1, workers_max))
        read.workers = static_cast<std::uint32_t>(*count);
    if (auto limits = in.section("limits"))
        read_limits(std::move(*limits), read.more.limits, read.more.times);
    if (auto proxy = in.section("proxy"))
        read.more.proxy = read_proxy(std::move(*proxy));
    if (auto tls = in.section("tls"))
        read_tls(std::move(*tls), read.more);
    if (auto mail = in.section("mail"))
        read_mail(std::move(*mail), read.more.mail);
    if (auto records = in.section("records")) {
        if (const auto wait = records->number("hesitation_minutes", 0, hesitation_minutes_max))
            read.more.retention_hesitates = std::chrono::minutes{*wait};
        records->end();
    }
    read.more.providers = read_providers(in.sections("oidc"));
    settle_email_domains(all_who_vouch(read.more), name);
    in.end();
    return read;
}

serve_settings settings_of(const serve_command& asked)
{
    config_file file;
    if (asked.config)
        file = read_config(read_file(*asked.config, config_size_max), *asked.config);
    serve_settings made;
    if (const auto& listen = asked.listen ? asked.listen : file.listen)
        made.listen = parse_listen_address(*listen).value();
    made.public_url = asked.public_url.value_or(file.public_url.value_or(""));
    made.data = asked.data.value_or(file.data.value_or("jamhall-data"));
    made.workers = asked.workers.value_or(file.workers.value_or(workers_by_default()));
    made.more = std::move(file.more);
    const std::string listened = "http://" + net::written_endpoint(made.listen.host, made.listen.port);
    require_safe_address(made.more.providers, made.public_url.empty() ? listened : made.public_url);
    return made;
}

std::uint32_t workers_by_default()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, static_cast<unsigned>(workers_max));
}

}  // namespace jamhall::app
