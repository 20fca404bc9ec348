// SPDX-License-Identifier: Apache-2.0
#include "engine/report/data_package.hpp"

#include "engine/codec/csv_out.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/report_out.hpp"
#include "engine/report/package_tables.hpp"
#include "engine/report/report_page.hpp"
#include "engine/report/zip_out.hpp"
#include "sessions/views/report.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace jamhall::report {
namespace {

using codec::json_out;
using sessions::jam_state;

void append_schema(json_out& out, const package_table& table)
{
    out.name("schema").begin_object().name("fields").begin_array();
    for (const package_field& field : table.fields) {
        out.begin_object().member("name", field.name).member("type", field.type);
        out.member("description", field.description).end_object();
    }
    out.end_array();
    if (!table.primary_key.empty()) {
        out.name("primaryKey").begin_array();
        for (const std::string_view key : table.primary_key)
            out.value(key);
        out.end_array();
    }
    out.name("missingValues").begin_array().value("").end_array().end_object();
}

/// The description that programs read. Source: Frictionless Data Package and Table Schema, version 1.
std::string descriptor_of(const jam_state& state, const std::vector<package_table>& tables,
                          sessions::instant made_at)
{
    std::string json;
    json_out out{json};
    out.begin_object().member("profile", "tabular-data-package").member("name", state.id.view());
    out.member("title", state.what->title).member("description", state.what->purpose);
    out.member("created", iso_time(made_at)).name("resources").begin_array();
    for (const package_table& table : tables) {
        out.begin_object().member("profile", "tabular-data-resource").member("name", table.name);
        out.member("title", table.title).member("path", table.file()).member("format", "csv");
        out.member("mediatype", "text/csv").member("encoding", "utf-8");
        append_schema(out, table);
        out.end_object();
    }
    out.end_array().end_object();
    json += '\n';
    return json;
}

std::string readme_of(const jam_state& state, const std::vector<package_table>& tables,
                      const sessions::jam_report& figures, sessions::instant made_at)
{
    std::string text =
        fmt::format("{}\nData of a jam, as of {}.\n\nFiles\n", state.what->title, iso_time(made_at));
    for (const package_table& table : tables)
        text += fmt::format("  {:<19} {}\n", table.file(), table.title);
    text += fmt::format(
        "  {:<19} The report's figures\n  {:<19} What every column means, for programs (Frictionless Data "
        "Package)\n\n",
        "report.json", "datapackage.json");
    if (figures.is_sealed)
        text +=
            "SEALED: support is sealed at this moment. Ballots, tallies, exposure and everything worked out "
            "from them "
            "are left out, and no figure here depends on them. Make the package again once the seal is "
            "lifted.\n\n";
    text += fmt::format(
        "People\n"
        "Names and e-mail addresses are not in here. Authors of posts bear numbers drawn at random for this "
        "package; "
        "beside ballots people bear other numbers, so that nobody can tell who cast which ballot. Posts "
        "written while "
        "names were hidden bear no number at all. Attributes of people (unit, ward ...) are here as counts "
        "only. A "
        "count of fewer than {} people is an empty cell, and so is a second one where subtraction would give "
        "it back. "
        "Ballots of a phase are here once the phase is over. Posts stand as people wrote them: what they say "
        "about "
        "themselves is in the texts.\n\n"
        "Reading the files\n"
        "CSV with commas, UTF-8, lines end with CR LF, the first line names the columns. An empty cell "
        "means: none, not "
        "shown or sealed; datapackage.json says which. Times are UTC. A text that begins with = + - @ or a "
        "tab has an "
        "apostrophe in front, because spreadsheets would run it as a formula.\n\n"
        "What the figures mean\n"
        "{}\n",
        state.what->policy.small_cell, figures.caveat);
    return text;
}

/// The report without authors: the package never names anybody.
std::string nameless_report_json(const jam_state& state, const sessions::jam_report& figures,
                                 sessions::instant made_at)
{
    jam_state nameless = state;
    for (std::size_t i = 0; i < nameless.posts.size(); ++i)
        nameless.posts.edit(i).is_nameless = true;
    return codec::report_json(nameless, figures, made_at);
}

}  // namespace

std::string header_of(const std::vector<package_field>& fields)
{
    std::string line;
    codec::csv_out row{line};
    for (const package_field& field : fields)
        row.text(field.name);
    row.end_row();
    return line;
}

std::string data_package(const jam_state& state, std::span<const sessions::post_version_row> versions,
                         sessions::instant made_at, const random_source& random)
{
    const sessions::jam_report figures = sessions::report_of(state);
    std::string bytes;
    zip_out zip{bytes, made_at};
    std::vector<package_table> tables;
    // One large text at a time: each is packed and let go before the next is made.
    const auto pack = [&](package_table made) {
        zip.add(made.file(), std::exchange(made.csv, {}));
        tables.push_back(std::move(made));
    };
    pack(forums_table(state, figures));
    pack(phases_table(state, figures));
    pack(participation_table(state, figures));
    pack(posts_table(state, random));
    pack(post_versions_table(state, versions));
    if (!figures.is_sealed) {
        pack(ideas_table(state, figures));
        pack(tallies_table(state, figures));
        pack(ballots_table(state, random));
        pack(exposure_table(state));
    }
    zip.add("report.json", nameless_report_json(state, figures, made_at));
    zip.add("README.txt", readme_of(state, tables, figures, made_at));
    zip.add("datapackage.json", descriptor_of(state, tables, made_at));
    zip.finish();
    return bytes;
}

}  // namespace jamhall::report
