// SPDX-License-Identifier: Apache-2.0
#include "engine/live/exposure_ledger.hpp"

#include <stdexcept>

namespace jamhall::live {

Roaring& exposure_ledger::people_of(sessions::post_id post)
{
    if (people_.size() < post.value)
        people_.resize(post.value);
    return people_[post.value - 1];
}

void exposure_ledger::note(sessions::post_id post, sessions::person_id person)
{
    if (!people_of(post).addChecked(person.value))
        return;
    ++newly_[post.value];
    changed_.insert(post.value);
}

bool exposure_ledger::note_ballot(sessions::post_id post, sessions::person_id person)
{
    if (!people_of(post).addChecked(person.value))
        return false;
    changed_.insert(post.value);
    return true;
}

std::vector<std::pair<sessions::post_id, std::uint32_t>> exposure_ledger::take_new()
{
    std::vector<std::pair<sessions::post_id, std::uint32_t>> taken;
    taken.reserve(newly_.size());
    for (const auto& [post, count] : newly_)
        taken.emplace_back(sessions::post_id{post}, count);
    newly_.clear();
    return taken;
}

std::vector<std::pair<sessions::post_id, std::string>> exposure_ledger::take_changed()
{
    std::vector<std::pair<sessions::post_id, std::string>> taken;
    for (const std::uint32_t post : changed_) {
        const auto& people = people_[post - 1];
        std::string bytes(people.getSizeInBytes(), '\0');
        people.write(bytes.data());
        taken.emplace_back(sessions::post_id{post}, std::move(bytes));
    }
    changed_.clear();
    return taken;
}

void exposure_ledger::load(sessions::post_id post, std::string_view bytes)
{
    people_of(post) = Roaring::readSafe(bytes.data(), bytes.size());
}

void exposure_ledger::load_one(sessions::post_id post, sessions::person_id person)
{
    people_of(post).add(person.value);
}

std::vector<sessions::post_id> exposure_ledger::seen_by(sessions::person_id person) const
{
    std::vector<sessions::post_id> seen;
    for (std::uint32_t number = 0; number < people_.size(); ++number)
        if (people_[number].contains(person.value))
            seen.push_back({number + 1});
    return seen;
}

void exposure_ledger::clear()
{
    people_.clear();
    newly_.clear();
    changed_.clear();
}

}  // namespace jamhall::live
