// SPDX-License-Identifier: Apache-2.0
#include "engine/app/doctor.hpp"

#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"
#include "engine/app/serve_settings.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/mail/smtp.hpp"
#include "engine/net/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string_view>

namespace jamhall::app {
namespace {

std::string_view word_of(severity how)
{
    switch (how) {
    case severity::good: return "good";
    case severity::note: return "note";
    case severity::bad: return "bad";
    }
    return "bad";
}

void print(const std::vector<finding>& findings)
{
    for (const auto& found : findings) {
        fmt::print("{:<5} {:<18} {}\n", word_of(found.how), found.check, found.says);
        if (!found.advice.empty())
            fmt::print("{:<24} {}\n", "", found.advice);
    }
}

std::vector<certificate_trouble> look_at_certificate(const net::tls_options& files,
                                                     const std::string& public_url)
{
    constexpr std::size_t pem_bytes_max = 1024 * 1024;
    std::vector<certificate_trouble> troubles;
    try {
        const auto judged =
            net::judge_certificate(read_file(files.certificate, pem_bytes_max),
                                   read_file(files.key, pem_bytes_max), public_url, clock::now());
        for (const auto& each : judged)
            troubles.push_back({each.keeps_people_out, each.says});
    } catch (const refusal& unreadable) {
        troubles.push_back({true, unreadable.what()});
    }
    return troubles;
}

std::vector<std::string> headers_of(const std::optional<net::proxy_accounts>& accounts)
{
    if (!accounts)
        return {};
    auto headers = net::account_headers(*accounts);
    headers.push_back(accounts->person_header);
    return headers;
}

}  // namespace

std::string findings_json(const std::vector<finding>& findings)
{
    std::string text;
    codec::json_out out{text};
    const bool is_healthy = std::ranges::find(findings, severity::bad, &finding::how) == findings.end();
    out.begin_object().member("healthy", is_healthy).name("findings").begin_array();
    for (const auto& found : findings)
        out.begin_object()
            .member("check", found.check)
            .member("level", word_of(found.how))
            .member("says", found.says)
            .member("advice", found.advice)
            .end_object();
    out.end_array().end_object();
    return text;
}

void doctor(const doctor_command& asked)
{
    serve_command as_served;
    as_served.config = asked.config;
    as_served.data = asked.data;
    as_served.public_url = asked.public_url;
    const auto settings = settings_of(as_served);
    auto found = look_around(settings.data);
    found.address = settings.public_url.empty()
                        ? address_facts{}
                        : ask_address(settings.public_url, headers_of(settings.more.proxy.accounts));
    if (settings.more.tls)
        found.certificate = look_at_certificate(*settings.more.tls, settings.public_url);
    found.sends_mail = !settings.more.mail.url.empty();
    if (found.sends_mail) {
        const std::atomic<bool> gives_up = false;
        found.mail_fault = mail::smtp_line{settings.more.mail, gives_up}.probe().why;
    }
    const auto findings = judge(found);
    if (asked.as_json)
        fmt::print("{}\n", findings_json(findings));
    else
        print(findings);
    const auto bad = std::ranges::count(findings, severity::bad, &finding::how);
    if (bad > 0)
        throw refusal{fmt::format("{} of {} findings are bad.", bad, findings.size())};
}

}  // namespace jamhall::app
