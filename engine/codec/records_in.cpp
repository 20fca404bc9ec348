// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/command_reader.hpp"
#include "sessions/core/limits.hpp"

#include <array>
#include <span>

namespace jamhall::codec {
namespace {

using sessions::person_id;
using sessions::post_id;
namespace limits = sessions::limits;

constexpr std::string_view scopes = "post, identity or everything";

sessions::command read_ask_erasure(command_reader& r)
{
    sessions::ask_erasure made;
    made.what = r.word("what", sessions::erasure_scope_named, scopes);
    made.post = r.in.optional_id<post_id>("post");
    made.note = r.optional_text("note", limits::note_length_max);
    return made;
}

sessions::command read_erase_post(command_reader& r)
{
    sessions::erase_post made;
    made.post = r.in.id<post_id>("post");
    if (r.in.optional("text"))
        made.text = r.text("text", limits::text_length_max);
    made.note = r.optional_text("note", limits::note_length_max);
    return made;
}

sessions::command read_erase_person(command_reader& r)
{
    sessions::erase_person made;
    made.person = r.in.id<person_id>("person");
    made.what = r.word("what", sessions::erasure_scope_named, "identity or everything");
    made.note = r.optional_text("note", limits::note_length_max);
    return made;
}

sessions::command read_refuse_erasure(command_reader& r)
{
    return sessions::refuse_erasure{r.in.id<person_id>("person"), r.text("note", limits::note_length_max)};
}

template <class Command>
sessions::command read_note(command_reader& r)
{
    return Command{r.text("note", limits::note_length_max)};
}

constexpr std::array<known_command, 6> known_commands{{
    {"ask_erasure", of_the_jam<read_ask_erasure>},
    {"erase_post", of_the_jam<read_erase_post>},
    {"erase_person", of_the_jam<read_erase_person>},
    {"refuse_erasure", of_the_jam<read_refuse_erasure>},
    {"set_legal_hold", of_the_jam<read_note<sessions::set_legal_hold>>},
    {"lift_legal_hold", of_the_jam<read_note<sessions::lift_legal_hold>>},
}};

}  // namespace

std::span<const known_command> records_commands()
{
    return known_commands;
}

}  // namespace jamhall::codec
