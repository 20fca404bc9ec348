// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/stored.hpp"
#include "engine/live/jam_core.hpp"

#include <chrono>
#include <utility>

namespace jamhall::live {
namespace {

constexpr std::chrono::seconds keys_retry_after{1};

}  // namespace

bool jam_core::is_known(asked_command& asked, batch& into)
{
    if (!asked.key)
        return false;
    if (auto known = into.answer_to(asked.by, *asked.key)) {
        const auto when = *known && erases(asked) ? batch::until::gone : batch::until::stored;
        into.answer_later(std::move(asked.done), std::move(*known), when);
        return true;
    }
    if (!knows_all_keys_) {
        waiting_for_keys_.push_back(std::move(asked));
        return true;
    }
    const auto row = jam_.keys.find(asked.by.person, asked.key->key);
    if (!row || asked.key_is_new)
        return false;
    look_up(std::move(asked), *row);
    return true;
}

void jam_core::look_up(asked_command asked, store::key_book::number row)
{
    read_file<std::optional<store::command_key>>(
        [person = asked.by.person, key = asked.key->key, row](store::jam_reader& reader) {
            return reader.find_key(row, person, key);
        },
        [this, asked](std::optional<std::optional<store::command_key>> found) mutable {
            if (!found)
                return asked.done ? asked.done(storage_failed()) : void();
            if (!*found) {
                asked.key_is_new = true;
                return submit(std::move(asked));
            }
            const auto& known = **found;
            if (is_unfinished(asked))
                return asked.done ? asked.done(not_gone_yet()) : void();
            if (asked.done)
                asked.done(known.digest == stored_digest(asked.key->digest)
                               ? answer{acceptance_note{known.offset, known.post, known.poll}}
                               : key_reused());
        });
}

/// A restart does not wait for them; until they are there, commands that carry a key do.
void jam_core::load_keys()
{
    knows_all_keys_ = false;
    const auto load = [file = path_] {
        store::jam_reader reader{file};
        return reader.load_keys();
    };
    const auto done = [self = shared_from_this(), turn = ++key_loads_](
                          std::exception_ptr failed, std::optional<store::key_book> loaded) {
        identity::log_failure{"reading the keys of commands"}(failed);
        self->post([turn, keys = std::move(loaded)](jam_core& core) mutable {
            if (turn != core.key_loads_)
                return;  // the jam was read anew meanwhile
            if (keys)
                core.take_keys(std::move(*keys));
            else
                core.retry_keys();
        });
    };
    // Where searches do not wait for it: there is no log to move yet. Refused only when the hall stops.
    (void)setting_.storing.checkpoints.submit(load, done);
}

void jam_core::retry_keys()
{
    key_timer_.expires_after(keys_retry_after);
    key_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        if (!ended)
            self->load_keys();
    });
}

void jam_core::take_keys(store::key_book loaded)
{
    std::swap(jam_.keys, loaded);
    jam_.keys.add_all(loaded);
    knows_all_keys_ = true;
    for (auto& asked : std::exchange(waiting_for_keys_, {}))
        submit(std::move(asked));
}

}  // namespace jamhall::live
