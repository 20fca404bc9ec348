// SPDX-License-Identifier: Apache-2.0
#include "engine/net/api.hpp"
#include "engine/net/router.hpp"

namespace jamhall::net {
namespace {

using enum http::verb;

constexpr route table[] = {
    {get, "/healthz", access::anybody, get_healthz},
    {get, "/readyz", access::anybody, get_readyz},
    {get, "/metrics", access::metrics_reader, get_metrics},
    {get, "/api/v1/openapi.json", access::anybody, get_openapi},
    {get, "/api/v1/asyncapi.json", access::anybody, get_asyncapi},
    {get, "/api/v1/plan.schema.json", access::anybody, get_plan_schema},

    {post, "/api/v1/login", access::anybody, post_login, body_size_default, true},
    {get, "/api/v1/ways", access::anybody, get_ways},
    {post, "/api/v1/login/email", access::anybody, post_login_email, body_size_default, true},
    {get, "/api/v1/login", access::signed_in, get_login},
    {post, "/api/v1/logout", access::anybody, post_logout},
    {get, "/api/v1/login/oidc/{provider}", access::anybody, get_oidc_sign_in, body_size_default, true},
    {get, "/api/v1/login/oidc/{provider}/callback", access::anybody, get_oidc_callback, body_size_default,
     true},

    {get, "/api/v1/login/proxy", access::anybody, get_proxy_sign_in, body_size_default, true},

    {get, "/api/v1/logins", access::signed_in, get_logins},
    {delete_, "/api/v1/logins", access::signed_in, delete_logins},
    {delete_, "/api/v1/logins/{login}", access::signed_in, delete_login},

    {get, "/api/v1/hall/roles", access::hall_admin, get_hall_roles},
    {post, "/api/v1/hall/roles", access::hall_admin, post_hall_roles},
    {post, "/api/v1/hall/test-mail", access::jam_maker, post_test_mail},

    {get, "/api/v1/jams", access::signed_in, get_jams},
    {post, "/api/v1/jams", access::jam_maker, post_jams, plan_size_max},
    {post, "/api/v1/plans/check", access::jam_planner, post_plan_check, plan_size_max},
    {get, "/api/v1/jams/{jam}", access::jam_reader, get_jam},
    {get, "/api/v1/jams/{jam}/plan", access::jam_manager, get_plan},
    {post, "/api/v1/jams/{jam}/plan/check", access::jam_manager, post_plan_change_check, plan_size_max},
    {get, "/api/v1/jams/{jam}/checklist", access::jam_manager, get_checklist},
    {post, "/api/v1/jams/{jam}/wall-link", access::jam_manager, post_wall_link},
    {get, "/api/v1/jams/{jam}/calendar.ics", access::jam_reader, get_calendar},
    {get, "/api/v1/plan-templates", access::jam_planner, get_plan_templates},

    {post, "/api/v1/jams/{jam}/roster", access::jam_manager, post_roster, roster_size_max},
    {post, "/api/v1/jams/{jam}/links", access::jam_manager, post_links},
    {get, "/api/v1/jams/{jam}/people", access::people_reader, get_people},

    {get, "/api/v1/hall/key", access::anybody, get_hall_key},
    {get, "/api/v1/jams/{jam}/privacy", access::jam_reader, get_privacy},
    {get, "/api/v1/jams/{jam}/me/data.json", access::jam_person, get_my_data},
    {get, "/api/v1/jams/{jam}/records", access::records_keeper, get_records},
    {get, "/api/v1/jams/{jam}/records/preview", access::records_keeper, get_erasure_preview},
    {get, "/api/v1/jams/{jam}/join-code", access::jam_reader, get_join_code},
    {post, "/api/v1/jams/{jam}/join-code", access::jam_manager, post_join_code},
    {delete_, "/api/v1/jams/{jam}/join-code", access::jam_manager, delete_join_code},

    {post, "/api/v1/jams/{jam}/commands", access::jam_reader, post_command},
    {get, live_pattern, access::anybody, get_live},

    {get, "/api/v1/jams/{jam}/me", access::jam_person, get_me},
    {get, "/api/v1/jams/{jam}/forums/{forum}/posts", access::jam_reader, get_forum_posts},
    {get, "/api/v1/jams/{jam}/posts/{post}/thread", access::jam_reader, get_thread},
    {get, "/api/v1/jams/{jam}/search", access::jam_reader, get_search},
    {get, "/api/v1/jams/{jam}/polls", access::jam_reader, get_polls},
    {get, "/api/v1/jams/{jam}/responses", access::jam_reader, get_responses},
    {get, "/api/v1/jams/{jam}/moderation", access::jam_reader, get_moderation},
    {get, "/api/v1/jams/{jam}/mine", access::jam_person, get_mine},
    {get, "/api/v1/jams/{jam}/mentionable", access::jam_person, get_mentionable},

    {get, "/api/v1/jams/{jam}/desk", access::jam_reader, get_desk},
    {get, "/api/v1/jams/{jam}/desk/{forum}/handover", access::jam_reader, get_handover},

    {get, "/api/v1/jams/{jam}/report", access::report_reader, get_report},
    {get, "/api/v1/jams/{jam}/report.html", access::report_reader, get_report_html},
    {get, "/api/v1/jams/{jam}/export.zip", access::data_exporter, get_export},
};

}  // namespace

std::span<const route> all_routes()
{
    return table;
}

}  // namespace jamhall::net
