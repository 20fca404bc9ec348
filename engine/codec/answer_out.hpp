// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"
#include "engine/codec/roster_in.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/model/roles.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

/// A problem document. Source: RFC 9457.
struct problem {
    std::uint16_t status = 500;
    std::string_view title;  ///< the same for every occurrence of `code`
    std::string_view code;
    std::string_view detail;  ///< one sentence about this occurrence
    std::string_view field;   ///< empty: none
    std::optional<sessions::duration> retry_after;
    std::span<const fault> faults;      ///< of a refused plan
    std::span<const bad_line> refused;  ///< the bad lines of a refused roster
};

std::string problem_document(const problem& about);

/// One jam a login is for, and who one is there.
struct login_jam {
    std::string jam;
    std::string title;
    sessions::person_id person;  ///< 0: none (the administrator)
    std::string name;
    sessions::role_set roles;
};

/// POST and GET /api/v1/login: {"admin","hall","jams":[{"jam","title","person"}]}. `hall` is the role in the hall, empty for
/// none.
std::string login_answer(bool is_admin, std::string_view hall, std::span<const login_jam> jams);

/// A login as its owner sees it.
struct login_entry {
    std::string id;
    bool is_current = false;  ///< the one that asks
    std::string_view device;
    sessions::instant signed_in_at;
    sessions::instant used_at;
    sessions::instant ends_at;
};

/// GET /api/v1/logins: {"logins":[…]}.
std::string logins_answer(std::span<const login_entry> logins);

/// Somebody with a role in the hall.
struct hall_role_entry {
    std::string_view email;
    std::string_view role;
    std::string_view name;
    sessions::instant given_at;
};

/// GET and POST /api/v1/hall/roles: {"roles":[{"email","role","name","given_at_ms"}]}.
std::string hall_roles_answer(std::span<const hall_role_entry> roles);

/// POST /api/v1/login/email: {"expires_in_s"}.
std::string mail_login_answer(std::chrono::seconds lasts);

/// A provider to sign in with: its id, what its button says and where it leads.
struct sign_in_provider {
    std::string_view id;
    std::string_view title;
    std::string begins_at;
};

/// GET /api/v1/ways: {"email","providers":[{"id","title","begins_at"}]}.
std::string ways_answer(bool has_mail, std::span<const sign_in_provider> providers);

/// POST …/links?send=mail: {"queued"}.
std::string queued_mails_answer(std::size_t count);

/// GET /api/v1/jams of entries by directory_entry.
std::string directory(std::span<const std::string> entries);

/// POST /api/v1/jams: {"jam":{"id"}}.
std::string created_jam(std::string_view jam);

/// POST …/roster: {"added","updated","refused":[{"line","reason"}]}.
std::string roster_answer(std::uint32_t added, std::uint32_t updated, std::span<const bad_line> refused);

/// One person as organizers list them.
struct listed_person {
    sessions::person_id person;
    std::string_view email;
};

/// GET …/people: {"people":[…],"next"}; `next` is the last number shown when there may be more.
std::string people_page(const sessions::jam_state& state, std::span<const listed_person> people,
                        bool has_more);

/// POST …/links: CSV `email,name,link,token`, a header and one row for each new link.
struct fresh_link {
    std::string_view email;
    std::string_view name;
    std::string_view link;
    std::string_view token;
    std::string_view code;  ///< printed form, in groups
};

/// Also with a last column `code`, where asked for.
std::string links_csv(std::span<const fresh_link> links, bool has_codes);

/// GET and POST …/join-code: {"code","ends_at_ms"}, both null where there is none.
std::string join_code_answer(std::optional<std::string_view> code, std::optional<sessions::instant> ends_at);

}  // namespace jamhall::codec
