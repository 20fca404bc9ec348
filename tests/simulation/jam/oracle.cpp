// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/oracle.hpp"

#include "engine/codec/state_snapshot.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/views/seal.hpp"
#include "tests/support/sessions/permission_table.hpp"

#include <algorithm>

namespace jamhall::simulated {
namespace {

using namespace sessions;

constexpr std::size_t rows_per_read = 10'000;
constexpr log_offset log_end{static_cast<std::uint64_t>(INT64_MAX)};
constexpr std::uint64_t looks_between_invariants = 16;
constexpr std::uint64_t looks_between_snapshots = 24;

/// Commands that become exactly one event of a kind of its own, and that event.
std::string_view single_command_of(const event_body& body)
{
    return std::visit(
        overloaded{[](const announced&) { return "announce"; },
                   [](const clock_extended&) { return "extend_phase"; },
                   [](const poll_opened&) { return "open_poll"; }, [](const said&) { return "say"; },
                   [](const flag_raised&) { return "raise_flag"; }, [](const auto&) { return ""; }},
        body);
}

bool is_bell(const event_body& body)
{
    return std::holds_alternative<phase_began>(body) || std::holds_alternative<poll_closed>(body) ||
           std::holds_alternative<jam_closed>(body);
}

}  // namespace

std::string nonce_in(std::string_view text)
{
    const auto at = text.rfind("nonce-");
    return at == std::string_view::npos ? "" : std::string{text.substr(at)};
}

void oracle::broken(std::string what)
{
    if (!fault_)
        fault_ = std::move(what) + " (event " + std::to_string(state_.last_offset.value) + ")";
}

void oracle::note(std::uint64_t what)
{
    for (int i = 0; i < 8; ++i)
        trace_ = (trace_ ^ (what >> (8 * i) & 0xffU)) * 1'099'511'628'211U;
}

void oracle::note(std::string_view what)
{
    for (const char c : what)
        trace_ = (trace_ ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
}

void oracle::will_ask(const meant& one)
{
    if (const auto* post = std::get_if<add_post>(&one.what))
        asked_nonces_[nonce_in(post->text)] = one.by.person.value;
    ++asked_single_[{one.by.person.value, name_of(one.what)}];
}

void oracle::look()
{
    const disk::quiet hush{disk_};
    if (!reader_)
        reader_ = std::make_unique<store::jam_reader>(file_);
    const auto first = log_.size();
    const auto rows = reader_->events(state_.last_offset, log_end, rows_per_read);
    if (rows.empty())
        return;
    before_.clear();
    for (const auto& row : rows)
        if (row.type == "erased" && !erased_.add(row))
            broken("an erasure cannot be read");
    for (const auto& row : rows) {
        const auto happened = live::event_of(row, names_, erased_);
        before_.emplace(happened.offset.value, state_);
        fold(happened);
        if (codec::changes_names(happened.body))
            names_ = codec::names_of(state_);
    }
    const auto hash = reader_->hash_at(state_.last_offset);
    hashes_[state_.last_offset.value] = *hash;
    note(std::string_view{reinterpret_cast<const char*>(hash->data()), hash->size()});
    note_feeds(first);
    seal_open_.push_back(tallies_are_shown(state_) &&
                         state_.clock.now_running().rules.tallies != tallies_switch::sealed);
    if (seal_open_.size() > 16)
        seal_open_.pop_front();
    if (++looks_ % looks_between_invariants == 0)
        check_invariants(state_);
    if (looks_ % looks_between_snapshots == 1)
        written_down_ = {codec::encode_state(state_), state_.last_offset.value};
}

void oracle::fold(const event& happened)
{
    judge(happened);
    evolve(state_, happened);
    count(happened);
    if (!ballots_.note(state_, happened))
        broken("support was moved that did not stand");
    log_.push_back(happened);
}

/// What must hold of an event before it is folded.
void oracle::judge(const event& happened)
{
    if (happened.offset.value != state_.last_offset.value + 1)
        broken("the log has a hole");
    if (happened.at < state_.last_at)
        broken("the log goes back in time");
    if (state_.stage == jam_stage::none)
        return;
    const auto deadline = next_deadline(state_);
    if (!is_bell(happened.body) && deadline && happened.at >= *deadline)
        broken("something was taken after its phase had ended");
    if (const auto* began = std::get_if<phase_began>(&happened.body)) {
        if (!begun_.insert(began->phase).second)
            broken("a phase began twice");
        const bool by_clock = began->cause == clock_cause::clock || began->cause == clock_cause::recovery;
        // A changed plan may put an end before what has happened since; then it rings at once.
        if (by_clock && (!deadline || std::max(*deadline, state_.last_at) != happened.at))
            broken("a bell rang at " + std::to_string(happened.at.ms) + ", due was " +
                   std::to_string(deadline ? deadline->ms : 0) + " after " +
                   std::to_string(state_.last_at.ms));
    }
    if (const auto* cast = std::get_if<ballot_cast>(&happened.body))
        if (state_.stage != jam_stage::open || cast->phase != state_.clock.running ||
            state_.clock.now_running().rules.ballot == ballot_switch::none)
            broken("a ballot was taken in a phase that takes none");
}

/// Nothing invented, and one effect of each command.
void oracle::count(const event& happened)
{
    if (const auto* added = std::get_if<post_added>(&happened.body); added && happened.actor) {
        const auto mark = nonce_in(added->text);
        const auto asked = asked_nonces_.find(mark);
        if (added->text.empty())
            return;  // erased before it was looked at
        if (asked == asked_nonces_.end() || asked->second != happened.actor.value)
            broken("a post that nobody sent: " + added->text);
        else if (!posts_by_nonce_.emplace(mark, added->post.value).second)
            broken("a post was kept twice");
    }
    if (const auto name = single_command_of(happened.body); !name.empty()) {
        const std::pair place{happened.actor.value, name};
        if (++single_effects_[place] > asked_single_[place])
            broken(std::string{name} + " had more effects than it was asked for");
    }
    const auto taint = [&](post_id post) { tainted_.insert(post.value); };
    std::visit(
        overloaded{
            [&](const post_withdrawn& e) { taint(e.post); }, [&](const post_hidden& e) { taint(e.post); },
            [&](const post_approved& e) { taint(e.post); }, [&](const post_restored& e) { taint(e.post); },
            [&](const post_moved& e) { taint(e.post); },
            [&](const post_merged& e) { taint(e.post), taint(e.into); },
            [&](const post_split& e) { taint(e.post); }, [&](const erased& e) { taint(e.post); },
            [&](const post_added& e) {
                if (e.is_held)
                    taint(e.post);
            },
            [&](const auto&) {}},
        happened.body);
}

void oracle::acknowledged(meant& one, const note_facts& answer)
{
    promised_ = std::max(promised_, answer.offset);
    if (answer.offset > state_.last_offset.value)
        return broken("a command was acknowledged before it was kept");
    if (one.answer) {
        if (*one.answer != answer)
            broken("a retry was answered differently");
        return;
    }
    one.answer = answer;
    const auto& kept = log_.at(answer.offset - 1);
    if (std::holds_alternative<add_post>(one.what)) {
        const auto mark = nonce_in(std::get<add_post>(one.what).text);
        const auto found = posts_by_nonce_.find(mark);
        if (found == posts_by_nonce_.end() || found->second != answer.post)
            broken("a post was acknowledged that is not there");
    }
    if (const auto before = before_.find(answer.offset);
        before != before_.end() && kept.actor == one.by.person && one.by.person &&
        !test::is_permitted(before->second, one.what, one.by))
        broken("somebody may not " + std::string{name_of(one.what)} + " and did");
    if (!one.by.person)
        return;
    // A bucket holds a minute's worth and fills in a minute; an answer may be late by some seconds.
    const auto now = the_machine().now_ms();
    auto& times = accepted_at_[one.by.person.value];
    times.push_back(now);
    while (times.front() < now - 60'000)
        times.pop_front();
    const auto& most = state_.what->policy.limits.commands_per_minute;
    if (most && times.size() > static_cast<std::size_t>(*most) * 5 / 2 + 1)
        broken("more commands were taken than the plan allows in a minute");
}

void oracle::start_over(log_offset upto)
{
    const std::vector<event> kept{log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(upto.value)};
    log_.clear();
    state_ = {};
    names_ = {};
    erased_ = reader_->erasures();
    before_.clear();
    ballots_ = {};
    begun_.clear();
    posts_by_nonce_.clear();
    single_effects_.clear();
    for (auto& [feed, offsets] : shown_)
        std::erase_if(offsets, [&](std::uint64_t offset) { return offset > upto.value; });
    accepted_at_.clear();
    hashes_.erase(hashes_.upper_bound(upto.value), hashes_.end());
    for (const auto& each : kept)
        fold(each);
    if (state_.what)
        names_ = codec::names_of(state_);
    if (written_down_ && written_down_->second > upto.value)
        written_down_.reset();
}

void oracle::restarted()
{
    const disk::quiet hush{disk_};
    reader_ = std::make_unique<store::jam_reader>(file_);
    const auto head = reader_->head().offset;
    if (head.value < promised_)
        return broken("lost: the log ends at " + std::to_string(head.value) + ", promised was " +
                      std::to_string(promised_));
    std::uint64_t same = 0;
    for (const auto& [offset, hash] : hashes_)
        if (offset <= head.value && reader_->hash_at({offset}) == hash)
            same = offset;
    const auto last_promised = hashes_.lower_bound(promised_);
    if (promised_ > 0 && (last_promised == hashes_.end() || same < promised_))
        return broken("what was acknowledged is now written differently");
    start_over({same});
    look();
}

}  // namespace jamhall::simulated
