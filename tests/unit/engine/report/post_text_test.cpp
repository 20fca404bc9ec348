// SPDX-License-Identifier: Apache-2.0
#include "engine/report/post_text.hpp"

#include "tests/unit/engine/codec/shared_data.hpp"
#include "tests/unit/engine/report/html_reader.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace jamhall;
using report::excerpt_of_post;
using report::html_of_post;
using report::shortened;

namespace {

/// Nothing but the subset, whatever was written.
void require_subset(std::string_view markdown)
{
    static const std::set<std::string> allowed{"p",  "strong",     "em",   "a",   "ul", "ol",
                                               "li", "blockquote", "code", "pre", "br"};
    const std::string html = html_of_post(markdown);
    INFO(markdown << "\n=>\n" << html);
    for (const auto& found : report_test::tags_of(html)) {
        CHECK(allowed.contains(found.name));
        for (const std::string& attribute : found.attributes)
            CHECK((found.name == "a" ? attribute == "href" || attribute == "rel"
                                     : found.name == "ol" && attribute == "start"));
    }
}

}  // namespace

TEST_CASE("Markdown of a post becomes paragraphs, emphasis, lists, quotes and code")
{
    CHECK(html_of_post("Plant *trees*, **now**.") == "<p>Plant <em>trees</em>, <strong>now</strong>.</p>\n");
    CHECK(html_of_post("- one\n- two") == "<ul><li>one</li>\n<li>two</li>\n</ul>\n");
    CHECK(html_of_post("3. three\n4. four") == "<ol start=\"3\"><li>three</li>\n<li>four</li>\n</ol>\n");
    CHECK(html_of_post("> said") == "<blockquote><p>said</p>\n</blockquote>\n");
    CHECK(html_of_post("`a<b`") == "<p><code>a&lt;b</code></p>\n");
    CHECK(html_of_post("```\nx\n```") == "<pre><code>x\n</code></pre>\n");
    CHECK(html_of_post("one\ntwo") == "<p>one<br>\ntwo</p>\n");
}

TEST_CASE("What else Markdown can do becomes its text")
{
    CHECK(html_of_post("# Loud") == "<p><strong>Loud</strong></p>\n");
    CHECK(html_of_post("![a picture](https://example.org/p.png)") == "<p>a picture</p>\n");
    CHECK(html_of_post("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n");
    CHECK(html_of_post("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    CHECK(html_of_post("5 &lt; 6 &amp; 7 &copy; &#65;") == "<p>5 &lt; 6 &amp; 7 &amp;copy; A</p>\n");
}

TEST_CASE("Links lead to http, https and mail only")
{
    CHECK(html_of_post("[map](https://example.org/?a=1&b=2)") ==
          "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"ugc noopener nofollow\">map</a></p>\n");
    CHECK(html_of_post("<mailto:a@example.org>") ==
          "<p><a href=\"mailto:a@example.org\" rel=\"ugc noopener nofollow\">mailto:a@example.org</a></p>\n");
    for (const char* address :
         {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&#58;alert(1)",
          "javascript&colon;alert(1)", "java&#9;script:alert(1)", "data:text/html,x", "/here",
          "//example.org", "vbscript:x", "https:example", "&#x68;ttps&#0;://x"}) {
        const std::string html = html_of_post(std::string{"[click]("} + address + ")");
        INFO(address << " => " << html);
        CHECK(html.find("<a") == std::string::npos);
        CHECK(html.find("click") != std::string::npos);
    }
}

TEST_CASE("A quote in a link's address cannot end the attribute")
{
    require_subset("[x](https://example.org/\"onmouseover=alert(1))");
    require_subset("[x](<https://example.org/\" onmouseover=\"alert(1)>)");
    require_subset("[x](https://example.org/&quot;&gt;&lt;script&gt;)");
    require_subset("[x](https://example.org 'title\" onclick=\"x')");
}

TEST_CASE("Very deep nesting keeps its text and stays shallow")
{
    std::string deep(2'000, '>');
    deep += " bottom";
    const std::string html = html_of_post(deep);
    require_subset(deep);
    CHECK(html.find("bottom") != std::string::npos);
    CHECK(html.size() < 3'000);
    std::string lists;
    for (std::size_t i = 0; i < 60; ++i)
        lists += std::string(i * 2, ' ') + "- level\n";
    require_subset(lists);
}

TEST_CASE("An excerpt is one line of plain words, cut between characters")
{
    CHECK(excerpt_of_post("# A *title*\n\nand [more](https://example.org)", 100) == "A title and more");
    CHECK(excerpt_of_post("<i>x</i> & y", 100) == "<i>x</i> & y");
    CHECK(excerpt_of_post("äöüß", 3) == "äöü…");
    CHECK(excerpt_of_post("äöü", 3) == "äöü");
    CHECK(excerpt_of_post("", 3).empty());
    CHECK(shortened("日本語です", 2) == "日本…");
}

TEST_CASE("Strings that break software come out as text")
{
    const auto folder = codec_test::shared_data("nasty-text");
    if (folder.empty())
        return;
    std::size_t lines = 0;
    for (const auto& file : codec_test::files_in(folder)) {
        if (file.filename().string().starts_with("utf8"))
            continue;  // posts are well-formed UTF-8 when they get here
        std::istringstream text{codec_test::bytes_of_file(file)};
        for (std::string line; std::getline(text, line); ++lines) {
            require_subset(line);
            require_subset("[" + line + "](" + line + ")");
            require_subset("> - **" + line + "**");
        }
    }
    CHECK(lines > 1'000);
}
