// SPDX-License-Identifier: Apache-2.0
#include "engine/report/post_text.hpp"

#include "engine/report/html_out.hpp"

#include <md4c.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

namespace jamhall::report {
namespace {

/// Quotes and lists nested deeper than this lose their frame, not their text.
constexpr int depth_max = 8;

void append_code_point(std::string& to, std::uint32_t point)
{
    const auto byte = [&](std::uint32_t value) {
        to += static_cast<char>(static_cast<unsigned char>(value));
    };
    if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point > 0x10FFFF ||
        (point >= 0xD800 && point < 0xE000))
        point = 0xFFFD;
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | (point >> 6U));
        byte(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        byte(0xE0 | (point >> 12U));
        byte(0x80 | ((point >> 6U) & 0x3FU));
        byte(0x80 | (point & 0x3FU));
    } else {
        byte(0xF0 | (point >> 18U));
        byte(0x80 | ((point >> 12U) & 0x3FU));
        byte(0x80 | ((point >> 6U) & 0x3FU));
        byte(0x80 | (point & 0x3FU));
    }
}

/// The text of `&amp;`, `&#65;` and `&#x41;`; other names stay as they were written.
void append_entity(std::string& to, std::string_view entity)
{
    constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", "\u00A0"}};
    for (const auto& [name, text] : names) {
        if (entity == name) {
            to += text;
            return;
        }
    }
    if (entity.size() < 4 || entity[1] != '#') {
        to += entity;
        return;
    }
    const bool is_hex = entity[2] == 'x' || entity[2] == 'X';
    const std::string_view digits = entity.substr(is_hex ? 3 : 2, entity.size() - (is_hex ? 4 : 3));
    std::uint32_t point = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), point, is_hex ? 16 : 10);
    append_code_point(to, point);
}

std::string text_of(const MD_ATTRIBUTE& attribute)
{
    std::string text;
    for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        const auto begin = attribute.substr_offsets[i];
        const std::string_view part{attribute.text + begin, attribute.substr_offsets[i + 1] - begin};
        if (attribute.substr_types[i] == MD_TEXT_ENTITY)
            append_entity(text, part);
        else
            text += part;
    }
    return text;
}

bool begins_with(std::string_view text, std::string_view lower_case)
{
    return text.size() > lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

/// The address of a link, or nothing for one that is not followed from here.
std::optional<std::string> link_of(const MD_ATTRIBUTE& href)
{
    std::string address = text_of(href);
    const bool is_plain = std::ranges::none_of(address, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F;
    });
    const bool is_known = begins_with(address, "http://") || begins_with(address, "https://") ||
                          begins_with(address, "mailto:");
    if (!is_plain || !is_known)
        return std::nullopt;
    return address;
}

/// What md4c calls while it reads one post. An opened tag notes how it closes. Tags stay balanced whatever md4c
/// says: where emphasis and a link cross, version 0.4.8 leaves spans that it never entered.
class post_renderer {
public:
    explicit post_renderer(bool with_markup) : with_markup_{with_markup} {}

    std::string render(std::string_view markdown)
    {
        MD_PARSER parser{};
        parser.flags = MD_FLAG_NOHTML;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return static_cast<post_renderer*>(self)->enter_block(type, detail);
        };
        parser.leave_block = [](MD_BLOCKTYPE, void*, void* self) {
            return static_cast<post_renderer*>(self)->leave_block();
        };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
            return static_cast<post_renderer*>(self)->enter_span(type, detail);
        };
        parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
            return static_cast<post_renderer*>(self)->leave_span(type);
        };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
            return static_cast<post_renderer*>(self)->text(type, {text, size});
        };
        // It fails only without memory; then the source is what there is to show.
        if (md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, this) != 0) {
            made_.clear();
            add(markdown);
        }
        return std::move(made_);
    }

private:
    struct open_tag {
        std::string_view close;
        bool is_frame = false;                 ///< a quote or a list
        std::optional<MD_SPANTYPE> span = {};  ///< nothing: a block
    };

    int open_block(std::string_view tag, std::string_view close, bool is_frame = false)
    {
        depth_ += is_frame ? 1 : 0;
        const bool is_shown = with_markup_ && (!is_frame || depth_ <= depth_max);
        made_ += is_shown ? tag : "";
        open_.push_back({is_shown ? close : " ", is_frame});
        return 0;
    }

    int open_span(MD_SPANTYPE type, std::string_view tag, std::string_view close)
    {
        made_ += with_markup_ ? tag : "";
        open_.push_back({with_markup_ ? close : "", false, type});
        return 0;
    }

    int enter_block(MD_BLOCKTYPE type, void* detail)
    {
        switch (type) {
        case MD_BLOCK_QUOTE: return open_block("<blockquote>", "</blockquote>\n", true);
        case MD_BLOCK_UL: return open_block("<ul>", "</ul>\n", true);
        case MD_BLOCK_OL: {
            const auto start = static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start;
            return open_block("<ol start=\"" + std::to_string(start) + "\">", "</ol>\n", true);
        }
        case MD_BLOCK_LI: return depth_ > depth_max ? open_block("", " ") : open_block("<li>", "</li>\n");
        case MD_BLOCK_CODE: return open_block("<pre><code>", "</code></pre>\n");
        case MD_BLOCK_H: return open_block("<p><strong>", "</strong></p>\n");
        case MD_BLOCK_P: return open_block("<p>", "</p>\n");
        default: return open_block("", "");
        }
    }

    int enter_span(MD_SPANTYPE type, void* detail)
    {
        switch (type) {
        case MD_SPAN_EM: return open_span(type, "<em>", "</em>");
        case MD_SPAN_STRONG: return open_span(type, "<strong>", "</strong>");
        case MD_SPAN_CODE: return open_span(type, "<code>", "</code>");
        case MD_SPAN_A: return open_link(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
        default: return open_span(type, "", "");
        }
    }

    int open_link(const MD_ATTRIBUTE& href)
    {
        const auto address = link_of(href);
        if (!address)
            return open_span(MD_SPAN_A, "", "");
        std::string tag;
        html_out{tag}.put("<a href=\"{}\" rel=\"ugc noopener nofollow\">", *address);
        return open_span(MD_SPAN_A, tag, "</a>");
    }

    void close_last()
    {
        made_ += open_.back().close;
        depth_ -= open_.back().is_frame ? 1 : 0;
        open_.pop_back();
    }

    int leave_block()
    {
        while (!open_.empty() && open_.back().span)
            close_last();
        if (!open_.empty())
            close_last();
        return 0;
    }

    int leave_span(MD_SPANTYPE type)
    {
        const auto last_block =
            std::find_if(open_.rbegin(), open_.rend(), [](const open_tag& tag) { return !tag.span; });
        const auto entered = std::find_if(open_.rbegin(), last_block,
                                          [type](const open_tag& tag) { return tag.span == type; });
        if (entered != last_block)
            for (auto left = entered - open_.rbegin() + 1; left > 0; --left)
                close_last();
        return 0;
    }

    int text(MD_TEXTTYPE type, std::string_view piece)
    {
        switch (type) {
        case MD_TEXT_NULLCHAR: made_ += "\uFFFD"; return 0;
        case MD_TEXT_BR:
        case MD_TEXT_SOFTBR: made_ += with_markup_ ? "<br>\n" : " "; return 0;
        case MD_TEXT_ENTITY: {
            std::string decoded;
            append_entity(decoded, piece);
            return add(decoded);
        }
        default: return add(piece);
        }
    }

    int add(std::string_view piece)
    {
        if (with_markup_)
            append_escaped(made_, piece);
        else
            made_ += piece;
        return 0;
    }

    const bool with_markup_;
    std::string made_;
    std::vector<open_tag> open_;
    int depth_ = 0;
};

}  // namespace

std::string html_of_post(std::string_view markdown)
{
    return post_renderer{true}.render(markdown);
}

std::string shortened(std::string_view line, std::size_t length_max)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U;
        if (begins && length++ == length_max)
            return std::string{line.substr(0, i)} + "…";
    }
    return std::string{line};
}

std::string excerpt_of_post(std::string_view markdown, std::size_t length_max)
{
    const std::string plain = post_renderer{false}.render(markdown);
    std::string line;
    for (const char c : plain) {
        const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_space)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    while (!line.empty() && line.back() == ' ')
        line.pop_back();
    return shortened(line, length_max);
}

}  // namespace jamhall::report
