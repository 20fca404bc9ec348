// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/frame_out.hpp"
#include "engine/codec/state_snapshot.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/verify.hpp"
#include "sessions/rules/evolve.hpp"
#include "sessions/rules/invariants.hpp"
#include "sessions/rules/telling.hpp"
#include "tests/simulation/jam/oracle.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace jamhall::simulated {

using namespace sessions;

/// Which feeds carry what was just folded, as they are rendered after the batch.
void oracle::note_feeds(std::size_t from)
{
    for (auto i = from; i < log_.size(); ++i) {
        const auto& happened = log_[i];
        for (const auto feed : feeds_of(state_, happened)) {
            std::string ignored;
            if (is_shown(state_, feed, happened) &&
                codec::append_event(ignored, state_, happened, codec::reader_of(state_, feed, happened)))
                shown_[feed].push_back(happened.offset.value);
        }
    }
}

void oracle::sent(const parsed_frame& frame, person_id to)
{
    if (frame.type == "tallies" && std::ranges::find(seal_open_, true) == seal_open_.end())
        return broken("a tally was sent while sealed");
    if (frame.type != "events")
        return;
    for (const auto offset : frame.offsets) {
        if (offset == 0 || offset > log_.size())
            return broken("an event was sent that is not in the log");
        promised_ = std::max(promised_, offset);
        const auto feed = feed_named(state_, frame.feed, to);
        const auto& happened = log_.at(offset - 1);
        if (!feed)
            continue;  // the post was taken away while the frame was on its way
        if (!carries(state_, *feed, happened) && !tells_everybody(happened))
            return broken("feed " + frame.feed + " carried event " + std::to_string(offset) + " of another");
        const auto& shown = shown_[*feed];
        if (!is_shown(state_, *feed, happened) && std::ranges::find(shown, offset) == shown.end())
            return broken("event " + std::to_string(offset) + " was sent to " + frame.feed +
                          " though it may not be shown there");
    }
}

log_offset oracle::page_read()
{
    promised_ = std::max(promised_, state_.last_offset.value);
    return state_.last_offset;
}

void oracle::check_feed(feed_id feed, log_offset base, const std::vector<std::uint64_t>& got,
                        std::string_view who)
{
    if (std::ranges::adjacent_find(got, std::greater_equal{}) != got.end())
        return broken(std::string{who} + " got an event of a feed twice or out of order");
    for (const auto offset : shown_[feed]) {
        const auto& happened = log_.at(offset - 1);
        if (offset <= base.value || !is_shown(state_, feed, happened) ||
            std::ranges::binary_search(got, offset))
            continue;
        const auto* added = std::get_if<post_added>(&happened.body);
        if (added && !tainted_.contains(added->post.value) && !tainted_.contains(added->parent.value))
            return broken(std::string{who} + " never got event " + std::to_string(offset) + " of " +
                          written(state_, feed));
        const auto* told = std::get_if<announced>(&happened.body);
        if (told || std::holds_alternative<phase_began>(happened.body))
            return broken(std::string{who} + " never got event " + std::to_string(offset) + " of " +
                          written(state_, feed));
    }
}

void oracle::check_ballots()
{
    if (auto difference = ballots_.difference_from(state_); !difference.empty())
        broken(std::move(difference));
}

/// What was erased is nowhere on the disk: not in free pages, write-ahead logs, snapshots or lists.
void oracle::check_erased()
{
    std::map<std::uint32_t, std::string> marks;
    for (const auto& each : log_)
        std::visit(overloaded{[&](const post_added& e) { marks[e.post.value] = nonce_in(e.text); },
                              [&](const post_split& e) { marks.erase(e.from.value); },  // and stands there
                              [&](const auto&) {}},
                   each.body);
    for (const auto& each : log_) {
        const auto* gone = std::get_if<erased>(&each.body);
        if (gone == nullptr || !marks.contains(gone->post.value))
            continue;
        const auto& mark = marks.at(gone->post.value);
        if (mark.empty())
            continue;
        std::string where = disk_.holds(mark) ? "behind SQLite" : "";
        for (const auto& file :
             std::filesystem::recursive_directory_iterator{file_.parent_path().parent_path()}) {
            if (!file.is_regular_file())
                continue;
            std::ifstream from{file.path(), std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{from}, {}};
            if (has_text(bytes, mark))
                where = file.path().filename();
        }
        if (!where.empty())
            return broken("a text that was erased is still on the disk: " + mark + ", " + where +
                          ", erased by event " + std::to_string(each.offset.value));
        ++erasures_checked;
    }
}

void oracle::check_end(const jam_state& running, const store::hall_key& signer)
{
    const disk::quiet hush{disk_};
    check_ballots();
    check_erased();
    check_invariants(state_);
    if (!(replay(log_) == state_))
        broken("the log read again gives another state");
    if (!(running == state_))
        broken("the running jam has another state than its log");
    store::jam_reader reader{file_};
    if (!(live::load_jam(reader).state == state_))
        broken("the jam would come back from its snapshot with another state");
    if (written_down_) {
        auto state = codec::decode_state(written_down_->first);
        if (!state)
            return broken("a state that was written down cannot be read");
        for (auto i = written_down_->second; i < log_.size(); ++i) {
            evolve(*state, log_[i]);
            kinds_after_snapshot.insert(log_[i].body.index());
        }
        if (!(*state == state_))
            broken("a state written down and the events since give another state");
    }
    if (const auto found = store::verify_jam_file(file_); !found.is_sound)
        broken("verify: " + found.first_difference);
    const auto heads = store::heads_file_of(file_);
    if (!std::filesystem::exists(heads))
        return broken("no head of the log was signed");
    const auto signed_heads = store::check_heads(file_, store::read_heads(heads), signer.public_key());
    if (!signed_heads.difference.empty())
        broken("signed heads: " + signed_heads.difference);
}

}  // namespace jamhall::simulated
