// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/exchange.hpp"
#include "engine/net/reply.hpp"
#include "sessions/model/records.hpp"

#include <optional>

namespace jamhall::net {

/// One handler for each route of routes.cpp, grouped by noun as the files api_*.cpp are.

// Operations and documents
base::task<reply> get_healthz(exchange_ptr e);
base::task<reply> get_readyz(exchange_ptr e);
base::task<reply> get_metrics(exchange_ptr e);
base::task<reply> get_openapi(exchange_ptr e);
base::task<reply> get_asyncapi(exchange_ptr e);
base::task<reply> get_plan_schema(exchange_ptr e);

// Logins
base::task<reply> post_login(exchange_ptr e);
base::task<reply> post_login_email(exchange_ptr e);
base::task<reply> get_ways(exchange_ptr e);
base::task<reply> get_oidc_sign_in(exchange_ptr e);
base::task<reply> get_oidc_callback(exchange_ptr e);
base::task<reply> get_proxy_sign_in(exchange_ptr e);
base::task<reply> get_login(exchange_ptr e);
base::task<reply> post_logout(exchange_ptr e);
base::task<reply> get_logins(exchange_ptr e);
base::task<reply> delete_logins(exchange_ptr e);
base::task<reply> delete_login(exchange_ptr e);

// The hall
base::task<reply> get_hall_roles(exchange_ptr e);
base::task<reply> post_hall_roles(exchange_ptr e);
base::task<reply> post_test_mail(exchange_ptr e);

// Jams and plans
base::task<reply> get_jams(exchange_ptr e);
base::task<reply> post_jams(exchange_ptr e);
base::task<reply> get_jam(exchange_ptr e);
base::task<reply> get_plan(exchange_ptr e);
base::task<reply> post_plan_check(exchange_ptr e);

// Organizing
base::task<reply> post_plan_change_check(exchange_ptr e);
base::task<reply> get_checklist(exchange_ptr e);
base::task<reply> get_plan_templates(exchange_ptr e);
base::task<reply> get_calendar(exchange_ptr e);
base::task<reply> post_wall_link(exchange_ptr e);

// People
base::task<reply> post_roster(exchange_ptr e);
base::task<reply> post_links(exchange_ptr e);
base::task<reply> get_people(exchange_ptr e);
base::task<reply> get_join_code(exchange_ptr e);
base::task<reply> post_join_code(exchange_ptr e);
base::task<reply> delete_join_code(exchange_ptr e);

// Records and privacy
base::task<reply> get_hall_key(exchange_ptr e);
base::task<reply> get_privacy(exchange_ptr e);
base::task<reply> get_my_data(exchange_ptr e);
base::task<reply> get_records(exchange_ptr e);
base::task<reply> get_erasure_preview(exchange_ptr e);

/// Notes that staff take something out of the jam, before they get it; the problem to answer with when it cannot be
/// noted. Source: rule EX1.
base::task<std::optional<reply>> note_export(exchange_ptr e, sessions::export_kind what);

// Taking part
base::task<reply> post_command(exchange_ptr e);
base::task<reply> get_live(exchange_ptr e);

// Reading
base::task<reply> get_me(exchange_ptr e);
base::task<reply> get_forum_posts(exchange_ptr e);
base::task<reply> get_thread(exchange_ptr e);
base::task<reply> get_search(exchange_ptr e);
base::task<reply> get_polls(exchange_ptr e);
base::task<reply> get_responses(exchange_ptr e);
base::task<reply> get_mine(exchange_ptr e);
base::task<reply> get_mentionable(exchange_ptr e);

// The desk
base::task<reply> get_desk(exchange_ptr e);
base::task<reply> get_handover(exchange_ptr e);
base::task<reply> get_moderation(exchange_ptr e);

// Report
base::task<reply> get_report(exchange_ptr e);
base::task<reply> get_report_html(exchange_ptr e);
base::task<reply> get_export(exchange_ptr e);

}  // namespace jamhall::net
