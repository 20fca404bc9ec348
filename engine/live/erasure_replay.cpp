// SPDX-License-Identifier: Apache-2.0
#include "engine/live/erasure_replay.hpp"

#include "engine/live/batch.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/jam_reader.hpp"
#include "sessions/core/assert.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace jamhall::live {
namespace {

/// Posts that this file shares with the list's, and whose text still stands.
std::vector<sessions::post_id> posts_of(const store::erasure_line& line, const sessions::jam_state& state,
                                        sessions::log_offset shared)
{
    std::vector<sessions::post_id> posts;
    for (const auto id : line.posts)
        if (state.knows(id) && state.at(id).added_at <= shared &&
            state.at(id).state != sessions::post_state::erased)
            posts.push_back(id);
    return posts;
}

std::vector<sessions::person_id> people_of(std::vector<sessions::person_id> named,
                                           const std::set<sessions::person_id>& owners)
{
    std::erase_if(named, [&](sessions::person_id id) { return !owners.contains(id); });
    std::ranges::sort(named);
    named.erase(std::unique(named.begin(), named.end()), named.end());
    return named;
}

/// Whom the note of an event is about; nobody: it has none.
sessions::person_id noted_in(const sessions::event_body& body)
{
    if (const auto* muted = std::get_if<sessions::person_muted>(&body))
        return muted->person;
    if (const auto* removed = std::get_if<sessions::person_removed>(&body))
        return removed->person;
    if (const auto* back = std::get_if<sessions::person_readmitted>(&body))
        return back->person;
    if (const auto* guest = std::get_if<sessions::guest_introduced>(&body))
        return guest->person;
    return {};
}

/// Whose these texts are: who wrote them, and whom they are about, who may have none of their own left. Nobody else: in
/// another history the same number is somebody else's.
std::set<sessions::person_id> owners_of(const std::vector<store::found_text>& texts,
                                        store::jam_reader& reader, const codec::event_names& names)
{
    std::set<sessions::person_id> owners;
    std::vector<sessions::log_offset> places;
    for (const auto& text : texts) {
        owners.insert(text.person);
        places.push_back(text.offset);
    }
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const auto erased = reader.erasures();
    for (const auto& row : reader.events_at(places))
        if (const auto about = noted_in(event_of(row, names, erased).body))
            owners.insert(about);
    return owners;
}

/// What one line asks of this file, as one batch; nothing where it was erased here already, or is of another history.
void apply_line(const store::erasure_line& line, store::jam_reader& reader, loaded_jam& jam, batch& into)
{
    const auto there = reader.still_there(line.texts);
    if (there.empty())
        return;
    const auto owners = owners_of(there, reader, jam.names);
    const auto shared = std::ranges::max(there, {}, &store::found_text::offset).offset;
    const caller hall{sessions::actor_kind::hall, {}};
    using sessions::erasure_scope;
    const auto erase = [&](erasure_scope what, std::vector<sessions::post_id> posts,
                           const std::vector<sessions::person_id>& named) {
        sessions::erase_due order{what, std::move(posts), people_of(named, owners),
                                  sessions::erasure_cause::restored};
        if (what == erasure_scope::everything)
            for (const auto who : order.people)
                for (const auto post : jam.state.at(who).posts)
                    order.posts.push_back(post);
        std::ranges::sort(order.posts);
        order.posts.erase(std::unique(order.posts.begin(), order.posts.end()), order.posts.end());
        const auto done = into.apply(order, hall);
        sessions::ensure(bool{done}, "the hall erases again what was erased");
    };
    erase(erasure_scope::everything, posts_of(line, jam.state, shared), line.people);
    erase(erasure_scope::identity, {}, line.identities);
}

}  // namespace

std::size_t apply_erasures(store::jam_store& file, const std::filesystem::path& list, on_hold held)
{
    auto lines = store::read_list(list);
    if (lines.empty() || !file.head().offset)
        return 0;
    store::jam_reader reader{file.file()};
    // A file that was served since has nothing of most lines any more; then it need not be read.
    std::erase_if(lines, [&](const auto& line) { return reader.still_there(line.texts).empty(); });
    if (lines.empty())
        return 0;
    auto jam = load_jam(reader);
    if (held == on_hold::wait && jam.state.records.hold)
        return 0;
    std::size_t applied = 0;
    for (const auto& line : lines) {
        // At the instant of the copy: bells that passed since are still to ring in their time.
        batch turn{jam.state, jam.names, jam.exposure, jam.state.last_at};
        apply_line(line, reader, jam, turn);
        if (turn.is_empty())
            continue;
        file.append(turn.to_store);
        ++applied;
    }
    return applied;
}

bool is_behind_list(const std::filesystem::path& file, const std::filesystem::path& list)
{
    const auto last = store::last_of_list(list);
    if (!last)
        return false;
    const auto there = store::jam_reader{file}.events({last->offset.value - 1}, last->offset, 1);
    return there.empty() || there.front().type != "erased";
}

std::size_t apply_all_erasures(const std::filesystem::path& data)
{
    std::size_t applied = 0;
    for (const auto& entry : std::filesystem::directory_iterator{data / "jams"}) {
        if (entry.path().extension() != ".jam")
            continue;
        auto file = store::jam_store::open(entry.path());
        applied += apply_erasures(file, store::erasure_list_of(entry.path()));
    }
    return applied;
}

}  // namespace jamhall::live
