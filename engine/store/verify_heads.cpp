// SPDX-License-Identifier: Apache-2.0
#include "engine/store/blob.hpp"
#include "engine/store/log_reading.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/verify.hpp"

#include <algorithm>

namespace jamhall::store {
namespace {

std::string in_file(const database& file)
{
    return file.file().string();
}

std::optional<base::sha256_digest> hash_at(database& file, sessions::log_offset offset)
{
    auto row = file.prepare("SELECT hash FROM event WHERE offset = ?");
    if (!row.bind(1, signed_of(offset)).step())
        return std::nullopt;
    return bytes_of<base::sha256_size>(row.blob(0));
}

std::optional<std::string> epoch_of(database& file)
{
    auto row = file.prepare("SELECT epoch FROM epoch");
    return row.step() ? std::optional{std::string{row.text(0)}} : std::nullopt;
}

std::string jam_of(database& file)
{
    auto row = file.prepare("SELECT id FROM jam");
    return row.step() ? std::string{row.text(0)} : std::string{};
}

std::string number(sessions::log_offset offset)
{
    return std::to_string(offset.value);
}

}  // namespace

head_check check_heads(const std::filesystem::path& path, const std::vector<chain_head>& heads,
                       const base::ed25519_public_key& key)
{
    head_check checked;
    auto file = database::open(path, is_beside_a_log(path) ? access::read : access::read_still);
    require_current(file, jam_schema());
    const read_view one_moment{file};
    const auto jam = jam_of(file);
    const auto epoch = epoch_of(file);
    const auto end = sessions::log_offset{
        static_cast<std::uint64_t>(file.query_integer("SELECT coalesce(max(offset), 0) FROM event"))};
    sessions::log_offset good;
    for (const auto& head : heads) {
        if (head.jam != jam)
            continue;
        if (!is_signed_by(head, key)) {
            checked.difference =
                "the head of event " + number(head.at.offset) + " is not signed by this hall";
            return checked;
        }
        const bool is_borne_out = head.at.offset <= end && hash_at(file, head.at.offset) == head.at.hash;
        if (is_borne_out)
            checked.agreed = std::max(checked.agreed, head.at.offset);
        // The log goes on differently after a backup was restored; a copy of its own has no epoch and may be older.
        if (epoch && head.epoch != *epoch) {
            ++checked.of_other_lives;
            continue;
        }
        if (head.at.offset > end) {
            if (!epoch) {
                ++checked.beyond_copy;
                continue;
            }
            checked.difference = "the log ends with event " + number(end) + ", but the hall signed event " +
                                 number(head.at.offset) + ": event " + number({end.value + 1}) +
                                 " and what came after it is missing";
            return checked;
        }
        if (!is_borne_out) {
            checked.difference = "event " + number({good.value + 1}) +
                                 (good.value + 1 == head.at.offset.value
                                      ? ""
                                      : " or one after it, up to event " + number(head.at.offset) + ",") +
                                 " is not what the hall signed";
            return checked;
        }
        good = std::max(good, head.at.offset);
        ++checked.good;
    }
    if (!checked.agreed)
        checked.difference = in_file(file) + ": none of the heads is of this log";
    return checked;
}

}  // namespace jamhall::store
