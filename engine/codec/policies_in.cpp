// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/policies_in.hpp"

#include "engine/codec/text_in.hpp"

#include <limits>

namespace jamhall::codec {
namespace {

using namespace sessions;

/// What fits the plan's values; which of them a plan may have is check_plan's to say.
constexpr integer_bounds any_int32{std::numeric_limits<std::int32_t>::min(),
                                   std::numeric_limits<std::int32_t>::max()};

void override_boolean(object_in& in, std::string_view name, bool& into)
{
    if (const auto written = in.optional(name))
        into = boolean_in(*written, in.pointer(name), in.found());
}

void override_integer(object_in& in, std::string_view name, std::int32_t& into)
{
    if (const auto value = in.optional_integer(name, any_int32))
        into = static_cast<std::int32_t>(*value);
}

void override_limit(object_in& in, std::string_view name, std::optional<std::int32_t>& into)
{
    if (!in.is_written(name))
        return;
    const auto value = in.optional_integer(name, any_int32);
    into = value ? std::optional{static_cast<std::int32_t>(*value)} : std::nullopt;
}

signal_policy read_signals(object_in& policies)
{
    signal_policy made;
    const auto value = policies.optional_object("signals");
    if (!value)
        return made;
    object_in in{*value, policies.pointer("signals"), policies.found()};
    override_boolean(in, "links", made.links);
    if (const auto words = in.optional_array("words")) {
        std::size_t index = 0;
        for (const json_value each : *words)
            made.words.push_back(
                normalised(string_in(each, pointer_to(in.pointer("words"), index++), in.found())));
    }
    override_limit(in, "fast_posts_per_minute", made.fast_posts_per_minute);
    in.finish();
    return made;
}

/// One way in, over what it is without being written.
void read_way(object_in& admission, std::string_view name, admission_way& into)
{
    const auto value = admission.optional_object(name);
    if (!value)
        return;
    object_in in{*value, admission.pointer(name), admission.found()};
    override_boolean(in, "open", into.is_open);
    if (name != "code")
        override_boolean(in, "newcomers", into.has_newcomers);
    into.audience = in.optional_slug("audience");
    const auto domains = name == "email" ? in.optional_array("domains") : std::nullopt;
    if (domains) {
        std::size_t index = 0;
        for (const json_value each : *domains)
            into.domains.emplace_back(
                string_in(each, pointer_to(in.pointer("domains"), index++), in.found()));
    }
    in.finish();
}

admission_policy read_admission(object_in& policies)
{
    admission_policy made;
    const auto value = policies.optional_object("admission");
    if (!value)
        return made;
    object_in in{*value, policies.pointer("admission"), policies.found()};
    read_way(in, "email", made.email);
    read_way(in, "oidc", made.oidc);
    read_way(in, "code", made.code);
    override_boolean(in, "pseudonyms", made.has_pseudonyms);
    in.finish();
    return made;
}

}  // namespace

policies written_policies(object_in& root)
{
    policies made;
    const auto value = root.optional_object("policies");
    if (!value)
        return made;
    object_in in{*value, root.pointer("policies"), root.found()};
    override_integer(in, "grace_s", made.grace_s);
    override_integer(in, "text_max", made.text_max);
    override_integer(in, "small_cell", made.small_cell);
    override_integer(in, "exposure_floor", made.exposure_floor);
    override_integer(in, "retention_days", made.retention_days);
    if (const auto written = in.optional_string("support_word"))
        made.support_word = normalised(*written);
    override_integer(in, "unanswered_after_min", made.unanswered_after_min);
    override_limit(in, "names_days", made.names_days);
    override_integer(in, "backup_days", made.backup_days);
    override_integer(in, "dots", made.dots);
    made.signals = read_signals(in);
    made.admission = read_admission(in);
    override_boolean(in, "facilitators_move_clock", made.facilitators_move_clock);
    if (const auto written = in.optional_object("limits")) {
        object_in rates{*written, in.pointer("limits"), in.found()};
        override_limit(rates, "posts_per_minute", made.limits.posts_per_minute);
        override_limit(rates, "commands_per_minute", made.limits.commands_per_minute);
        override_limit(rates, "connections_per_person", made.limits.connections_per_person);
        rates.finish();
    }
    in.finish();
    return made;
}

}  // namespace jamhall::codec
