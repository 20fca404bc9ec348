// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/calendar_out.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/sha256.hpp"
#include "sessions/rules/phase_words.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <map>

namespace jamhall::codec {

using namespace sessions;

namespace {

/// Octets of one line, after which it goes on in the next (RFC 5545 section 3.1).
constexpr std::size_t line_size_max = 75;

std::string utc(instant at)
{
    using namespace std::chrono;
    const sys_time<milliseconds> point{milliseconds{at.ms}};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const hh_mm_ss time{floor<seconds>(point - day)};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

/// TEXT of RFC 5545 section 3.3.11.
std::string escaped(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',')
            made += '\\';
        if (c == '\n')
            made += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
            made += c;
    }
    return made;
}

class calendar_text {
public:
    void line(std::string_view name, std::string_view value)
    {
        std::string whole{name};
        whole += ':';
        whole += value;
        std::size_t room = line_size_max;
        for (std::size_t at = 0; at < whole.size();) {
            std::size_t size = std::min(room, whole.size() - at);
            // Never inside a character.
            while (at + size < whole.size() &&
                   (static_cast<unsigned char>(whole[at + size]) & 0xC0U) == 0x80U)
                --size;
            if (at > 0)
                made_ += ' ';
            made_.append(whole, at, size);
            made_ += "\r\n";
            at += size;
            room = line_size_max - 1;
        }
    }

    std::string take() { return std::move(made_); }

private:
    std::string made_;
};

/// Rises with whatever may move the times, so that calendars take the newer ones; never with what people write.
std::uint32_t sequence_of(const jam_state& state)
{
    return state.plan_changes + state.clock.moves + (state.stage == jam_stage::cancelled ? 1 : 0);
}

/// What names an entry for ever: a guest slot has no id, so the name, and which of that name it is.
std::string name_of_slot(const guest_slot& slot, std::uint32_t number)
{
    constexpr std::size_t digits = 16;
    return "guest-" + base::hex_of(base::sha256_of(slot.name)).substr(0, digits) + "-" +
           std::to_string(number);
}

struct calendar_entry {
    std::string id;
    instant from;
    instant to;
    std::string summary;
    std::string about{};
    std::string place{};
};

void add_entry(calendar_text& text, const jam_state& state, const calendar_entry& entry,
               std::string_view page)
{
    text.line("BEGIN", "VEVENT");
    text.line("UID", state.id.str() + "-" + entry.id + "@jamhall");
    text.line("DTSTAMP", utc(state.last_at));
    text.line("SEQUENCE", std::to_string(sequence_of(state)));
    text.line("DTSTART", utc(entry.from));
    text.line("DTEND", utc(entry.to));
    text.line("SUMMARY", escaped(state.what->title + ": " + entry.summary));
    if (!entry.about.empty())
        text.line("DESCRIPTION", escaped(entry.about));
    if (!entry.place.empty())
        text.line("LOCATION", escaped(entry.place));
    text.line("URL", page);
    text.line("STATUS", state.stage == jam_stage::cancelled ? "CANCELLED" : "CONFIRMED");
    text.line("END", "VEVENT");
}

}  // namespace

std::string calendar(const jam_state& state, std::string_view page)
{
    calendar_text text;
    text.line("BEGIN", "VCALENDAR");
    text.line("VERSION", "2.0");
    text.line("PRODID", "-//Jamhall//Jamhall//EN");
    text.line("METHOD", "PUBLISH");
    for (const phase& each : state.clock.phases) {
        if (!each.planned_end || !each.begins_at || !each.ends_at)
            continue;
        add_entry(text, state,
                  {each.id.str(), *each.begins_at, *each.ends_at, std::string{title_of(each.kind)}}, page);
    }
    std::map<std::string_view, std::uint32_t> of_name;
    for (const guest_slot& each : state.what->guests) {
        const auto forum = each.forum ? state.forum_named(*each.forum) : std::nullopt;
        add_entry(
            text, state,
            {name_of_slot(each, ++of_name[each.name]), each.at, each.at + std::chrono::minutes{each.minutes},
             "Guest " + each.name, each.about, forum ? state.what->forums[*forum].title : std::string{}},
            page);
    }
    text.line("END", "VCALENDAR");
    return text.take();
}

}  // namespace jamhall::codec
