// SPDX-License-Identifier: Apache-2.0
// F4: a text on its way from a client to the report.
#include "engine/codec/text_in.hpp"
#include "engine/report/post_text.hpp"
#include "sessions/core/text.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/text_reading.hpp"
#include "tests/fuzz/bytes_in.hpp"
#include "tests/support/sessions/builders.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

using namespace jamhall;

namespace {

constexpr std::size_t text_max = 5'000;

/// Reads markup of ours as strictly as it is written: nothing but the subset, links that lead nowhere else.
class markup_reader {
public:
    explicit markup_reader(std::string_view html) : rest_{html} {}

    void read()
    {
        for (;;) {
            const auto at = rest_.find('<');
            fuzz::require(rest_.substr(0, at).find('>') == std::string_view::npos,
                          "every > ends a tag of ours");
            if (at == std::string_view::npos)
                break;
            rest_.remove_prefix(at + 1);
            tag();
        }
        fuzz::require(open_.empty(), "every tag is closed");
    }

private:
    void tag()
    {
        const auto end = rest_.find('>');
        fuzz::require(end != std::string_view::npos, "a tag ends");
        auto inside = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        if (inside.starts_with('/')) {
            fuzz::require(!open_.empty() && open_.back() == inside.substr(1), "tags are closed in order");
            open_.pop_back();
            return;
        }
        const auto name = inside.substr(0, inside.find(' '));
        static const std::set<std::string_view> allowed{"p",  "strong",     "em",   "a",   "ul", "ol",
                                                        "li", "blockquote", "code", "pre", "br"};
        fuzz::require(allowed.contains(name), "only the subset is written");
        inside.remove_prefix(name.size());
        attributes(name, inside);
        if (name != "br")
            open_.push_back(name);
    }

    static void attributes(std::string_view name, std::string_view written)
    {
        if (written.empty())
            return;
        if (name == "ol") {
            fuzz::require(written.starts_with(" start=\"") &&
                              written.find_first_not_of("0123456789", 8) == written.size() - 1,
                          "a list begins with a number");
            return;
        }
        fuzz::require(name == "a" && written.starts_with(" href=\""), "only links have attributes");
        written.remove_prefix(7);
        const auto end = written.find('"');
        fuzz::require(
            end != std::string_view::npos && written.substr(end) == "\" rel=\"ugc noopener nofollow\"",
            "a link has an address and a relation, and nothing more");
        std::string address{written.substr(0, std::min<std::size_t>(end, 8))};
        std::ranges::transform(address, address.begin(), [](unsigned char c) { return std::tolower(c); });
        fuzz::require(address.starts_with("http://") || address.starts_with("https://") ||
                          address.starts_with("mailto:"),
                      "a link leads to http, https or mail");
    }

    std::string_view rest_;
    std::vector<std::string_view> open_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view sent{reinterpret_cast<const char*>(bytes), size};
    static const auto state = sessions::replay(test::opened(test::one_phase()));
    if (!codec::is_utf8(sent))
        return 0;
    const auto text = codec::normalised(sent);
    fuzz::require(codec::is_utf8(text), "what is kept is UTF-8");
    fuzz::require(codec::normalised(text) == text, "normalising twice changes nothing");
    const auto fault = sessions::judge_text(text, text_max);
    fuzz::require((fault == sessions::text_fault::none) <= (sessions::code_point_count(text) <= text_max),
                  "no text is too long and taken");
    fuzz::require(sessions::word_count(text) <= text.size(), "there are no more words than bytes");
    sessions::signal_policy policy;
    policy.words = {"damn", "ärger"};
    static_cast<void>(sessions::signals_of(policy, text));
    for (const auto who : sessions::mentions_in(state, text))
        fuzz::require(state.knows(who), "only people of the jam are mentioned");
    for (std::uint32_t i = 1; i <= state.people.size(); ++i)
        static_cast<void>(sessions::names_person(state, text, {i}));
    const auto html = report::html_of_post(text);
    fuzz::require(codec::is_utf8(html), "the report is UTF-8");
    markup_reader{html}.read();
    fuzz::require(report::html_of_post(text) == html, "the same text is written the same way");
    const auto excerpt = report::excerpt_of_post(text, 80);
    fuzz::require(codec::is_utf8(excerpt) && sessions::code_point_count(excerpt) <= 81,
                  "an excerpt is short");
    fuzz::require(excerpt.find('\n') == std::string::npos, "an excerpt is one line");
    return 0;
}
