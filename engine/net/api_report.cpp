// SPDX-License-Identifier: Apache-2.0
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/codec/report_out.hpp"
#include "engine/identity/stored.hpp"
#include "engine/net/api.hpp"
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

using state_ptr = std::shared_ptr<const sessions::jam_state>;

/// A copy of the committed state, so that a long report holds up neither the jam nor a connection. It shares
/// with the running jam what the jam does not change meanwhile.
base::task<state_ptr> copy_of_state(exchange_ptr e)
{
    const std::function<state_ptr(const sessions::jam_state&)> question =
        [](const sessions::jam_state& state) { return std::make_shared<const sessions::jam_state>(state); };
    co_return co_await e->jam->read<state_ptr>(question);
}

/// Makes a text of the state on the background worker, where the copy ends too.
base::task<std::string> made_beside(exchange_ptr e,
                                    std::function<std::string(const sessions::jam_state&)> make)
{
    state_ptr state = co_await copy_of_state(e);
    const auto text = std::make_shared<std::string>();
    identity::stored_job job = [state = std::move(state), text, make] { *text = make(*state); };
    co_await identity::stored(e->server.hall.storing().background, std::move(job));
    co_return std::move(*text);
}

}  // namespace

base::task<reply> get_report(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> make = [](const sessions::jam_state& state) {
        return codec::report_json(state, sessions::report_of(state), clock::now());
    };
    co_return json_reply(co_await made_beside(e, make));
}

base::task<reply> get_report_html(exchange_ptr e)
{
    const std::function<std::string(const sessions::jam_state&)> make = [](const sessions::jam_state& state) {
        return report::report_html(state, clock::now());
    };
    reply made = text_reply(http::status::ok, "text/html; charset=utf-8", co_await made_beside(e, make));
    made.set(policy_header, document_policy);
    co_return made;
}

base::task<reply> get_export(exchange_ptr e)
{
    const auto versions =
        std::make_shared<const std::vector<sessions::post_version_row>>(co_await e->jam->post_versions());
    const std::function<std::string(const sessions::jam_state&)> make =
        [versions](const sessions::jam_state& state) {
            return report::data_package(state, *versions, clock::now(), base::random_number);
        };
    reply made = text_reply(http::status::ok, "application/zip", co_await made_beside(e, make));
    made.set(http::field::content_disposition, "attachment; filename=\"" + e->jam->id().str() + ".zip\"");
    co_return made;
}

}  // namespace jamhall::net
