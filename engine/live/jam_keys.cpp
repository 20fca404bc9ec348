// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/stored.hpp"
#include "engine/live/jam_core.hpp"

#include <utility>

namespace jamhall::live {

bool jam_core::is_known(asked_command& asked, batch& into)
{
    if (!asked.key)
        return false;
    if (auto known = into.answer_to(asked.by, *asked.key)) {
        into.answer_later(std::move(asked.done), std::move(*known));
        return true;
    }
    const bool is_noted = jam_.keys.may_hold(asked.by.person, asked.key->key);
    if (asked.key_is_new ? is_noted == asked.key_was_noted : knows_all_keys_ && !is_noted)
        return false;
    // Noted only since the file was asked: the same command may have been accepted meanwhile.
    asked.key_was_noted = is_noted;
    look_up(std::move(asked));
    return true;
}

void jam_core::look_up(asked_command asked)
{
    read_file<std::optional<store::command_key>>(
        [person = asked.by.person, key = asked.key->key](store::jam_reader& reader) {
            return reader.find_key(person, key);
        },
        [this, asked](std::optional<std::optional<store::command_key>> found) mutable {
            if (!found)
                return asked.done ? asked.done(storage_failed()) : void();
            if (!*found) {
                asked.key_is_new = true;
                return submit(std::move(asked));
            }
            const auto& known = **found;
            if (asked.done)
                asked.done(known.digest == stored_digest(asked.key->digest)
                               ? answer{acceptance_note{known.offset, known.post}}
                               : key_reused());
        });
}

/// A restart does not wait for them: until they are there, every key is looked up in the file.
void jam_core::load_keys()
{
    knows_all_keys_ = false;
    const auto load = [file = path_] {
        store::jam_reader reader{file};
        return reader.load_key_filter();
    };
    const auto done = [self = shared_from_this(), turn = ++key_loads_](
                          std::exception_ptr failed, std::optional<store::key_filter> loaded) {
        identity::log_failure{"reading the keys of commands"}(failed);
        if (loaded)
            self->post([turn, keys = std::move(*loaded)](jam_core& core) mutable {
                core.take_keys(turn, std::move(keys));
            });
    };
    // Refused only when the hall stops.
    (void)setting_.storing.background.submit(load, done);
}

void jam_core::take_keys(std::uint64_t turn, store::key_filter loaded)
{
    if (turn != key_loads_)
        return;  // the jam was read anew meanwhile
    std::swap(jam_.keys, loaded);
    jam_.keys.add_all(loaded);
    knows_all_keys_ = true;
}

}  // namespace jamhall::live
