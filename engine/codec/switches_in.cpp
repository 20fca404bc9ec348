// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/switches_in.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace jamhall::codec {
namespace {

using namespace sessions;

constexpr integer_bounds any_int32{std::numeric_limits<std::int32_t>::min(),
                                   std::numeric_limits<std::int32_t>::max()};

template <class Enum, std::size_t N>
void override_word(object_in& in, std::string_view name, const std::array<Enum, N>& values, Enum& into)
{
    const auto before = in.found().size();
    const auto written = in.optional_string(name);
    if (!written || in.found().size() != before)
        return;
    const auto found = std::ranges::find_if(values, [&](Enum value) { return name_of(value) == *written; });
    if (found != values.end()) {
        into = *found;
        return;
    }
    std::string message = "must be one of ";
    for (std::size_t i = 0; i < N; ++i)
        message += (i == 0 ? "" : ", ") + std::string{name_of(values[i])};
    in.note(name, message);
}

}  // namespace

void override_switches(object_in& in, switches& rules)
{
    using enum ideas_switch;
    override_word(in, "ideas", std::array{open, build_on, closed}, rules.ideas);
    override_word(in, "comments", std::array{comments_switch::open, comments_switch::closed}, rules.comments);
    override_word(in, "others",
                  std::array{others_switch::visible, others_switch::hidden, others_switch::sampled},
                  rules.others);
    override_word(in, "ballot",
                  std::array{ballot_switch::none, ballot_switch::support, ballot_switch::agree,
                             ballot_switch::score, ballot_switch::dots, ballot_switch::pairwise},
                  rules.ballot);
    override_word(in, "tallies", std::array{tallies_switch::live, tallies_switch::sealed}, rules.tallies);
    override_word(in, "order",
                  std::array{order_switch::newest, order_switch::active, order_switch::shuffled,
                             order_switch::top, order_switch::fair},
                  rules.order);
    override_word(in, "names", std::array{names_switch::shown, names_switch::hidden}, rules.names);
    override_word(in, "moderation", std::array{moderation_switch::after, moderation_switch::before},
                  rules.moderation);
    // Null lifts the preset's bound, so it is more than absence here.
    if (in.is_written("words_max")) {
        const auto words = in.optional_integer("words_max", any_int32);
        rules.words_max = words ? std::optional{static_cast<std::int32_t>(*words)} : std::nullopt;
    }
    if (const auto seconds = in.optional_integer("slow_mode_s", any_int32))
        rules.slow_mode_s = static_cast<std::int32_t>(*seconds);
    if (const auto ideas = in.optional_integer("sample_size", any_int32))
        rules.sample_size = static_cast<std::int32_t>(*ideas);
}

}  // namespace jamhall::codec
