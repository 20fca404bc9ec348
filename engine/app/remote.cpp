// SPDX-License-Identifier: Apache-2.0
#include "engine/app/remote.hpp"

#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"
#include "engine/codec/json_in.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/codec/roster_in.hpp"
#include "engine/identity/tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>

namespace jamhall::app {
namespace {

using codec::json_document;
using codec::json_kind;
using codec::json_value;

constexpr codec::json_limits answer_limits{.size_max = 64 * 1024 * 1024, .depth_max = 32};

http_client client_of(const remote_options& at)
{
    return http_client{at.server, token_of(at)};
}

std::string path_of(const std::string& jam, std::string_view rest = "")
{
    return fmt::format("/api/v1/jams/{}{}", percent_encoded(jam), rest);
}

http_answer require_good(http_answer answer)
{
    if (!answer.is_good())
        throw refusal{refusal_text(answer)};
    return answer;
}

json_document parse(const http_answer& answer)
{
    auto read = json_document::parse(answer.body, answer_limits);
    if (!read)
        throw refusal{"The server's answer is not JSON; is this a Jamhall server?"};
    return std::move(*read);
}

std::optional<json_value> member(json_value of, std::string_view name)
{
    if (of.is(json_kind::object))
        for (const json_value each : of)
            if (each.name() == name)
                return each;
    return std::nullopt;
}

std::string text(json_value of, std::string_view name)
{
    const auto found = member(of, name);
    return found && found->is(json_kind::string) ? std::string{found->string()} : std::string{};
}

std::int64_t number(json_value of, std::string_view name)
{
    const auto found = member(of, name);
    return found && found->is(json_kind::integer) ? found->integer() : 0;
}

/// One line of a terminal: control characters of a title could move the cursor.
std::string printable(std::string line)
{
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return line;
}

void append_list(std::string& to, json_value problem, std::string_view list, std::string_view place,
                 std::string_view says)
{
    const auto found = member(problem, list);
    if (!found || !found->is(json_kind::array))
        return;
    for (const json_value each : *found) {
        const auto where = member(each, place);
        if (where && where->is(json_kind::integer))
            to += fmt::format("\n  line {}: {}", where->integer(), printable(text(each, says)));
        else
            to += fmt::format("\n  {}: {}", printable(text(each, place)), printable(text(each, says)));
    }
}

}  // namespace

std::string token_of(const remote_options& at)
{
    if (!at.token_file.empty()) {
        if (const auto token = identity::read_token_file(at.token_file))
            return *token;
        throw refusal{fmt::format("There is no token in {}.", at.token_file.string())};
    }
    if (const char* token = std::getenv("JAMHALL_TOKEN"); token != nullptr && *token != '\0')
        return token;
    const auto kept = at.data / "admin.token";
    if (const auto token = identity::read_token_file(kept))
        return *token;
    throw refusal{
        fmt::format("There is no admin token: name a --token-file, set JAMHALL_TOKEN, or name the --data "
                    "folder whose admin.token to use ({} cannot be read).",
                    kept.string())};
}

std::string refusal_text(const http_answer& answer)
{
    const auto read = json_document::parse(answer.body, answer_limits);
    if (!read || !read->root().is(json_kind::object))
        return fmt::format("The server answered {}.", answer.status);
    const json_value problem = read->root();
    std::string says = text(problem, "detail");
    if (says.empty())
        says = text(problem, "title");
    says = printable(says.empty() ? fmt::format("The server answered {}.", answer.status) : says);
    append_list(says, problem, "faults", "pointer", "message");
    append_list(says, problem, "refused", "line", "reason");
    return says;
}

void create_jam(const jam_create_command& asked)
{
    std::string plan = read_file(asked.plan, codec::plan_size_max);
    const auto made =
        require_good(client_of(asked.at).post("/api/v1/jams", "application/json", std::move(plan)));
    const auto document = parse(made);
    const auto jam = member(document.root(), "jam");
    fmt::print("{}\n", jam ? text(*jam, "id") : "");
}

void list_jams(const jam_list_command& asked)
{
    const auto document = parse(require_good(client_of(asked.at).get("/api/v1/jams")));
    const auto jams = member(document.root(), "jams");
    if (!jams || jams->size() == 0) {
        fmt::print("no jams yet\n");
        return;
    }
    for (const json_value each : *jams)
        fmt::print("{:<41} {:<10} {}\n", text(each, "id"), text(each, "state"),
                   printable(text(each, "title")));
}

void show_jam(const jam_show_command& asked)
{
    const auto document = parse(require_good(client_of(asked.at).get(path_of(asked.jam))));
    const json_value page = document.root();
    const auto jam = member(page, "jam");
    const auto phase = member(page, "phase");
    if (!jam || !phase)
        throw refusal{"The server's answer is not a jam; is this a Jamhall server?"};
    const auto paused = member(*phase, "paused");
    fmt::print("id       {}\ntitle    {}\nstate    {}\nphase    {} ({}){}\n", text(*jam, "id"),
               printable(text(*jam, "title")), text(*jam, "state"), text(*phase, "id"), text(*phase, "kind"),
               paused && paused->is(json_kind::boolean) && paused->boolean() ? ", paused" : "");
    if (const std::int64_t left = number(*phase, "ends_at_ms") - number(page, "now_ms"); left > 0)
        fmt::print("ends in  {} h {} min\n", left / 3'600'000, left / 60'000 % 60);
    if (const auto forums = member(page, "forums"); forums && forums->is(json_kind::array))
        for (const json_value each : *forums)
            fmt::print("forum    {}: {} ({} ideas)\n", text(each, "id"), printable(text(each, "title")),
                       number(each, "ideas"));
}

void cancel_jam(const jam_cancel_command& asked)
{
    std::string body;
    codec::json_out{body}.begin_object().member("do", "cancel_jam").member("note", asked.note).end_object();
    require_good(
        client_of(asked.at).post(path_of(asked.jam, "/commands"), "application/json", std::move(body)));
    fmt::print("cancelled {}\n", asked.jam);
}

void import_roster(const roster_import_command& asked)
{
    std::string target = path_of(asked.jam, "/roster");
    target += asked.partial ? "?partial=true" : "";
    if (asked.dry_run)
        target += asked.partial ? "&dry_run=true" : "?dry_run=true";
    std::string csv = read_file(asked.file, codec::roster_size_max);
    const auto document = parse(require_good(client_of(asked.at).post(target, "text/csv", std::move(csv))));
    std::string says = fmt::format("{}added {}, updated {}", asked.dry_run ? "would have: " : "",
                                   number(document.root(), "added"), number(document.root(), "updated"));
    append_list(says, document.root(), "refused", "line", "reason");
    fmt::print("{}\n", says);
}

namespace {

/// What was made and could not be written out: the hall keeps hashes of tokens only, so nobody can be told them any more.
[[noreturn]] void lose_links(const roster_links_command& asked, const std::string& why)
{
    const bool renews = asked.renew_all || !asked.email.empty();
    throw refusal{fmt::format(
        "{} The links were made, and what was not written of them is lost. {}", why,
        renews ? "Run this again: it makes new ones, and those that are lost open nothing any more."
               : "Run this again with --renew-all, which makes new links for everybody and ends those "
                 "they have, or with --email ADDRESS for some.")};
}

void require_standard_output()
{
    if (::fcntl(STDOUT_FILENO, F_GETFD) < 0)
        throw refusal{"Standard output is closed, so no links were made; name a file with --out."};
}

/// Writes to standard output and says whether it is there.
bool is_printed(std::string_view text)
{
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

}  // namespace

void make_links(const roster_links_command& asked)
{
    const auto client = client_of(asked.at);
    std::optional<new_file> file;
    if (asked.out.empty())
        require_standard_output();
    else
        file.emplace(asked.out, readable_by::owner);
    std::string target = path_of(asked.jam, "/links");
    if (asked.renew_all)
        target += "?renew=all";
    else if (!asked.email.empty())
        target += "?email=" + percent_encoded(asked.email);
    const auto links = require_good(client.post(target, "text/csv", ""));
    if (!file) {
        if (!is_printed(links.body))
            lose_links(asked, fmt::format("Cannot print: {}.", std::generic_category().message(errno)));
        return;
    }
    try {
        file->finish(links.body);
    } catch (const refusal& fault) {
        lose_links(asked, fault.what());
    }
    fmt::print("wrote {}\n", asked.out.string());
}

void save_report(const report_command& asked)
{
    const auto client = client_of(asked.at);
    const auto html = require_good(client.get(path_of(asked.jam, "/report.html")));
    const auto json = require_good(client.get(path_of(asked.jam, "/report")));
    const auto folder = asked.out.empty() ? std::filesystem::path{asked.jam + "-report"} : asked.out;
    make_folder(folder);
    write_file(folder / "report.html", html.body, readable_by::everybody);
    write_file(folder / "report.json", json.body, readable_by::everybody);
    fmt::print("wrote {} and report.json\n", (folder / "report.html").string());
}

void save_package(const export_command& asked)
{
    const auto package = require_good(client_of(asked.at).get(path_of(asked.jam, "/export.zip")));
    write_file(asked.out, package.body, readable_by::owner);
    fmt::print("wrote {}\n", asked.out.string());
}

}  // namespace jamhall::app
