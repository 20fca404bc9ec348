// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/object_in.hpp"
#include "engine/codec/plan_in.hpp"
#include "engine/codec/switches_in.hpp"
#include "sessions/core/limits.hpp"

#include <limits>

namespace jamhall::codec {
namespace {

using namespace sessions;

constexpr integer_bounds whole_int32{0, std::numeric_limits<std::int32_t>::max()};

/// Calls `read` with each element of an array of objects; a plan of before `name` existed has none.
template <class Read>
void for_each_object(object_in& in, std::string_view name, Read read, bool is_required = true)
{
    const auto items = is_required ? in.array(name) : in.optional_array(name);
    if (!items)
        return;
    std::size_t index = 0;
    for (const json_value each : *items) {
        object_in item{each, pointer_to(in.pointer(name), index++), in.found()};
        read(item);
        item.finish();
    }
}

std::int32_t whole(object_in& in, std::string_view name)
{
    return static_cast<std::int32_t>(in.integer(name, whole_int32));
}

std::optional<std::int32_t> whole_or_none(object_in& in, std::string_view name)
{
    const auto value = in.optional_integer(name, whole_int32);
    return value ? std::optional{static_cast<std::int32_t>(*value)} : std::nullopt;
}

std::optional<charter> read_charter(object_in& in)
{
    const auto value = in.optional_object("charter");
    if (!value)
        return std::nullopt;
    object_in member{*value, in.pointer("charter"), in.found()};
    charter made;
    made.asks = member.string("asks");
    made.decides = member.string("decides");
    made.criteria = member.string("criteria");
    made.answer_by = member.string("answer_by");
    member.finish();
    return made;
}

planned_phase read_phase(object_in& in)
{
    planned_phase made;
    made.id = in.slug("id");
    const auto kind = phase_kind_named(in.string("kind"));
    if (!kind)
        in.note("kind", "is no kind of phase");
    made.kind = kind.value_or(phase_kind::lobby);
    made.rules = preset_of(made.kind);
    if (const auto ends_at = in.optional_instant("ends_at_ms"))
        made.end = *ends_at;
    else
        made.end = duration{in.integer("lasts_ms", {0, limits::wire_integer_max})};
    if (const auto written = in.object("switches")) {
        object_in switches{*written, in.pointer("switches"), in.found()};
        override_switches(switches, made.rules);
        switches.finish();
    }
    return made;
}

std::optional<privacy_note> read_privacy(object_in& in)
{
    const auto value = in.optional_object("privacy");
    if (!value)
        return std::nullopt;
    object_in member{*value, in.pointer("privacy"), in.found()};
    privacy_note made;
    made.text = member.string("text");
    made.contact = member.string("contact");
    member.finish();
    return made;
}

admission_way read_way(object_in& admission, std::string_view name)
{
    admission_way made;
    const auto written = admission.object(name);
    if (!written)
        return made;
    object_in in{*written, admission.pointer(name), admission.found()};
    made.is_open = in.boolean("open");
    made.has_newcomers = in.boolean("newcomers");
    made.audience = in.optional_slug("audience");
    if (const auto domains = in.array("domains"))
        for (const json_value each : *domains)
            made.domains.emplace_back(string_in(each, in.pointer("domains"), in.found()));
    in.finish();
    return made;
}

policies read_policies(object_in& in)
{
    policies made;
    made.grace_s = whole(in, "grace_s");
    made.text_max = whole(in, "text_max");
    made.small_cell = whole(in, "small_cell");
    made.exposure_floor = whole(in, "exposure_floor");
    made.retention_days = whole(in, "retention_days");
    made.support_word = in.string("support_word");
    made.facilitators_move_clock = in.boolean("facilitators_move_clock");
    // Plans of before these existed do without them.
    if (in.is_written("names_days"))
        made.names_days = whole(in, "names_days");
    if (in.is_written("backup_days"))
        made.backup_days = whole(in, "backup_days");
    if (in.is_written("dots"))
        made.dots = whole(in, "dots");
    if (in.is_written("unanswered_after_min"))
        made.unanswered_after_min = whole(in, "unanswered_after_min");
    if (const auto written = in.optional_object("admission")) {
        object_in member{*written, in.pointer("admission"), in.found()};
        made.admission = {read_way(member, "email"), read_way(member, "oidc"), read_way(member, "code"),
                          member.boolean("pseudonyms")};
        member.finish();
    }
    if (const auto written = in.optional_object("signals")) {
        object_in member{*written, in.pointer("signals"), in.found()};
        made.signals.links = member.boolean("links");
        if (const auto words = member.array("words"))
            for (const json_value each : *words)
                made.signals.words.emplace_back(string_in(each, member.pointer("words"), in.found()));
        made.signals.fast_posts_per_minute = whole_or_none(member, "fast_posts_per_minute");
        member.finish();
    }
    if (const auto written = in.object("limits")) {
        object_in member{*written, in.pointer("limits"), in.found()};
        made.limits.posts_per_minute = whole_or_none(member, "posts_per_minute");
        made.limits.commands_per_minute = whole_or_none(member, "commands_per_minute");
        made.limits.connections_per_person = whole_or_none(member, "connections_per_person");
        member.finish();
    }
    return made;
}

plan read_stored_plan(object_in& in)
{
    plan made;
    in.integer("v", {stored_plan_version, stored_plan_version});
    made.title = in.string("title");
    made.purpose = in.string("purpose");
    made.mandate = read_charter(in);
    made.time_zone = in.string("time_zone");
    made.starts_at = in.instant("starts_at_ms");
    for_each_object(in, "audiences", [&](object_in& item) {
        made.audiences.push_back({item.slug("id"), std::string{item.string("title")}});
    });
    for_each_object(in, "forums", [&](object_in& item) {
        made.forums.push_back(
            {item.slug("id"), std::string{item.string("title")}, std::string{item.string("question")}});
    });
    for_each_object(in, "agenda", [&](object_in& item) { made.agenda.push_back(read_phase(item)); });
    for_each_object(in, "rules", [&](object_in& item) {
        made.rules.push_back({item.slug("id"), std::string{item.string("text")}});
    });
    const auto read_guest = [&](object_in& item) {
        made.guests.push_back({std::string{item.string("name")}, item.instant("at_ms"),
                               whole(item, "minutes"), item.optional_slug("forum"),
                               std::string{item.string("about")}});
    };
    for_each_object(in, "guests", read_guest, false);
    made.privacy = read_privacy(in);
    if (const auto written = in.object("policies")) {
        object_in member{*written, in.pointer("policies"), in.found()};
        made.policy = read_policies(member);
        member.finish();
    }
    made.source = in.string("source");
    return made;
}

}  // namespace

decoded<plan> decode_stored_plan(std::string_view text)
{
    // The plan as written stands inside it once more, with its quotes escaped.
    constexpr json_limits stored_limits{.size_max = 8 * plan_size_max, .depth_max = 8};
    const auto document = json_document::parse(text, stored_limits);
    if (!document)
        return fault{"", document.error().message};
    faults found;
    object_in in{document->root(), "", found};
    plan made = read_stored_plan(in);
    in.finish();
    if (!found.empty())
        return std::move(found.front());
    return made;
}

}  // namespace jamhall::codec
