// SPDX-License-Identifier: Apache-2.0
#include "sessions/rules/refusals.hpp"

#include "sessions/core/limits.hpp"
#include "sessions/core/text.hpp"

namespace jamhall::sessions {

rejection no_such_post(std::string field)
{
    return refuse(reject_code::no_such_post, std::move(field),
                  "There is no such post, or it is not shown yet.");
}

rejection no_such_forum(std::string field)
{
    return refuse(reject_code::no_such_forum, std::move(field), "There is no such forum in this jam.");
}

rejection no_such_person()
{
    return refuse(reject_code::no_such_person, "person", "There is nobody with this number in this jam.");
}

rejection may_not_take_part(const context& by)
{
    return refuse(reject_code::not_allowed, {},
                  by.kind == actor_kind::person
                      ? "Your role in this jam lets you read along, but not take part."
                      : "The administrator is nobody in this jam and cannot take part in it.");
}

rejection needs_organizer()
{
    return refuse(reject_code::not_allowed, {}, "Only an organizer of this jam may do this.");
}

rejection jam_is_over(bool was_cancelled)
{
    return refuse(reject_code::jam_over, {},
                  was_cancelled ? "This jam was cancelled."
                                : "This jam is closed. Everything in it can still be read.");
}

rejection no_room_for_posts()
{
    return refuse(reject_code::too_many, {}, "This jam has reached the most posts it can hold.");
}

rejection may_not_steer(std::string field)
{
    return refuse(reject_code::not_allowed, std::move(field),
                  "This is for the facilitators of this forum and for organizers.");
}

std::optional<rejection> fault_of_text(std::string_view text, std::size_t length_max, std::string field)
{
    switch (judge_text(text, length_max)) {
    case text_fault::none: return std::nullopt;
    case text_fault::empty:
        return refuse(reject_code::bad_field, std::move(field), "Please write something first.");
    case text_fault::control_character:
        return refuse(
            reject_code::bad_field, std::move(field),
            "The text contains an invisible control character. Please remove it or type the text anew.");
    case text_fault::too_long:
        return refuse(reject_code::text_too_long, std::move(field),
                      "The text is too long: at most " + std::to_string(length_max) + " characters fit.");
    }
    return std::nullopt;
}

std::optional<rejection> fault_of_note(std::string_view note)
{
    return note.empty() ? std::nullopt : fault_of_text(note, limits::note_length_max, "note");
}

std::optional<rejection> fault_of_one_line(std::string_view line, std::size_t length_max, std::string field)
{
    if (judge_line(line, length_max) == text_fault::control_character &&
        judge_text(line, length_max) == text_fault::none)
        return refuse(reject_code::bad_field, std::move(field), "Please write this on a single line.");
    return fault_of_text(line, length_max, std::move(field));
}

std::optional<rejection> fault_of_minutes(std::int64_t minutes)
{
    if (minutes >= 1 && minutes <= limits::steering_minutes_max)
        return std::nullopt;
    return refuse(reject_code::bad_field, "minutes", "Please give a number of minutes from 1 to a week.");
}

}  // namespace jamhall::sessions
