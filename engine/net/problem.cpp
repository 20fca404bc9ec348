// SPDX-License-Identifier: Apache-2.0
#include "engine/net/problem.hpp"

#include "engine/codec/answer_out.hpp"

#include <chrono>

namespace jamhall::net {
namespace {

using sessions::reject_code;

reply document_reply(http::status status, const codec::problem& about)
{
    return text_reply(status, "application/problem+json", codec::problem_document(about));
}

std::string_view title_of(http::status status)
{
    const auto words = http::obsolete_reason(status);
    return {words.data(), words.size()};
}

/// `detail` must outlive what is made.
codec::problem problem_of(http::status status, std::string_view code, std::string_view detail)
{
    codec::problem about;
    about.status = static_cast<std::uint16_t>(status);
    about.title = title_of(status);
    about.code = code;
    about.detail = detail;
    return about;
}

}  // namespace

http::status status_of(reject_code code)
{
    switch (code) {
    case reject_code::bad_json:
    case reject_code::bad_field:
    case reject_code::text_too_long: return http::status::bad_request;
    case reject_code::not_allowed:
    case reject_code::muted:
    case reject_code::tallies_sealed: return http::status::forbidden;
    case reject_code::unknown_command:
    case reject_code::unknown_feed:
    case reject_code::no_such_post:
    case reject_code::no_such_forum:
    case reject_code::no_such_poll:
    case reject_code::no_such_person: return http::status::not_found;
    case reject_code::phase_closed:
    case reject_code::poll_closed:
    case reject_code::claimed:
    case reject_code::legal_hold:
    case reject_code::jam_over:
    case reject_code::key_reused:
    case reject_code::too_many: return http::status::conflict;
    case reject_code::rate_limited: return http::status::too_many_requests;
    case reject_code::storage_failed: return http::status::service_unavailable;
    }
    return http::status::internal_server_error;
}

reply problem_reply(const sessions::rejection& refused)
{
    const http::status status = status_of(refused.code);
    codec::problem about;
    about.status = static_cast<std::uint16_t>(status);
    about.title = title_of(status);
    about.code = sessions::name_of(refused.code);
    about.detail = refused.message;
    about.field = refused.field;
    about.retry_after = refused.retry_after;
    reply made = document_reply(status, about);
    if (refused.retry_after) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*refused.retry_after);
        made.set(http::field::retry_after, std::to_string(seconds.count()));
    }
    return made;
}

reply problem_reply(http::status status, std::string_view code, std::string detail)
{
    return document_reply(status, problem_of(status, code, detail));
}

reply plan_problem_reply(const codec::faults& found)
{
    auto about = problem_of(http::status::bad_request, "bad_plan",
                            "This plan cannot be held as it is written; each fault names its place.");
    about.faults = found;
    return document_reply(http::status::bad_request, about);
}

reply roster_problem_reply(const std::vector<codec::bad_line>& lines)
{
    auto about = problem_of(http::status::bad_request, "bad_roster",
                            "Nothing was taken from this roster, because some of its lines are wrong.");
    about.refused = lines;
    return document_reply(http::status::bad_request, about);
}

reply not_signed_in_reply()
{
    reply made = problem_reply(http::status::unauthorized, "not_signed_in",
                               "Please sign in again, or send a token that is valid.");
    made.set(http::field::www_authenticate, "Bearer");
    return made;
}

reply not_allowed_reply(std::string detail)
{
    return problem_reply(http::status::forbidden, sessions::name_of(reject_code::not_allowed),
                         std::move(detail));
}

}  // namespace jamhall::net
