// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/event_body_in.hpp"
#include "engine/codec/event_body_out.hpp"

#include <array>
#include <span>

namespace jamhall::codec {
namespace {

using namespace sessions;

event_body read_erasure_asked(body_in& r)
{
    erasure_asked made;
    made.what = r.word("what", erasure_scope_named);
    made.post = r.in.optional_id<post_id>("post");
    made.note = r.text("note");
    return made;
}

event_body read_erased(body_in& r)
{
    erased made;
    made.what = r.word("what", erasure_scope_named);
    made.post = r.in.optional_id<post_id>("post");
    made.people = r.optional_ids<person_id>("people");
    made.cause = r.word("cause", erasure_cause_named);
    made.note = r.text("note");
    if (r.in.is_written("text"))
        made.text = r.text("text");
    return made;
}

event_body read_erasure_refused(body_in& r)
{
    return erasure_refused{r.in.id<person_id>("person"), r.text("note")};
}

template <class Event>
event_body read_note(body_in& r)
{
    return Event{r.text("note")};
}

event_body read_exported(body_in& r)
{
    return exported{r.word("what", export_kind_named)};
}

constexpr std::array<known_event, 6> known_events{{
    {"erasure_asked", read_erasure_asked},
    {"erased", read_erased},
    {"erasure_refused", read_erasure_refused},
    {"legal_hold_set", read_note<legal_hold_set>},
    {"legal_hold_lifted", read_note<legal_hold_lifted>},
    {"exported", read_exported},
}};

}  // namespace

std::span<const known_event> records_events()
{
    return known_events;
}

void write_body(body_out& to, const erasure_asked& e)
{
    to.out.member("what", name_of(e.what));
    to.id_or_null("post", e.post);
    to.text("note", e.note);
}

void write_body(body_out& to, const erased& e)
{
    to.out.member("what", name_of(e.what));
    to.id_or_null("post", e.post);
    to.ids_if_any("people", e.people);
    to.out.member("cause", name_of(e.cause));
    to.text("note", e.note);
    // What stands in the place of a text is nobody's: it does not go with the officer who wrote it.
    if (e.text)
        to.text("text", "/text", person_id{}, *e.text);
}

void write_body(body_out& to, const erasure_refused& e)
{
    to.out.member("person", e.person.value);
    to.text("note", e.note);
}

void write_body(body_out& to, const legal_hold_set& e)
{
    to.text("note", e.note);
}

void write_body(body_out& to, const legal_hold_lifted& e)
{
    to.text("note", e.note);
}

void write_body(body_out& to, const exported& e)
{
    to.out.member("what", name_of(e.what));
}

}  // namespace jamhall::codec
