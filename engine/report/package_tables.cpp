// SPDX-License-Identifier: Apache-2.0
#include "engine/report/package_tables.hpp"

#include "engine/codec/csv_out.hpp"
#include "engine/report/report_page.hpp"
#include "sessions/views/post_view.hpp"
#include "sessions/views/visibility.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace jamhall::report {
namespace {

using codec::csv_out;
using sessions::involvement;
using sessions::jam_report;
using sessions::jam_state;
using sessions::post;
using sessions::post_id;

csv_out& put_id(csv_out& row, post_id id)
{
    return id ? row.number(std::int64_t{id.value}) : row.empty();
}

csv_out& put_time(csv_out& row, std::optional<sessions::instant> at)
{
    return at ? row.text(iso_time(*at)) : row.empty();
}

csv_out& put_count(csv_out& row, std::optional<std::uint32_t> count)
{
    return row.number(count ? std::optional<std::int64_t>{*count} : std::nullopt);
}

}  // namespace

package_table forums_table(const jam_state& state, const jam_report& figures)
{
    package_table made{"forums",
                       "The forums and how much was posted there",
                       {{"forum", "string", "Id of the forum"},
                        {"title", "string", "Its title"},
                        {"question", "string", "The question it asked"},
                        {"ideas", "integer", "Ideas posted there, in any state"},
                        {"comments", "integer", "Comments and replies posted there, in any state"},
                        {"authors", "integer", "People who posted an idea or a comment there"}},
                       {"forum"},
                       {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    for (const auto& each : figures.forums) {
        const auto& planned = state.what->forums.at(each.forum);
        row.text(planned.id.view()).text(planned.title).text(planned.question);
        put_count(put_count(put_count(row, each.ideas), each.comments), each.authors).end_row();
    }
    return made;
}

package_table phases_table(const jam_state& state, const jam_report& figures)
{
    package_table made{
        "phases",
        "The phases that have begun",
        {{"phase", "string", "Id of the phase"},
         {"kind", "string", "lobby, brainwrite, ideate, refine, prioritise, reveal or archive"},
         {"began_at", "datetime", "When it began (UTC)"},
         {"ended_at", "datetime", "When it ended (UTC); empty while it runs"},
         {"ballot", "string", "How support was expressed: none, support or agree"},
         {"names", "string", "Whether authors were shown or hidden"},
         {"ideas", "integer", "Ideas posted in it"},
         {"comments", "integer", "Comments and replies posted in it"},
         {"ballots", "integer", "Ballots that stand; empty when sealed or none are taken"},
         {"people_with_ballot", "integer", "People who cast them"}},
        {"phase"},
        {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    for (const auto& each : figures.phases) {
        const sessions::phase& of = state.clock.phases.at(each.phase);
        row.text(of.id.view()).text(sessions::name_of(of.kind));
        put_time(put_time(row, of.begins_at), of.has_ended ? of.ends_at : std::nullopt);
        row.text(sessions::name_of(of.rules.ballot)).text(sessions::name_of(of.rules.names));
        put_count(put_count(row, each.ideas), each.comments);
        put_count(row, each.ballots ? std::optional{each.ballots->ballots} : std::nullopt);
        put_count(row, each.ballots ? std::optional{each.ballots->people} : std::nullopt).end_row();
    }
    return made;
}

package_table participation_table(const jam_state&, const jam_report& figures)
{
    package_table made{
        "participation",
        "How far people came, each step counted apart",
        {{"breakdown", "string", "all, admitted, audience or attribute"},
         {"attribute", "string", "Which attribute of the roster; empty for all and audience"},
         {"value", "string", "Audience id or value; empty: not given"},
         {"invited", "integer", "On the roster; of those admitted: who came in without being on it"},
         {"registered", "integer", "Signed in once"},
         {"entered", "integer", "Came into the jam"},
         {"posted", "integer", "Posted an idea or a comment"},
         {"supported", "integer", "Have a ballot that stands; empty while sealed"}},
        {},
        {}};
    made.csv = header_of(made.fields);
    csv_out row{made.csv};
    const auto put_row = [&](std::string_view breakdown, std::string_view attribute, std::string_view value,
                             const sessions::funnel& counts) {
        row.text(breakdown).text(attribute).text(value);
        for (const involvement step : sessions::all_involvements)
            put_count(row, counts.of(step));
        row.end_row();
    };
    put_row("all", "", "", figures.participation.all);
    put_row("admitted", "", "", figures.participation.newcomers);
    for (const auto& each : figures.participation.by_audience)
        put_row("audience", "", each.value, each.counts);
    for (const auto& by : figures.participation.by_attribute)
        for (const auto& each : by.rows)
            put_row("attribute", by.attribute, each.value, each.counts);
    return made;
}

package_table posts_table(const jam_state& state, const random_source& random)
{
    package_table made{
        "posts",
        "Every post that is on some page of the jam now",
        {{"post", "integer", "Number of the post, as in the jam"},
         {"forum", "string", "Its forum; empty: an announcement to everybody"},
         {"kind", "string", "idea, comment, prompt, summary or announcement"},
         {"parent", "integer", "Of a comment: the post it answers"},
         {"builds_on", "integer", "Of an idea: the idea it grew out of"},
         {"family", "integer", "Of an idea: the first idea of its family"},
         {"author", "integer", "A number drawn for this table of this package; empty where names are hidden"},
         {"text", "string", "Markdown as written; empty once withdrawn or hidden"},
         {"posted_at", "datetime", "When (UTC)"},
         {"edited_at", "datetime", "Last edit (UTC)"},
         {"version", "integer", "1, and one more for each edit"},
         {"state", "string", "published, hidden, withdrawn, merged or erased"},
         {"comments", "integer", "Of an idea or prompt: comments and replies"}},
        {"post"},
        {}};
    made.csv = header_of(made.fields);
    std::vector<sessions::person_id> authors;
    for (const post& p : state.posts)
        if (const auto author = sessions::shown_author(state, p); author && sessions::is_public(state, p))
            authors.push_back(*author);
    const renumbering numbers{std::move(authors), random};
    csv_out row{made.csv};
    for (const post& p : state.posts) {
        if (!sessions::is_public(state, p))
            continue;
        put_id(row, p.id);
        p.forum ? row.text(state.what->forums.at(*p.forum).id.view()) : row.empty();
        row.text(sessions::name_of(p.kind));
        put_id(put_id(put_id(row, p.parent), p.builds_on),
               p.kind == sessions::post_kind::idea ? p.family : post_id{});
        const auto author = sessions::shown_author(state, p);
        row.number(author ? std::optional{numbers.number_of(*author)} : std::nullopt);
        row.text(sessions::shown_text(p).value_or(""));
        put_time(put_time(row, p.at), p.edited_at).number(std::int64_t{p.version});
        row.text(sessions::name_of(p.state));
        sessions::tops_thread(p) ? put_count(row, sessions::shown_comment_count(state, p)) : row.empty();
        row.end_row();
    }
    return made;
}

package_table post_versions_table(const jam_state& state,
                                  std::span<const sessions::post_version_row> versions)
{
    package_table made{"post_versions",
                       "The texts of posts as they were",
                       {{"post", "integer", "Number of the post"},
                        {"version", "integer", "From 1"},
                        {"text", "string", "Markdown as written; empty once withdrawn or hidden"},
                        {"written_at", "datetime", "When (UTC)"}},
                       {"post", "version"},
                       {}};
    made.csv = header_of(made.fields);
    std::vector<const sessions::post_version_row*> shown;
    for (const auto& each : versions)
        if (state.knows(each.post) && sessions::is_public(state, state.at(each.post)))
            shown.push_back(&each);
    std::ranges::sort(shown, {}, [](const auto* each) { return std::pair{each->post, each->version}; });
    csv_out row{made.csv};
    for (const auto* each : shown) {
        const bool is_shown = sessions::shown_text(state.at(each->post)).has_value();
        put_id(row, each->post).number(std::int64_t{each->version}).text(is_shown ? each->text : "");
        put_time(row, each->at).end_row();
    }
    return made;
}

}  // namespace jamhall::report
