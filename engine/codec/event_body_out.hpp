// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/event_out.hpp"
#include "engine/codec/json_out.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

/// Writes the members of one body after `v`; the object is open.
class body_out {
public:
    body_out(stored_event& into, const sessions::event& happened, const event_names& names,
             const salt_source& salts)
        : out{into.body}, actor{happened.actor}, into_{into}, names_{names}, salts_{salts}
    {
    }

    json_out out;
    sessions::person_id actor;

    std::string_view forum_name(sessions::forum_index index) const;
    std::string_view phase_name(sessions::phase_index index) const;
    std::string_view audience_name(sessions::audience_index index) const;
    void id_or_null(std::string_view name, sessions::post_id id);
    void forum_or_null(std::string_view name, std::optional<sessions::forum_index> forum);
    void forums(const std::vector<sessions::forum_index>& indexes);

    /// A list of ids, left out where it is empty.
    template <class Id>
    void ids_if_any(std::string_view name, const std::vector<Id>& ids)
    {
        if (ids.empty())
            return;
        out.name(name).begin_array();
        for (const Id each : ids)
            out.value(each.value);
        out.end_array();
    }

    /// A personal text of the actor, or of `whose`: its digest in the body, the text beside it.
    void text(std::string_view name, std::string value)
    {
        text(name, "/" + std::string{name}, actor, std::move(value));
    }
    void text(std::string_view name, std::string field, sessions::person_id whose, std::string value);
    /// The digest of a personal text, which is kept beside the body.
    std::string digest(std::string field, sessions::person_id whose, std::string value);

private:
    stored_event& into_;
    const event_names& names_;
    const salt_source& salts_;
};

// Bodies of steering, moderation and organizing (steering_event_out.cpp).
void write_body(body_out& to, const sessions::post_spotlighted& e);
void write_body(body_out& to, const sessions::spotlight_ended& e);
void write_body(body_out& to, const sessions::posts_connected& e);
void write_body(body_out& to, const sessions::post_moved& e);
void write_body(body_out& to, const sessions::post_merged& e);
void write_body(body_out& to, const sessions::support_moved& e);
void write_body(body_out& to, const sessions::post_split& e);
void write_body(body_out& to, const sessions::thread_claimed& e);
void write_body(body_out& to, const sessions::thread_released& e);
void write_body(body_out& to, const sessions::summary_published& e);
void write_body(body_out& to, const sessions::guest_introduced& e);
void write_body(body_out& to, const sessions::poll_opened& e);
void write_body(body_out& to, const sessions::poll_answered& e);
void write_body(body_out& to, const sessions::poll_closed& e);
void write_body(body_out& to, const sessions::flag_raised& e);
void write_body(body_out& to, const sessions::post_hidden& e);
void write_body(body_out& to, const sessions::post_approved& e);
void write_body(body_out& to, const sessions::post_restored& e);
void write_body(body_out& to, const sessions::edit_asked& e);
void write_body(body_out& to, const sessions::appealed& e);
void write_body(body_out& to, const sessions::appeal_decided& e);
void write_body(body_out& to, const sessions::person_muted& e);
void write_body(body_out& to, const sessions::person_unmuted& e);
void write_body(body_out& to, const sessions::person_removed& e);
void write_body(body_out& to, const sessions::person_readmitted& e);
void write_body(body_out& to, const sessions::shift_taken& e);
void write_body(body_out& to, const sessions::shift_dropped& e);
void write_body(body_out& to, const sessions::shift_offered& e);
void write_body(body_out& to, const sessions::handed_over& e);
void write_body(body_out& to, const sessions::said& e);
void write_body(body_out& to, const sessions::responded& e);
void write_body(body_out& to, const sessions::unseal_asked& e);
void write_body(body_out& to, const sessions::unsealed& e);
void write_body(body_out& to, const sessions::plan_changed& e);

// Bodies of records and privacy (records_event.cpp).
void write_body(body_out& to, const sessions::erasure_asked& e);
void write_body(body_out& to, const sessions::erased& e);
void write_body(body_out& to, const sessions::erasure_refused& e);
void write_body(body_out& to, const sessions::legal_hold_set& e);
void write_body(body_out& to, const sessions::legal_hold_lifted& e);
void write_body(body_out& to, const sessions::exported& e);

}  // namespace jamhall::codec
