// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/poll_out.hpp"

namespace jamhall::codec {

using namespace sessions;

void append_poll_question(json_out& out, const jam_state& state, poll_id poll, const poll_question& asks)
{
    out.member("poll", poll.value);
    out.member("forum",
               asks.forum ? std::optional{state.what->forums.at(*asks.forum).id.view()} : std::nullopt);
    out.member("question", asks.question).name("options").begin_array();
    for (const auto& option : asks.options)
        out.value(option);
    out.end_array().member("kind", name_of(asks.kind)).member("results", name_of(asks.results));
    out.member("closes_at_ms", asks.closes_at ? std::optional{asks.closes_at->ms} : std::nullopt);
}

void append_poll_counts(json_out& out, const poll_view& shown)
{
    out.member("answered", shown.answered).name("counts");
    if (!shown.counts) {
        out.null();
        return;
    }
    out.begin_array();
    for (const auto count : *shown.counts)
        out.value(count);
    out.end_array();
}

void append_poll(json_out& out, const jam_state& state, const poll_view& shown)
{
    out.begin_object();
    append_poll_question(out, state, shown.of->id, shown.of->asks);
    out.member("opened_at_ms", shown.of->opened_at.ms);
    out.member("closed_at_ms", shown.of->closed_at ? std::optional{shown.of->closed_at->ms} : std::nullopt);
    append_poll_counts(out, shown);
    out.end_object();
}

std::string polls_page(const jam_state& state)
{
    std::string made;
    json_out out{made};
    out.begin_object().member("offset", state.last_offset.value).name("polls").begin_array();
    for (const poll& each : state.polls)
        append_poll(out, state, view_of(state, each));
    out.end_array().end_object();
    return made;
}

}  // namespace jamhall::codec
