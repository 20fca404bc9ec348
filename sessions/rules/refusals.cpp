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

}  // namespace jamhall::sessions
