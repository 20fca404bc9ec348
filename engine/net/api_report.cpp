// SPDX-License-Identifier: Apache-2.0
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/report_out.hpp"
#include "engine/identity/stored.hpp"
#include "engine/net/api.hpp"
#include "engine/net/beside.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/security_headers.hpp"
#include "engine/net/server_parts.hpp"
#include "engine/net/shared_reports.hpp"
#include "engine/report/data_package.hpp"
#include "engine/report/report_html.hpp"
#include "sessions/views/report.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

/// The text of a report, shared with all who are sent the same one.
base::task<sessions::outcome<std::shared_ptr<const std::string>>> shared_in_background(
    exchange_ptr e, shared_report::maker how)
{
    using report_ptr = std::shared_ptr<shared_report>;
    const std::function<report_ptr(const sessions::jam_state&)> find =
        [of = e->server.shared_from_this(), how, is_staff = e->is_staff](const sessions::jam_state& state) {
            return of->reports.of(state, how, clock::now(), is_staff);
        };
    const report_ptr report = co_await e->jam->read<report_ptr>(find);
    if (!report) {
        auto refused = sessions::refuse(sessions::reject_code::rate_limited, "",
                                        "Very many reports are being sent. Please try again in a minute.");
        refused.retry_after = std::chrono::minutes{1};
        co_return refused;
    }
    identity::stored_job make = [report] { report->make_once(); };
    co_await identity::stored(e->server.hall.storing().background, std::move(make));
    co_return std::shared_ptr<const std::string>{report, &report->text()};
}

std::string report_as_json(const sessions::jam_state& state, sessions::instant as_of)
{
    return codec::report_json(state, sessions::report_of(state), as_of);
}

struct package_source {
    state_ptr state;
    std::vector<sessions::post_version_row> versions;
};

base::task<sessions::outcome<package_source>> source_of_package(exchange_ptr e)
{
    package_source found;
    found.versions = co_await e->jam->post_versions();
    found.state = co_await copy_of_state(e);
    co_return found;
}

}  // namespace

base::task<reply> get_report(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::report))
        co_return std::move(*problem);
    const auto text = co_await shared_in_background(e, report_as_json);
    if (!text)
        co_return problem_reply(text.error());
    reply made = json_reply({});
    made.body = *text;
    co_return made;
}

base::task<reply> get_report_html(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::report))
        co_return std::move(*problem);
    const auto text = co_await shared_in_background(e, report::report_html);
    if (!text)
        co_return problem_reply(text.error());
    reply made = text_reply(http::status::ok, "text/html; charset=utf-8", {});
    made.body = *text;
    made.set(policy_header, document_policy(report::style_hash()));
    co_return made;
}

base::task<reply> get_export(exchange_ptr e)
{
    if (auto problem = co_await note_export(e, sessions::export_kind::package))
        co_return std::move(*problem);
    auto source = co_await read_whole(e, source_of_package);
    if (!source)
        co_return problem_reply(source.error());
    const std::function<text_outcome(const sessions::jam_state&)> make =
        [versions = std::move(source->versions)](const sessions::jam_state& state) -> text_outcome {
        return report::data_package(state, versions, clock::now(), base::random_number);
    };
    auto package = co_await made_of(source->state, e->server.hall.storing().background, make);
    if (!package)
        co_return problem_reply(package.error());
    reply made = text_reply(http::status::ok, "application/zip", std::move(package.value()));
    made.set(http::field::content_disposition, "attachment; filename=\"" + e->jam->id().str() + ".zip\"");
    co_return made;
}

}  // namespace jamhall::net
