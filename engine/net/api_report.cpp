// SPDX-License-Identifier: Apache-2.0
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/report_out.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/report/data_package.hpp"
#include "engine/report/report_html.hpp"
#include "sessions/views/report.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace jamhall::net {
namespace {

using maker = std::function<text_outcome(const sessions::jam_state&)>;

/// A text that cannot be refused.
base::task<std::string> made_in_background(exchange_ptr e, maker make)
{
    auto& worker = e->server.hall.storing().background;
    auto text = co_await made_beside(std::move(e), worker, std::move(make));
    co_return std::move(text.value());
}

}  // namespace

base::task<reply> get_report(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::report))
        co_return std::move(*problem);
    const maker make = [](const sessions::jam_state& state) -> text_outcome {
        return codec::report_json(state, sessions::report_of(state), clock::now());
    };
    co_return json_reply(co_await made_in_background(e, make));
}

base::task<reply> get_report_html(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::report))
        co_return std::move(*problem);
    const maker make = [](const sessions::jam_state& state) -> text_outcome {
        return report::report_html(state, clock::now());
    };
    reply made =
        text_reply(http::status::ok, "text/html; charset=utf-8", co_await made_in_background(e, make));
    made.set(policy_header, document_policy(report::style_hash()));
    co_return made;
}

base::task<reply> get_export(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::package))
        co_return std::move(*problem);
    const auto versions =
        std::make_shared<const std::vector<sessions::post_version_row>>(co_await e->jam->post_versions());
    const maker make = [versions](const sessions::jam_state& state) -> text_outcome {
        return report::data_package(state, *versions, clock::now(), base::random_number);
    };
    reply made = text_reply(http::status::ok, "application/zip", co_await made_in_background(e, make));
    made.set(http::field::content_disposition, "attachment; filename=\"" + e->jam->id().str() + ".zip\"");
    co_return made;
}

}  // namespace jamhall::net
