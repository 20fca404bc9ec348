// SPDX-License-Identifier: Apache-2.0
#include "engine/report/report_html.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/sha256.hpp"
#include "engine/report/report_page.hpp"
#include "engine/report/report_style.hpp"

#include <algorithm>

namespace jamhall::report {
namespace {

constexpr std::string_view style = embedded_style[0].second;

std::string_view standing_in_words(const sessions::jam_state& state)
{
    using sessions::jam_stage;
    switch (state.stage) {
    case jam_stage::none: return "not yet made";
    case jam_stage::open: break;
    case jam_stage::closed: return "closed";
    case jam_stage::cancelled: return "cancelled";
    }
    return "not closed yet: the figures may still change";
}

void put_head(report_page& page)
{
    const sessions::plan& plan = *page.state.what;
    page.out.put(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-{}'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Report: "
        "{}</title>\n<style>{}</style>\n</head>\n"
        "<body>\n",
        style_hash(), plan.title, made_markup{style});
    page.out.put("<header>\n<p class=\"quiet\">Report of a jam</p>\n<h1 dir=\"auto\">{}</h1>\n", plan.title);
    if (!plan.purpose.empty())
        page.out.put("<p dir=\"auto\">{}</p>\n", plan.purpose);
    page.out.put("<dl>\n<dt>As of</dt><dd><time datetime=\"{}\">{}</time> ({})</dd>\n", iso_time(page.as_of),
                 written_time(page.state, page.as_of), plan.time_zone);
    page.out.put("<dt>Began</dt><dd><time datetime=\"{}\">{}</time></dd>\n", iso_time(plan.starts_at),
                 written_time(page.state, plan.starts_at));
    page.out.put("<dt>The jam is</dt><dd>{}</dd>\n</dl>\n</header>\n", standing_in_words(page.state));
}

void put_charter(report_page& page)
{
    const auto& mandate = page.state.what->mandate;
    if (!mandate)
        return;
    page.out.put("<section aria-labelledby=\"charter\">\n<h2 id=\"charter\">What was promised</h2>\n<dl>\n");
    const auto put_line = [&](std::string_view term, const std::string& words) {
        if (!words.empty())
            page.out.put("<dt>{}</dt><dd dir=\"auto\">{}</dd>\n", term, words);
    };
    put_line("What was asked", mandate->asks);
    put_line("Who decides", mandate->decides);
    put_line("By which criteria", mandate->criteria);
    put_line("Answer by", mandate->answer_by);
    page.out.put("</dl>\n</section>\n");
}

void put_contents(report_page& page)
{
    page.out.put(
        "<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#answer\">In short</a></li>\n"
        "<li><a href=\"#people\">Who took part</a></li>\n<li><a href=\"#ideas\">The ideas</a></li>\n");
    if (!page.figures.families.empty())
        page.out.put("<li><a href=\"#families\">Ideas that grew</a></li>\n");
    page.out.put(
        "<li><a href=\"#phases\">Phase by phase</a></li>\n<li><a href=\"#forums\">Forum by forum</a></li>\n"
        "<li><a href=\"#voice\">How evenly people spoke</a></li>\n"
        "<li><a href=\"#moderation\">What was taken down</a></li>\n");
    if (page.state.what->mandate)
        page.out.put("<li><a href=\"#charter\">What was promised</a></li>\n");
    page.out.put("<li><a href=\"#method\">How to read the figures</a></li>\n</ul>\n</nav>\n");
}

}  // namespace

std::string style_hash()
{
    std::string hash = base::base64url_of(base::sha256_of(style)) + "=";
    std::ranges::replace(hash, '-', '+');
    std::ranges::replace(hash, '_', '/');
    return hash;
}

std::string report_html(const sessions::jam_state& state, sessions::instant as_of)
{
    const sessions::jam_report figures = sessions::report_of(state);
    std::string html;
    report_page page{state, figures, as_of, html_out{html}};
    put_head(page);
    put_contents(page);
    page.out.put("<main>\n");
    put_answer(page);
    put_people(page);
    put_ideas(page);
    put_families(page);
    put_phases(page);
    put_forums(page);
    put_voice(page);
    put_moderation(page);
    put_charter(page);
    put_method(page);
    page.out.put("</main>\n</body>\n</html>\n");
    return html;
}

}  // namespace jamhall::report
