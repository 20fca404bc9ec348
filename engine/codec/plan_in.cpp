// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_in.hpp"

#include "engine/codec/json_copy.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/codec/plan_time_in.hpp"
#include "engine/codec/policies_in.hpp"
#include "engine/codec/switches_in.hpp"
#include "engine/codec/text_in.hpp"
#include "sessions/core/limits.hpp"
#include "sessions/rules/plan_check.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace jamhall::codec {
namespace {

using namespace sessions;

constexpr std::size_t zone_size_max = 64;

/// What fits the plan's values; which of them a plan may have is check_plan's to say.
constexpr integer_bounds any_int32{std::numeric_limits<std::int32_t>::min(),
                                   std::numeric_limits<std::int32_t>::max()};

/// Reads a plan member by member. What cannot be read becomes a stand-in, so that the rest is still judged.
class plan_reader {
public:
    plan_reader(object_in& root, const base::zone_resolver& zones, instant now)
        : root_{root}, found_{root.found()}, zones_{zones}, now_{now}
    {
    }

    plan read()
    {
        plan made;
        root_.integer("plan_version", {1, 1});
        made.title = text(root_, "title");
        made.purpose = optional_text(root_, "purpose", "");
        made.mandate = read_charter();
        made.time_zone = read_zone();
        made.starts_at = read_start();
        read_audiences(made);
        read_forums(made);
        read_agenda(made);
        read_rules(made);
        read_guests(made);
        made.privacy = read_privacy();
        made.policy = written_policies(root_);
        root_.finish();
        return made;
    }

    /// Whether a time could not be read, so that what follows from it means nothing.
    bool lost_time() const { return lost_time_; }

private:
    static std::string text(object_in& in, std::string_view name) { return normalised(in.string(name)); }

    static std::string optional_text(object_in& in, std::string_view name, std::string_view otherwise)
    {
        const auto written = in.optional_string(name);
        return written ? normalised(*written) : std::string{otherwise};
    }

    /// The id, or a stand-in no plan can hold twice.
    slug id(object_in& in)
    {
        const auto made = in.slug("id");
        return made.empty() ? *slug::parse("unread-" + std::to_string(found_.size())) : made;
    }

    /// Calls `read` with each element of an array of objects.
    template <class Read>
    void for_each_object(std::optional<json_value> items, std::string_view name, Read read)
    {
        if (!items)
            return;
        std::size_t index = 0;
        for (const json_value each : *items) {
            object_in item{each, pointer_to(root_.pointer(name), index++), found_};
            read(item);
            item.finish();
        }
    }

    std::optional<charter> read_charter()
    {
        const auto value = root_.optional_object("charter");
        if (!value)
            return std::nullopt;
        object_in in{*value, root_.pointer("charter"), found_};
        charter made;
        made.asks = optional_text(in, "asks", "");
        made.decides = optional_text(in, "decides", "");
        made.criteria = optional_text(in, "criteria", "");
        made.answer_by = optional_text(in, "answer_by", "");
        in.finish();
        return made;
    }

    std::string read_zone()
    {
        const auto before = found_.size();
        const std::string made{root_.string("time_zone")};
        const bool is_known = found_.size() == before && made.size() <= zone_size_max &&
                              zones_(made, base::local_time{}).fate != base::local_fate::unknown_zone;
        if (is_known)
            zone_ = made;
        else if (found_.size() == before)
            root_.note("time_zone", in_quotes(made) + " is no IANA time zone such as Europe/London");
        lost_time_ = !is_known;
        return made;
    }

    /// A wall time in the plan's zone; without a zone only its form is judged.
    instant placed(object_in& in, std::string_view name, std::string_view written)
    {
        const auto local = local_time_of(written);
        if (!local) {
            in.note(name, local.error().message);
        } else if (!zone_.empty()) {
            const auto at = instant_of(zones_, zone_, *local);
            if (at)
                return *at;
            in.note(name, at.error().message);
        }
        lost_time_ = true;
        return now_;
    }

    instant read_start()
    {
        const auto written = root_.required("starts_at");
        if (written && written->is(json_kind::string))
            return written->string() == "now" ? now_ : placed(root_, "starts_at", written->string());
        if (written)
            root_.note("starts_at", "must be a string");
        lost_time_ = true;
        return now_;
    }

    void read_audiences(plan& made)
    {
        const auto items = root_.optional_array("audiences");
        for_each_object(items, "audiences", [&](object_in& in) {
            const slug name = id(in);
            made.audiences.push_back({name, optional_text(in, "title", name.view())});
        });
        if (!items)
            made.audiences.push_back({"all"_slug, "Everyone"});
    }

    void read_forums(plan& made)
    {
        for_each_object(root_.array("forums"), "forums", [&](object_in& in) {
            planned_forum forum;
            forum.id = id(in);
            forum.title = text(in, "title");
            forum.question = optional_text(in, "question", "");
            made.forums.push_back(std::move(forum));
        });
    }

    void read_agenda(plan& made)
    {
        for_each_object(root_.array("agenda"), "agenda",
                        [&](object_in& in) { made.agenda.push_back(read_phase(in)); });
    }

    planned_phase read_phase(object_in& in)
    {
        planned_phase made;
        made.id = id(in);
        const auto before = found_.size();
        const auto kind_name = in.string("kind");
        const auto kind = phase_kind_named(kind_name);
        if (!kind && found_.size() == before)
            in.note("kind", "must be lobby, brainwrite, ideate, refine, prioritise, reveal or archive");
        made.kind = kind.value_or(phase_kind::ideate);
        made.rules = preset_of(made.kind);
        made.end = read_end(in);
        if (const auto written = in.optional_object("switches")) {
            object_in switches{*written, in.pointer("switches"), found_};
            override_switches(switches, made.rules);
            switches.finish();
        }
        return made;
    }

    std::variant<duration, instant> read_end(object_in& in)
    {
        const auto before = found_.size();
        const auto lasts = in.optional_string("lasts");
        const auto ends_at = in.optional_string("ends_at");
        if (found_.size() == before && lasts.has_value() == ends_at.has_value())
            in.note("lasts", lasts ? "and ends_at exclude each other" : "or ends_at is required");
        const bool is_read = found_.size() == before && lasts.has_value() != ends_at.has_value();
        if (is_read && ends_at)
            return placed(in, "ends_at", *ends_at);
        if (is_read) {
            const auto length = duration_of(*lasts);
            if (length)
                return *length;
            in.note("lasts", length.error().message);
        }
        lost_time_ = true;
        return duration{limits::phase_length_min};
    }

    void read_rules(plan& made)
    {
        const auto items = root_.optional_array("rules");
        for_each_object(items, "rules", [&](object_in& in) {
            const slug name = id(in);
            made.rules.push_back({name, text(in, "text")});
        });
        if (!items)
            made.rules.push_back({"civil"_slug, "No personal attacks."});
    }

    void read_guests(plan& made)
    {
        for_each_object(root_.optional_array("guests"), "guests", [&](object_in& in) {
            guest_slot slot;
            slot.name = text(in, "name");
            const auto before = found_.size();
            const auto at = in.string("at");
            slot.at = found_.size() == before ? placed(in, "at", at) : now_;
            override_integer(in, "minutes", slot.minutes);
            slot.forum = in.optional_slug("forum");
            slot.about = optional_text(in, "about", "");
            made.guests.push_back(std::move(slot));
        });
    }

    std::optional<privacy_note> read_privacy()
    {
        const auto value = root_.optional_object("privacy");
        if (!value)
            return std::nullopt;
        object_in in{*value, root_.pointer("privacy"), found_};
        privacy_note made{optional_text(in, "text", ""), optional_text(in, "contact", "")};
        in.finish();
        return made;
    }

    static void override_integer(object_in& in, std::string_view name, std::int32_t& into)
    {
        if (const auto value = in.optional_integer(name, any_int32))
            into = static_cast<std::int32_t>(*value);
    }

    object_in& root_;
    faults& found_;
    const base::zone_resolver& zones_;
    instant now_;
    std::string zone_;  ///< empty unless known
    bool lost_time_ = false;
};

bool is_within(std::string_view inner, std::string_view outer)
{
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

/// Adds what the rules say of the plan, but not of a part that was a stand-in for something unreadable.
void add_rule_faults(const plan& made, bool lost_time, faults& found)
{
    const auto shape_faults = found;
    for (auto& judged : check_plan(made)) {
        const bool follows = std::ranges::any_of(shape_faults, [&](const fault& f) {
            return is_within(judged.pointer, f.pointer) || is_within(f.pointer, judged.pointer);
        });
        const bool rests_on_lost_time = lost_time && judged.pointer.ends_with("/ends_at");
        if (!follows && !rests_on_lost_time)
            found.push_back({std::move(judged.pointer), std::move(judged.message)});
    }
}

read_plan read_value(json_value written, const base::zone_resolver& zones, instant now)
{
    if (!written.is(json_kind::object))
        return faults{fault{"", "The plan must be a JSON object"}};
    faults found;
    object_in root{written, "", found};
    plan_reader reader{root, zones, now};
    plan made = reader.read();
    add_rule_faults(made, reader.lost_time(), found);
    if (!found.empty())
        return found;
    return made;
}

}  // namespace

void throw_exception_from_error(const faults&, const boost::source_location&)
{
    throw std::logic_error{"a refused plan was read as a plan"};
}

read_plan decode_plan(std::string_view text, const base::zone_resolver& zones, instant now)
{
    const auto document = json_document::parse(text, {.size_max = plan_size_max});
    if (!document)
        return faults{fault{"", "The plan " + document.error().message}};
    auto made = read_value(document->root(), zones, now);
    if (!made)
        return made;
    if (auto late = fault_of_start(*made, now))
        return faults{fault{std::move(late->pointer), std::move(late->message)}};
    made->source = text;
    return made;
}

boost::system::result<changed_plan, faults> decode_changed_plan(json_value written,
                                                                const base::zone_resolver& zones, instant now)
{
    auto made = read_value(written, zones, now);
    if (!made)
        return made.error();
    json_out source{made->source};
    append_value(source, written);
    faults unused;
    object_in root{written, "", unused};
    const bool starts_now = root.string("starts_at") == "now";
    return changed_plan{std::move(*made), starts_now};
}

}  // namespace jamhall::codec
