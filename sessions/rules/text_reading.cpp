// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/text_reading.hpp"

#include "sessions/core/folding.hpp"
#include "sessions/core/limits.hpp"

#include <algorithm>
#include <charconv>

namespace jamhall::sessions {
namespace {

constexpr auto npos = std::string_view::npos;

std::string lowered(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Whether one of these stands where a word begins.
bool begins_word(std::string_view text, std::string_view what)
{
    for (auto at = text.find(what); at != npos; at = text.find(what, at + 1))
        if (at == 0 || !is_letter_or_digit(text[at - 1]))
            return true;
    return false;
}

/// A Markdown link that leads out of the jam: neither a mention nor a reference to a post.
bool has_markdown_link(std::string_view text)
{
    for (auto at = text.find("]("); at != npos; at = text.find("](", at + 2)) {
        const auto target = text.substr(at + 2);
        if (!target.starts_with("person/") && !target.starts_with("#"))
            return true;
    }
    return false;
}

bool has_link(std::string_view text)
{
    const auto lower = lowered(text);
    return lower.find("://") != npos || begins_word(lower, "www.") || begins_word(lower, "mailto:") ||
           has_markdown_link(lower);
}

bool holds_any(std::string_view text, const std::vector<std::string>& words)
{
    if (words.empty())
        return false;
    const auto folded = folded_words(text);
    return std::ranges::any_of(words,
                               [&](const auto& word) { return holds_words(folded, folded_words(word)); });
}

/// Reads `person/12)` at the beginning of a link's target; 0 when it is something else.
person_id person_of(std::string_view target)
{
    constexpr std::string_view prefix{"person/"};
    if (!target.starts_with(prefix))
        return {};
    const auto digits = target.substr(prefix.size());
    std::uint32_t number = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc{} && stop != end && *stop == ')' ? person_id{number} : person_id{};
}

/// Calls `say` with each mention until it returns false.
template <class Say>
void for_each_mention(std::string_view text, Say say)
{
    for (auto at = text.find("@["); at != npos; at = text.find("@[", at + 2)) {
        const auto name = text.substr(at + 2);
        const auto end = name.find_first_of("[]\n");
        if (end == npos || !name.substr(end).starts_with("]("))
            continue;
        const auto who = person_of(name.substr(end + 2));
        if (who && !say(who))
            return;
    }
}

}  // namespace

signals signals_of(const signal_policy& policy, std::string_view text)
{
    signals made;
    made.links = policy.links && has_link(text);
    made.words = holds_any(text, policy.words);
    return made;
}

std::vector<person_id> mentions_in(const jam_state& state, std::string_view text)
{
    std::vector<person_id> made;
    for_each_mention(text, [&](person_id who) {
        if (state.knows(who) && std::ranges::find(made, who) == made.end())
            made.push_back(who);
        return made.size() < limits::mentions_max;
    });
    return made;
}

std::vector<person_id> newly_mentioned_in(const jam_state& state, const post& edited, std::string_view text)
{
    auto before = mentions_in(state, edited.text);
    before.insert(before.end(), edited.mentions.begin(), edited.mentions.end());
    auto made = mentions_in(state, text);
    std::erase_if(made, [&](person_id who) { return std::ranges::find(before, who) != before.end(); });
    const auto room = limits::mentions_max - std::min(limits::mentions_max, edited.mentions.size());
    made.resize(std::min(made.size(), room));
    return made;
}

bool names_person(const jam_state& state, std::string_view text, person_id who)
{
    if (!state.knows(who))
        return false;
    bool is_mentioned = false;
    for_each_mention(text, [&](person_id mentioned) {
        is_mentioned = mentioned == who;
        return !is_mentioned;
    });
    return is_mentioned || holds_words(folded_words(text), folded_words(state.at(who).entry.name));
}

}  // namespace jamhall::sessions
